//! The partner's side of a case: it reads it, decides, and switches the ongoing screening, all of it forwarded, signed.

use account_link_tests::caas::{Applicant, is_signed};
use account_link_tests::journey::{land, link};
use account_link_tests::kyc::{checked, confirm_again, waiting};
use account_link_tests::partner::{DEMO, KYC, STRICT};
use account_link_tests::random::fresh;
use account_link_tests::receiver::receiver;
use account_link_tests::run;
use serde_json::{Value, json};

fn decision(result: &str, comment: &str) -> String {
    json!({ "caseResult": result, "comment": comment }).to_string()
}

/// The newest request at an endpoint, which must be signed and right.
async fn newest(applicant: &Applicant, endpoint: &str, count: usize) -> Value {
    let asked = applicant.requests_reach(endpoint, count).await;
    let newest = asked.last().unwrap().clone();
    assert_eq!(asked.len(), count, "{endpoint}: {asked:#?}");
    assert!(is_signed(&newest) && newest["accepted"] == true, "{newest:#}");
    newest
}

#[test]
fn the_case_is_read_as_caas_has_it() {
    run(async {
        let checked = checked().await;
        checked.applicant.case_with("ogs", true.into()).await;
        let path = DEMO.path(&checked.user, "/kyc");
        let case = checked.applicant.case().await;
        let pending = DEMO.call("GET", &path).await.expect(200).json();
        let expected = json!({
            "kyc_status": "KYC_PENDING", "caseSystemId": case["caseSystemId"],
            "externalCaseId": case["externalCaseId"], "screenType": "INDIVIDUAL", "fullName": checked.applicant.name,
            "individualInfo": case["individualInfo"], "ogs": true,
        });
        assert_eq!(pending, expected);
        assert!(case["individualInfo"].is_object());
        let said = json!({ "suggestion": "SUGGEST_TO_REJECT", "suggestion_comment": "On a list, 备注." });
        checked.applicant.say(said).await;
        let read = DEMO.call("GET", &path).await.expect(200).json();
        assert_eq!(read["kyc_status"], "KYC_REVIEW");
        assert_eq!(read["suggestion"], "SUGGEST_TO_REJECT");
        assert_eq!(read["suggestion_comment"], "On a list, 备注.");
        assert!(checked.applicant.requests_to("get").await.iter().all(is_signed));
    });
}

#[test]
fn a_decision_is_handed_on_and_counts_at_once() {
    run(async {
        let checked = checked().await;
        DEMO.shows(&checked.user, "kyc_status", "KYC_PENDING").await;
        let path = DEMO.path(&checked.user, "/kyc/decision");
        let rounds = [("ACCEPT", "KYC_PASS", "looks fine"), ("REJECT", "KYC_REJECT", "决策备注 \"x\"")];
        for (count, (result, status, comment)) in (1..).zip(rounds) {
            let body = decision(result, comment);
            let answer = DEMO.request_with("POST", &path, &body).send().await.expect(201);
            assert_eq!(answer.json(), json!({ "kyc_status": status }));
            let sent = newest(&checked.applicant, "decision", count).await;
            let sent: Value = serde_json::from_str(sent["body"].as_str().unwrap()).unwrap();
            assert_eq!(sent, json!({ "caseResult": result, "comment": comment }));
            let case = checked.applicant.case_with("decision", result.into()).await;
            assert_eq!(case["decision_comment"], comment);
            DEMO.shows(&checked.user, "kyc_status", status).await;
            let read = DEMO.call("GET", &DEMO.path(&checked.user, "/kyc")).await.expect(200).json();
            assert_eq!((&read["decision"], &read["decision_comment"]), (&result.into(), &comment.into()));
        }
    });
}

#[test]
fn the_ongoing_screening_is_switched_off_and_on() {
    run(async {
        let checked = checked().await;
        let path = DEMO.path(&checked.user, "/kyc/ogs");
        checked.applicant.case_with("ogs", true.into()).await;
        let off = DEMO.call("DELETE", &path).await.expect(204);
        assert_eq!(off.body, "");
        assert_eq!(newest(&checked.applicant, "ogs-off", 1).await["method"], "DELETE");
        checked.applicant.case_with("ogs", false.into()).await;
        let read = DEMO.call("GET", &DEMO.path(&checked.user, "/kyc")).await.expect(200).json();
        assert_eq!(read["ogs"], false);
        let on = DEMO.call("POST", &path).await.expect(201).json();
        assert_eq!(on, json!({ "kyc_status": "KYC_PENDING" }));
        newest(&checked.applicant, "ogs-on", 2).await;
        checked.applicant.case_with("ogs", true.into()).await;
    });
}

