//! A partner that wants its users checked: the form before the confirm, and the link when the check is passed, with or
//! without a browser.

use account_link_tests::caas::Applicant;
use account_link_tests::feed;
use account_link_tests::journey::{land, link, login_to};
use account_link_tests::kyc::{confirm_again, ready, waiting};
use account_link_tests::partner::{DEMO, KYC};
use account_link_tests::random::fresh;
use account_link_tests::status_api::{told, told_so_far};
use account_link_tests::together::together;
use account_link_tests::until::until;
use account_link_tests::{pause, run};
use serde_json::{Value, json};

#[test]
fn a_pass_later_links_without_a_browser_and_is_told_once() {
    run(async {
        let (applicant, user) = (Applicant::new().await, fresh("u"));
        let (session, person) = waiting(&applicant, &user).await;
        let outcome = session.view["step"]["outcome"].clone();
        assert_eq!((&outcome["result"], &outcome["link_status"]), (&json!("pending"), &json!("PENDING")));
        assert!(outcome["return_url"].as_str().unwrap().contains("result=pending&link_status=PENDING"));
        drop(session);
        let pending = KYC.status(&user).await;
        assert_eq!((&pending["link_status"], &pending["sequence"]), (&json!("PENDING"), &json!(0)));
        assert_eq!((&pending["account_uuid"], &pending["email_address"]), (&Value::Null, &Value::Null));
        applicant.say(json!({ "suggestion": "SUGGEST_TO_ACCEPT" })).await;
        let linked = KYC.shows(&user, "link_status", "LINKED").await;
        assert_eq!((&linked["kyc_status"], &linked["sequence"]), (&json!("KYC_PASS"), &json!(1)));
        assert_eq!(linked["email_address"], person.email.as_str());
        let body = told(&user, 1).await.remove(0);
        assert_eq!((&body["staus"], &body["account_uuid"]), (&json!("LINKED"), &linked["account_uuid"]));
        let callback = feed::callbacks().all(feed::about(&user)).remove(0);
        assert_eq!(callback["headers"]["access-key"], KYC.key);
        assert_eq!(callback["headers"]["link-sequence"], "1");
        assert_eq!(callback["verified"], json!({ "access_sign": true, "webhook_signature": true }));
        feed::notices(&person.email, 1).await;
        // From now on the check moves `kyc_status` alone.
        for (said, status) in [
            (json!({ "suggestion": "SUGGEST_TO_REJECT" }), "KYC_REVIEW"),
            (json!({ "decision": "REJECT" }), "KYC_REJECT"),
            (json!({ "decision": "ACCEPT" }), "KYC_PASS"),
        ] {
            applicant.say(said).await;
            let status = KYC.shows(&user, "kyc_status", status).await;
            assert_eq!((&status["link_status"], &status["sequence"]), (&json!("LINKED"), &json!(1)));
        }
        pause(500).await;
        assert_eq!(told_so_far(&user), 1);
    });
}

#[test]
fn who_has_passed_is_linked_at_once() {
    run(async {
        let (applicant, user) = (Applicant::new().await, fresh("u"));
        let (mut session, _, code) = ready(&applicant, &user).await;
        applicant.say(json!({ "suggestion": "SUGGEST_TO_ACCEPT" })).await;
        until(10, async || {
            let sent = applicant.webhooks().await;
            if sent.iter().any(|one| one["answered"] == 200) { Ok(()) } else { Err(format!("{sent:#?}")) }
        })
        .await;
        applicant.requests_reach("get", 1).await;
        // And the answer has been taken in, on a busy machine, too.
        pause(2000).await;
        session.perform("confirm", json!({ "code": code })).await.shows("ended/linked");
        assert_eq!(session.view["step"]["outcome"]["result"], "linked");
        told(&user, 1).await;
        assert_eq!(KYC.status(&user).await["kyc_status"], "KYC_PASS");
        pause(500).await;
        assert_eq!(told_so_far(&user), 1);
    });
}

#[test]
fn who_is_checked_already_is_not_asked_again() {
    run(async {
        let (applicant, user, second) = (Applicant::new().await, fresh("u"), fresh("u"));
        let (_, person) = waiting(&applicant, &user).await;
        applicant.say(json!({ "suggestion": "SUGGEST_TO_ACCEPT" })).await;
        KYC.shows(&user, "link_status", "LINKED").await;
        let (mut session, code) = confirm_again(KYC, &second, &person).await;
        session.perform("confirm", json!({ "code": code })).await.shows("ended/linked");
        assert_eq!(KYC.status(&second).await["kyc_status"], "KYC_PASS");
        assert_eq!(applicant.requests_to("create").await.len(), 1);
    });
}

