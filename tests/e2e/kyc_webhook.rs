//! The webhook of CaaS is a hint: it must be signed and fresh, and what counts is what CaaS says when asked.

use account_link_tests::caas::{WEBHOOK, about, webhook, webhook_at};
use account_link_tests::client::Request;
use account_link_tests::kyc::checked;
use account_link_tests::partner::DEMO;
use account_link_tests::random::fresh;
use account_link_tests::together::together;
use account_link_tests::{now, pause, run};
use serde_json::json;

#[test]
fn what_is_not_signed_by_caas_is_refused() {
    run(async {
        let checked = checked().await;
        let case = checked.applicant.case_with("ogs", true.into()).await;
        checked.applicant.say(json!({ "suggestion": "SUGGEST_TO_ACCEPT", "webhook": false })).await;
        let body = about(&case, "SUGGEST_TO_ACCEPT");
        let good = webhook(&body);
        let asked = checked.applicant.requests_to("get").await.len();
        let with = |name: &str, value: &str| good.clone().header(name, value);
        let refused: [Request; 7] = [
            good.clone().without("access-sign"),
            good.clone().without("access-key"),
            with("access-sign", &"A".repeat(44)),
            with("access-sign", "not base64"),
            with("access-key", "another"),
            with("access-timestamp", &(now() + 1).to_string()),
            good.clone().body(about(&case, "SUGGEST_TO_REJECT").to_string()),
        ];
        // All at once: after a while the account asks by itself.
        let unsigned = together(refused, async |request: Request| {
            request.send().await.refused(401, "unauthenticated");
        });
        let late = together([-3600, -40, 40, 3600], async |far| {
            let late = webhook_at(&body.to_string(), now() + far);
            late.send().await.refused(401, "timestamp_out_of_window");
        });
        let timeless = together(["", "now", "1.5", "-1", "99999999999999999999"], async |time| {
            let answer = with("access-timestamp", time).send().await;
            assert_eq!(answer.status, 401, "{time}: {answer:?}");
        });
        let without = good.clone().without("access-timestamp");
        let (_, _, _, without) = tokio::join!(unsigned, late, timeless, without.send());
        assert_eq!(without.status, 401);
        pause(500).await;
        assert_eq!(DEMO.status(&checked.user).await["kyc_status"], "KYC_PENDING");
        assert_eq!(checked.applicant.requests_to("get").await.len(), asked, "nobody asked because of them");
        assert_eq!(good.send().await.expect(200).json(), json!({}));
        DEMO.shows(&checked.user, "kyc_status", "KYC_PASS").await;
    });
}

#[test]
fn it_is_a_post_of_json() {
    run(async {
        for method in ["GET", "PUT", "DELETE"] {
            let mut request = Request::new(method, WEBHOOK);
            request.body = None;
            request.send().await.refused(405, "method_not_allowed");
        }
        for body in ["", "{", "[]", "null", "\"x\"", "{\"caseSystemId\":1}", "{\"externalCaseId\":\"../x\"}"]
        {
            let answer = webhook_at(body, now()).send().await;
            assert!([200, 400].contains(&answer.status), "{body}: {answer:?}");
        }
        let huge = json!({ "comment": "x".repeat(200_000) }).to_string();
        webhook_at(&huge, now()).send().await.refused(413, "payload_too_large");
    });
}

#[test]
fn an_unknown_case_is_answered_like_a_known_one() {
    run(async {
        let checked = checked().await;
        let case = checked.applicant.case_with("ogs", true.into()).await;
        let known = webhook(&about(&case, "SUGGEST_TO_ACCEPT")).send().await.expect(200);
        for (external, system) in [("unknown", "unknown"), ("x", "6d92e7b4-715c-4ce3-a028-19f1c8c9fa6c")] {
            let body = json!({
                "caseSystemId": system, "caseSuggestion": "SUGGEST_TO_ACCEPT", "comment": "", "externalCaseId": external,
            });
            let unknown = webhook(&body).send().await.expect(200);
            assert_eq!(unknown.body, known.body);
        }
    });
}

#[test]
fn what_the_case_says_counts_and_not_the_hint() {
    run(async {
        let checked = checked().await;
        let case = checked.applicant.case_with("ogs", true.into()).await;
        let asked = checked.applicant.requests_to("get").await.len();
        webhook(&about(&case, "SUGGEST_TO_ACCEPT")).send().await.expect(200);
        checked.applicant.requests_reach("get", asked + 1).await;
        pause(500).await;
        assert_eq!(DEMO.status(&checked.user).await["kyc_status"], "KYC_PENDING", "nothing is suggested yet");
        // CaaS itself: its webhook accepts, its case rejects.
        checked.applicant.settings(json!({ "webhook_says": "SUGGEST_TO_ACCEPT" })).await;
        checked.applicant.say(json!({ "suggestion": "SUGGEST_TO_REJECT" })).await;
        DEMO.shows(&checked.user, "kyc_status", "KYC_REVIEW").await;
        // And a suggestion that we do not know moves nothing.
        checked.applicant.settings(json!({ "webhook_says": null, "get_says": "SUGGEST_TO_DANCE" })).await;
        checked.applicant.say(json!({ "suggestion": "SUGGEST_TO_ACCEPT" })).await;
        pause(1500).await;
        assert_eq!(DEMO.status(&checked.user).await["kyc_status"], "KYC_REVIEW");
    });
}

#[test]
fn a_hint_with_the_ids_of_two_cases_mixes_nothing_up() {
    run(async {
        let (one, two) = (checked().await, checked().await);
        let mut case = one.applicant.case_with("ogs", true.into()).await;
        two.applicant.case_with("ogs", true.into()).await;
        two.applicant.say(json!({ "suggestion": "SUGGEST_TO_ACCEPT", "webhook": false })).await;
        case["caseSystemId"] = two.applicant.case().await["caseSystemId"].clone();
        webhook(&about(&case, "SUGGEST_TO_ACCEPT")).send().await.expect(200);
        pause(1500).await;
        assert_eq!(
            DEMO.status(&one.user).await["kyc_status"],
            "KYC_PENDING",
            "another's case is not this one's"
        );
        one.applicant.say(json!({ "suggestion": "NO_SUGGESTION" })).await;
        DEMO.shows(&one.user, "kyc_status", "KYC_REVIEW").await;
        let user = fresh("u");
        assert_eq!(DEMO.call("GET", &DEMO.path(&user, "/kyc")).await.status, 404);
    });
}
