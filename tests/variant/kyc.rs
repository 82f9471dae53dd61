//! With Zero Footprint a case is screened once, as it is created (001): nobody switches anything on.

use account_link_tests::caas::Applicant;
use account_link_tests::journey::link;
use account_link_tests::kyc::submit;
use account_link_tests::partner::DEMO;
use account_link_tests::random::fresh;
use account_link_tests::{pause, run};
use serde_json::{Value, json};

#[test]
fn a_case_is_screened_as_it_is_created() {
    run(async {
        let user = fresh("u");
        let (_, person) = link(DEMO, &user).await;
        let applicant = Applicant::new().await;
        applicant.settings(json!({ "suggests": "SUGGEST_TO_ACCEPT", "decides_after_ms": 100 })).await;
        submit(DEMO, &user, &person, &applicant.form()).await;
        DEMO.shows(&user, "kyc_status", "KYC_PASS").await;
        pause(1000).await;
        assert!(applicant.requests_to("ogs-on").await.is_empty());
        let case = applicant.case().await;
        assert_eq!((&case["scan"], &case["ogs"]), (&json!("done"), &Value::Null));
        // The partner may still want it.
        DEMO.call("POST", &DEMO.path(&user, "/kyc/ogs")).await.expect(201);
        applicant.case_with("ogs", true.into()).await;
    });
}
