//! Webhooks as they come: twice, replayed, out of order, lost, late, signed with another key. The end is the same.

use account_link_tests::caas::{about, webhook};
use account_link_tests::kyc::checked;
use account_link_tests::partner::DEMO;
use account_link_tests::until::until;
use account_link_tests::{pause, run};
use serde_json::{Value, json};

#[test]
fn twice_and_replayed_is_once() {
    run(async {
        let checked = checked().await;
        checked.applicant.settings(json!({ "webhook": "twice" })).await;
        checked.applicant.say(json!({ "suggestion": "SUGGEST_TO_ACCEPT" })).await;
        let before = DEMO.shows(&checked.user, "kyc_status", "KYC_PASS").await;
        let case = checked.applicant.case().await;
        let hint = webhook(&about(&case, "SUGGEST_TO_ACCEPT"));
        for _ in 0..5 {
            assert_eq!(hint.send().await.expect(200).json(), json!({}));
        }
        pause(500).await;
        assert_eq!(DEMO.status(&checked.user).await, before);
        let sent = checked.applicant.webhooks().await;
        assert!(sent.len() >= 2 && sent.iter().all(|one| one["answered"] == 200), "{sent:#?}");
    });
}

#[test]
fn an_old_webhook_that_comes_last_changes_nothing() {
    run(async {
        let checked = checked().await;
        checked.applicant.say(json!({ "suggestion": "SUGGEST_TO_ACCEPT", "late_ms": 1500 })).await;
        checked.applicant.say(json!({ "suggestion": "SUGGEST_TO_REJECT" })).await;
        DEMO.shows(&checked.user, "kyc_status", "KYC_REVIEW").await;
        loop {
            // Until the one that was caused first has arrived.
            let sent = checked.applicant.webhooks().await;
            let late =
                |one: &Value| one["body"].as_str().is_some_and(|body| body.contains("SUGGEST_TO_ACCEPT"));
            if sent.iter().any(|one| late(one) && one["answered"] == 200) {
                break;
            }
            pause(50).await;
        }
        pause(500).await;
        assert_eq!(DEMO.status(&checked.user).await["kyc_status"], "KYC_REVIEW");
    });
}

#[test]
fn a_lost_one_is_made_up_for_by_the_next() {
    run(async {
        let checked = checked().await;
        checked.applicant.settings(json!({ "webhook": "lost" })).await;
        checked.applicant.say(json!({ "suggestion": "SUGGEST_TO_ACCEPT" })).await;
        checked.applicant.say(json!({ "decision": "REJECT" })).await;
        pause(500).await;
        assert_eq!(DEMO.status(&checked.user).await["kyc_status"], "KYC_PENDING", "nobody told us");
        checked.applicant.settings(json!({ "webhook": "once" })).await;
        checked.applicant.say(json!({})).await;
        DEMO.shows(&checked.user, "kyc_status", "KYC_REJECT").await;
    });
}

#[test]
fn a_partner_who_asks_hears_what_no_webhook_told() {
    run(async {
        let checked = checked().await;
        checked.applicant.settings(json!({ "webhook": "lost" })).await;
        checked.applicant.say(json!({ "suggestion": "SUGGEST_TO_ACCEPT" })).await;
        let read = DEMO.call("GET", &DEMO.path(&checked.user, "/kyc")).await.expect(200).json();
        assert_eq!(
            (&read["kyc_status"], &read["suggestion"]),
            (&json!("KYC_PASS"), &json!("SUGGEST_TO_ACCEPT"))
        );
        // What was received is kept.
        DEMO.shows(&checked.user, "kyc_status", "KYC_PASS").await;
    });
}

#[test]
fn both_keys_of_caas_are_taken_and_no_other() {
    run(async {
        for (signed, taken) in [
            ("right", true),
            ("first", true),
            ("wrong", false),
            ("none", false),
            ("stale", false),
            ("key", false),
        ] {
            let checked = checked().await;
            checked.applicant.settings(json!({ "webhook_signed": signed, "webhook_retries_ms": [50] })).await;
            checked.applicant.say(json!({ "suggestion": "SUGGEST_TO_ACCEPT" })).await;
            let wanted = if taken { 1 } else { 2 };
            let sent = until(15, async || {
                let sent = checked.applicant.webhooks().await;
                if sent.len() >= wanted { Ok(sent) } else { Err(format!("{signed}: {sent:#?}")) }
            })
            .await;
            let status = if taken { 200 } else { 401 };
            assert!(sent.iter().all(|one| one["answered"] == status), "{signed}: {sent:#?}");
            let shown = if taken { "KYC_PASS" } else { "KYC_PENDING" };
            DEMO.shows(&checked.user, "kyc_status", shown).await;
        }
    });
}

#[test]
fn a_get_that_fails_is_made_again() {
    run(async {
        let checked = checked().await;
        checked.applicant.case_with("ogs", true.into()).await;
        checked.applicant.settings(json!({ "answer": 503, "endpoint": "get", "times": 1 })).await;
        checked.applicant.say(json!({ "suggestion": "SUGGEST_TO_ACCEPT" })).await;
        // Either CaaS sends again what we did not answer well, or we ask again by ourselves.
        DEMO.shows(&checked.user, "kyc_status", "KYC_PASS").await;
    });
}