#[test]
fn where_there_is_no_case_there_is_nothing() {
    run(async {
        receiver();
        let (linked, pending, checked) = (fresh("u"), fresh("u"), checked().await);
        link(DEMO, &linked).await;
        land(DEMO, &pending).await;
        let body = decision("ACCEPT", "x");
        for (partner, user) in
            [(DEMO, fresh("u")), (DEMO, linked), (DEMO, pending), (STRICT, checked.user.clone())]
        {
            for (method, below) in [("GET", ""), ("POST", "/ogs"), ("DELETE", "/ogs")] {
                let path = partner.path(&user, &format!("/kyc{below}"));
                partner.call(method, &path).await.refused(404, "not_found");
            }
            let path = partner.path(&user, "/kyc/decision");
            partner.request_with("POST", &path, &body).send().await.refused(404, "not_found");
        }
        assert!(checked.applicant.requests_to("decision").await.is_empty());
        // Nor is anything told about a case once the link is no more.
        DEMO.unlink(&checked.user).await.expect(204);
        let gone = DEMO.call("GET", &DEMO.path(&checked.user, "/kyc")).await;
        assert!(
            [(403, "unlinked"), (404, "not_found")].contains(&(gone.status, gone.code().as_str())),
            "{gone:?}"
        );
    });
}

#[test]
fn what_is_no_decision_is_refused() {
    run(async {
        let checked = checked().await;
        let path = DEMO.path(&checked.user, "/kyc/decision");
        for body in [
            "",
            "{",
            "[]",
            r#"{"caseResult":"ACCEPT","comment":"x","more":1}"#,
            r#"{"caseResult":"MAYBE","comment":"x"}"#,
            r#"{"comment":"x"}"#,
        ] {
            let answer = DEMO.request_with("POST", &path, body).send().await;
            assert_eq!(
                (answer.status, answer.code()),
                (400, "invalid_request".to_owned()),
                "{body}: {answer:?}"
            );
        }
        let form = DEMO.request_with("POST", &path, &decision("ACCEPT", "x"));
        form.clone().header("content-type", "text/plain").send().await.refused(415, "unsupported_media_type");
        // Another body than the one that was signed.
        form.body(decision("REJECT", "x")).send().await.refused(401, "unauthenticated");
        assert!(checked.applicant.requests_to("decision").await.is_empty());
        assert_eq!(DEMO.status(&checked.user).await["kyc_status"], "KYC_PENDING");
    });
}

#[test]
fn a_caas_in_trouble_is_said_and_changes_nothing() {
    run(async {
        let checked = checked().await;
        checked.applicant.case_with("ogs", true.into()).await;
        let path = |below: &str| DEMO.path(&checked.user, &format!("/kyc{below}"));
        for trouble in [json!({ "answer": 503 }), json!({ "answer": 302 }), json!({ "garbage": true })] {
            checked.applicant.settings(trouble.clone()).await;
            DEMO.call("GET", &path("")).await.refused(502, "caas_failed");
            if trouble["garbage"].is_null() {
                let body = decision("ACCEPT", "x");
                let decided = DEMO.request_with("POST", &path("/decision"), &body).send().await;
                decided.refused(502, "caas_failed");
                DEMO.call("DELETE", &path("/ogs")).await.refused(502, "caas_failed");
            }
            checked.applicant.settings(json!({ "answer": null, "garbage": false })).await;
        }
        checked.applicant.settings(json!({ "other_case": true, "endpoint": "get" })).await;
        DEMO.call("GET", &path("")).await.refused(502, "caas_failed");
        checked.applicant.settings(json!({ "other_case": false })).await;
        let case = checked.applicant.case().await;
        assert_eq!((&case["ogs"], &case["decision"]), (&json!(true), &Value::Null));
        assert_eq!(DEMO.status(&checked.user).await["kyc_status"], "KYC_PENDING");
        DEMO.call("GET", &path("")).await.expect(200);
    });
}

#[test]
fn who_was_rejected_by_mistake_may_be_accepted_after_all() {
    run(async {
        let (applicant, user) = (Applicant::new().await, fresh("u"));
        let (_, person) = waiting(&applicant, &user).await;
        let path = KYC.path(&user, "/kyc/decision");
        let decide = async |result: &str, status: &str| {
            let answer = KYC.request_with("POST", &path, &decision(result, "")).send().await.expect(201);
            assert_eq!(answer.json(), json!({ "kyc_status": status }));
        };
        applicant.case_with("ogs", true.into()).await;
        decide("REJECT", "KYC_REJECT").await;
        let status = KYC.shows(&user, "link_status", "UNLINKED").await;
        assert_eq!(status["reason"], "kyc_rejected");
        decide("ACCEPT", "KYC_PASS").await;
        let (mut session, code) = confirm_again(KYC, &user, &person).await;
        session.perform("confirm", json!({ "code": code })).await.shows("ended/linked");
    });
}