#[test]
fn a_reject_after_the_consent_closes_it_and_calls_nobody() {
    run(async {
        let (applicant, user) = (Applicant::new().await, fresh("u"));
        let (_, person) = waiting(&applicant, &user).await;
        // What only suggests a no is for somebody to look at.
        applicant.say(json!({ "suggestion": "SUGGEST_TO_REJECT" })).await;
        pause(1000).await;
        assert_eq!(KYC.status(&user).await["link_status"], "PENDING");
        applicant.say(json!({ "decision": "REJECT" })).await;
        let closed = KYC.shows(&user, "link_status", "UNLINKED").await;
        assert_eq!((&closed["reason"], &closed["sequence"]), (&json!("kyc_rejected"), &json!(0)));
        // And at a later confirm: the same, at once.
        let (mut session, code) = confirm_again(KYC, &user, &person).await;
        let end = session.perform("confirm", json!({ "code": code })).await.shows("ended/failed");
        let outcome = end.json()["view"]["step"]["outcome"].clone();
        assert_eq!(
            (&outcome["result"], &outcome["reason"]["code"]),
            (&json!("failed"), &json!("kyc_rejected"))
        );
        assert_eq!(outcome["link_status"], "UNLINKED");
        assert_eq!(KYC.status(&user).await["reason"], "kyc_rejected");
        // No consent is left that an acceptance could still act upon.
        applicant.say(json!({ "decision": "ACCEPT" })).await;
        pause(1500).await;
        assert_eq!(KYC.status(&user).await["link_status"], "UNLINKED");
        assert_eq!(told_so_far(&user), 0);
    });
}

#[test]
fn the_partners_own_decision_links_and_closes() {
    run(async {
        let cases = [("ACCEPT", "LINKED", 1), ("REJECT", "UNLINKED", 0)];
        together(cases, async |(result, status, calls)| {
            let (applicant, user) = (Applicant::new().await, fresh("u"));
            waiting(&applicant, &user).await;
            applicant.case_with("ogs", true.into()).await;
            let body = json!({ "caseResult": result, "comment": "by hand" }).to_string();
            let path = KYC.path(&user, "/kyc/decision");
            KYC.request_with("POST", &path, &body).send().await.expect(201);
            KYC.shows(&user, "link_status", status).await;
            told(&user, calls).await;
            pause(500).await;
            assert_eq!(told_so_far(&user), calls, "{result}");
        })
        .await;
    });
}

#[test]
fn a_review_does_not_link() {
    run(async {
        let (applicant, user) = (Applicant::new().await, fresh("u"));
        let (mut session, _, code) = ready(&applicant, &user).await;
        applicant.say(json!({ "suggestion": "NO_SUGGESTION" })).await;
        applicant.requests_reach("get", 1).await;
        // And the answer has been taken in, on a busy machine, too.
        pause(2000).await;
        session.perform("confirm", json!({ "code": code })).await.shows("ended/pending");
        assert_eq!(KYC.status(&user).await["link_status"], "PENDING");
    });
}

#[test]
fn the_form_comes_before_the_confirm_and_cannot_be_passed_by() {
    run(async {
        let (_, person) = link(DEMO, &fresh("u")).await;
        let user = fresh("u");
        let mut session = land(KYC, &user).await;
        login_to(&mut session, &person, "kyc").await;
        let mailed = feed::codes(&person.email).pop().unwrap()["code"].clone();
        session.perform("confirm", json!({ "code": mailed })).await.refused(409, "wrong_step");
        session.perform("continue", json!({})).await.refused(409, "wrong_step");
        session.perform("goto", json!({ "to": "confirm" })).await.expect(400);
        session.read().await.shows("kyc");
        assert_eq!(KYC.status(&user).await["link_status"], "PENDING");
        session.perform("goto", json!({ "to": "login" })).await.shows("login");
        session.perform("login", person.credentials()).await.shows("kyc");
        session.perform("cancel", json!({})).await.shows("ended/cancelled");
    });
}
