//! A case belongs to an account and a partner: the same account's case with another partner is another case.

use account_link_tests::caas::Applicant;
use account_link_tests::journey::{land_for, link, link_too, login_to};
use account_link_tests::kyc::{confirm_again, submit, waiting};
use account_link_tests::partner::{DEMO, KYC};
use account_link_tests::random::fresh;
use account_link_tests::{pause, run};
use serde_json::json;

#[test]
fn one_partner_neither_sees_nor_moves_anothers_case() {
    run(async {
        let (theirs, user, at_demo) = (Applicant::new().await, fresh("u"), fresh("u"));
        let (_, person) = waiting(&theirs, &user).await;
        link_too(DEMO, &at_demo, &person).await;
        theirs.say(json!({ "suggestion": "SUGGEST_TO_ACCEPT" })).await;
        KYC.shows(&user, "link_status", "LINKED").await;
        let demo = DEMO.status(&at_demo).await;
        assert_eq!((&demo["link_status"], &demo["kyc_status"]), (&json!("LINKED"), &json!("KYC_INIT")));
        DEMO.call("GET", &DEMO.path(&at_demo, "/kyc")).await.refused(404, "not_found");
        let reject = json!({ "caseResult": "REJECT", "comment": "not ours" }).to_string();
        for user in [&at_demo, &user] {
            let path = DEMO.path(user, "/kyc/decision");
            DEMO.request_with("POST", &path, &reject).send().await.refused(404, "not_found");
            DEMO.call("DELETE", &DEMO.path(user, "/kyc/ogs")).await.refused(404, "not_found");
        }
        pause(500).await;
        let case = theirs.case().await;
        assert_eq!((&case["decision"], &case["ogs"]), (&json!(null), &json!(true)));
        assert_eq!(KYC.status(&user).await["kyc_status"], "KYC_PASS");

        // The user of demo fills in a form of their own: a case of its own.
        let ours = Applicant::new().await;
        submit(DEMO, &at_demo, &person, &ours.form()).await;
        DEMO.shows(&at_demo, "kyc_status", "KYC_PENDING").await;
        assert_ne!(ours.case().await["externalCaseId"], case["externalCaseId"]);
        let path = DEMO.path(&at_demo, "/kyc/decision");
        DEMO.request_with("POST", &path, &reject).send().await.expect(201);
        DEMO.shows(&at_demo, "kyc_status", "KYC_REJECT").await;
        pause(500).await;
        assert_eq!(KYC.status(&user).await["kyc_status"], "KYC_PASS");
        let read = KYC.call("GET", &KYC.path(&user, "/kyc")).await.expect(200).json();
        assert_eq!(read["externalCaseId"], case["externalCaseId"]);
        assert_eq!(read["fullName"], theirs.name.as_str());
    });
}

#[test]
fn another_account_at_the_same_partner_has_a_case_of_its_own() {
    run(async {
        let (one, two) = (Applicant::new().await, Applicant::new().await);
        let (first, second) = (fresh("u"), fresh("u"));
        waiting(&one, &first).await;
        waiting(&two, &second).await;
        one.say(json!({ "decision": "REJECT" })).await;
        KYC.shows(&first, "link_status", "UNLINKED").await;
        pause(500).await;
        assert_eq!(KYC.status(&second).await["link_status"], "PENDING");
        two.say(json!({ "decision": "ACCEPT" })).await;
        KYC.shows(&second, "link_status", "LINKED").await;
        assert_eq!(KYC.status(&first).await["link_status"], "UNLINKED");
    });
}

#[test]
fn a_check_with_one_partner_is_none_with_another_that_wants_one() {
    run(async {
        let at_demo = fresh("u");
        let (_, person) = link(DEMO, &at_demo).await;
        let ours = Applicant::new().await;
        submit(DEMO, &at_demo, &person, &ours.form()).await;
        ours.say(json!({ "decision": "ACCEPT" })).await;
        DEMO.shows(&at_demo, "kyc_status", "KYC_PASS").await;
        let (theirs, user) = (Applicant::new().await, fresh("u"));
        submit(KYC, &user, &person, &theirs.form()).await;
        let (mut session, code) = confirm_again(KYC, &user, &person).await;
        session.perform("confirm", json!({ "code": code })).await.shows("ended/pending");
        let mut session = land_for(DEMO, &fresh("u"), "kyc").await;
        login_to(&mut session, &person, "checked").await;
        assert_eq!(session.view["step"]["status"], "KYC_PASS");
    });
}
