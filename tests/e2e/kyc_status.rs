//! `kyc_status` by every transition: what was suggested, what was decided, and that a decision outranks them all.

use account_link_tests::caas::Applicant;
use account_link_tests::journey::{land_for, link, link_too, login_to};
use account_link_tests::kyc::{checked, submit};
use account_link_tests::partner::DEMO;
use account_link_tests::random::fresh;
use account_link_tests::status_api::{told, told_so_far};
use account_link_tests::together::together;
use account_link_tests::{pause, run};
use serde_json::{Value, json};

#[test]
fn the_status_follows_the_case() {
    run(async {
        let user = fresh("u");
        let (_, person) = link(DEMO, &user).await;
        let before = DEMO.shows(&user, "kyc_status", "KYC_INIT").await;
        let applicant = Applicant::new().await;
        submit(DEMO, &user, &person, &applicant.form()).await;
        let pending = DEMO.shows(&user, "kyc_status", "KYC_PENDING").await;
        for (said, status) in [
            (json!({ "suggestion": "SUGGEST_TO_ACCEPT" }), "KYC_PASS"),
            (json!({ "suggestion": "SUGGEST_TO_REJECT" }), "KYC_REVIEW"),
            (json!({ "suggestion": "SUGGEST_TO_ACCEPT" }), "KYC_PASS"),
            (json!({ "suggestion": "NO_SUGGESTION" }), "KYC_REVIEW"),
            (json!({ "decision": "ACCEPT" }), "KYC_PASS"),
            (json!({ "decision": "REJECT" }), "KYC_REJECT"),
            (json!({ "decision": "ACCEPT", "suggestion": "SUGGEST_TO_REJECT" }), "KYC_PASS"),
            (json!({ "decision": "REJECT", "suggestion": "SUGGEST_TO_ACCEPT" }), "KYC_REJECT"),
        ] {
            applicant.say(said.clone()).await;
            let mut shown = DEMO.shows(&user, "kyc_status", status).await;
            shown["kyc_status"] = "KYC_PENDING".into();
            assert_eq!(shown, pending, "{said}: nothing else has changed, the sequence number neither");
        }
        // A decision stands whatever is suggested after it.
        applicant.say(json!({ "suggestion": "SUGGEST_TO_REJECT" })).await;
        applicant.say(json!({ "suggestion": "SUGGEST_TO_ACCEPT" })).await;
        pause(1000).await;
        assert_eq!(DEMO.status(&user).await["kyc_status"], "KYC_REJECT");
        assert_eq!(before["account_uuid"], pending["account_uuid"]);
        told(&user, 1).await;
        assert_eq!(told_so_far(&user), 1, "the link was told, the check was not");
    });
}

#[test]
fn what_caas_suggests_by_itself_arrives() {
    run(async {
        let cases = [
            ("SUGGEST_TO_ACCEPT", "KYC_PASS"),
            ("SUGGEST_TO_REJECT", "KYC_REVIEW"),
            ("NO_SUGGESTION", "KYC_REVIEW"),
        ];
        let waiting = together(cases, async |(suggests, status)| {
            let user = fresh("u");
            let (_, person) = link(DEMO, &user).await;
            let applicant = Applicant::new().await;
            applicant.settings(json!({ "suggests": suggests })).await;
            submit(DEMO, &user, &person, &applicant.form()).await;
            (user, status)
        })
        .await;
        for (user, status) in waiting {
            DEMO.shows(&user, "kyc_status", status).await;
        }
    });
}

#[test]
fn every_link_of_the_account_with_this_partner_follows() {
    run(async {
        let checked = checked().await;
        let second = fresh("u");
        link_too(DEMO, &second, &checked.person).await;
        DEMO.shows(&second, "kyc_status", "KYC_PENDING").await;
        checked.applicant.say(json!({ "suggestion": "SUGGEST_TO_ACCEPT" })).await;
        DEMO.shows(&checked.user, "kyc_status", "KYC_PASS").await;
        DEMO.shows(&second, "kyc_status", "KYC_PASS").await;
        let third = fresh("u");
        link_too(DEMO, &third, &checked.person).await;
        DEMO.shows(&third, "kyc_status", "KYC_PASS").await;
    });
}

#[test]
fn the_user_sees_how_it_stands() {
    run(async {
        let checked = checked().await;
        for (said, status) in [
            (Value::Null, "KYC_PENDING"),
            (json!({ "suggestion": "NO_SUGGESTION" }), "KYC_REVIEW"),
            (json!({ "decision": "ACCEPT" }), "KYC_PASS"),
        ] {
            if !said.is_null() {
                checked.applicant.say(said).await;
            }
            DEMO.shows(&checked.user, "kyc_status", status).await;
            let mut session = land_for(DEMO, &checked.user, "kyc").await;
            login_to(&mut session, &checked.person, "checked").await;
            let expected = json!({ "name": "checked", "email": checked.person.email, "status": status });
            assert_eq!(session.view["step"], expected);
            session.perform("kyc", checked.applicant.form()).await.refused(409, "wrong_step");
            session.perform("continue", json!({})).await.shows("ended/done");
        }
        assert_eq!(
            checked.applicant.requests_to("create").await.len(),
            1,
            "one case, however often it is looked at"
        );
    });
}
