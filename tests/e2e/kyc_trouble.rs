//! Creating a case when CaaS is in trouble: where it said no the user may try again; where nobody knows what became of
//! it, it is never asked twice, and the webhook brings the id.

use account_link_tests::caas::Applicant;
use account_link_tests::journey::{Person, land_for, link, login_to};
use account_link_tests::kyc::{checked, submit};
use account_link_tests::partner::DEMO;
use account_link_tests::random::fresh;
use account_link_tests::{pause, run};
use serde_json::{Value, json};

/// Somebody linked, and an applicant whom CaaS treats so when the case is created.
async fn with(settings: Value) -> (String, Person, Applicant) {
    let user = fresh("u");
    let (_, person) = link(DEMO, &user).await;
    let applicant = Applicant::new().await;
    applicant.settings(settings).await;
    (user, person, applicant)
}

#[test]
fn who_is_refused_may_correct_the_form() {
    run(async {
        let (user, person, applicant) =
            with(json!({ "answer": 400, "endpoint": "create", "times": 1 })).await;
        let mut session = land_for(DEMO, &user, "kyc").await;
        login_to(&mut session, &person, "kyc").await;
        session.perform("kyc", applicant.form()).await.refused(502, "caas_refused");
        session.read().await.shows("kyc");
        assert_eq!(DEMO.status(&user).await["kyc_status"], "KYC_INIT", "nothing was kept");
        DEMO.call("GET", &DEMO.path(&user, "/kyc")).await.refused(404, "not_found");
        session.perform("kyc", applicant.form()).await.shows("ended/done");
        applicant.case().await;
        assert_eq!(applicant.requests_to("create").await.len(), 2);
        applicant.say(json!({ "suggestion": "SUGGEST_TO_ACCEPT" })).await;
        DEMO.shows(&user, "kyc_status", "KYC_PASS").await;
    });
}

/// The outcome of create is not known to us; the case is there. Never a second POST; the webhook brings the id.
async fn assert_created_once(settings: Value) {
    let (user, person, applicant) = with(settings.clone()).await;
    submit(DEMO, &user, &person, &applicant.form()).await;
    DEMO.shows(&user, "kyc_status", "KYC_PENDING").await;
    let path = DEMO.path(&user, "/kyc");
    DEMO.call("GET", &path).await.refused(409, "kyc_not_ready");
    let body = json!({ "caseResult": "ACCEPT", "comment": "" }).to_string();
    let decision = DEMO.request_with("POST", &DEMO.path(&user, "/kyc/decision"), &body);
    decision.send().await.refused(409, "kyc_not_ready");
    DEMO.call("POST", &DEMO.path(&user, "/kyc/ogs")).await.refused(409, "kyc_not_ready");
    // The user sees that it runs, and is not asked to begin anew.
    let mut session = land_for(DEMO, &user, "kyc").await;
    login_to(&mut session, &person, "checked").await;
    assert_eq!(session.view["step"]["status"], "KYC_PENDING");
    applicant.settings(json!({ "suggests": "SUGGEST_TO_ACCEPT", "decides_after_ms": 100 })).await;
    applicant.say(json!({})).await;
    DEMO.shows(&user, "kyc_status", "KYC_PASS").await;
    let case = applicant.case_with("ogs", true.into()).await;
    let read = DEMO.call("GET", &path).await.expect(200).json();
    assert_eq!(read["caseSystemId"], case["caseSystemId"], "{settings}");
    let asked = applicant.requests_to("create").await;
    assert_eq!(asked.len(), 1, "{settings}: {asked:#?}");
}

#[test]
fn an_unknown_outcome_is_never_asked_for_again() {
    run(async {
        let of = |answer: Value| json!({ "answer": answer, "endpoint": "create", "done_anyway": true });
        futures_util::future::join_all([
            assert_created_once(of(json!(503))),
            assert_created_once(of(json!(500))),
            assert_created_once(of(json!(302))),
            assert_created_once(of(json!("hang"))),
        ])
        .await;
    });
}

#[test]
fn an_answer_that_says_no_id_leaves_it_to_the_webhook() {
    run(async {
        futures_util::future::join_all([
            assert_created_once(json!({ "replies": "nothing" })),
            assert_created_once(
                json!({ "garbage": true, "endpoint": "create", "done_anyway": true, "times": 1 }),
            ),
        ])
        .await;
    });
}

#[test]
fn a_case_that_was_never_made_stays_pending_and_is_not_made_by_us() {
    run(async {
        let (user, person, applicant) =
            with(json!({ "answer": 503, "endpoint": "create", "times": 1 })).await;
        submit(DEMO, &user, &person, &applicant.form()).await;
        DEMO.shows(&user, "kyc_status", "KYC_PENDING").await;
        let mut session = land_for(DEMO, &user, "kyc").await;
        login_to(&mut session, &person, "checked").await;
        session.perform("kyc", applicant.form()).await.refused(409, "wrong_step");
        pause(2000).await;
        assert_eq!(applicant.requests_to("create").await.len(), 1);
        assert!(applicant.cases().await.is_empty());
        DEMO.call("GET", &DEMO.path(&user, "/kyc")).await.refused(409, "kyc_not_ready");
    });
}

#[test]
fn each_name_of_the_id_is_understood() {
    run(async {
        for name in ["caseSystemId", "id", "uuid"] {
            let (user, person, applicant) = with(json!({ "replies": name })).await;
            submit(DEMO, &user, &person, &applicant.form()).await;
            let case = applicant.case_with("ogs", true.into()).await;
            let read = DEMO.call("GET", &DEMO.path(&user, "/kyc")).await.expect(200).json();
            assert_eq!(read["caseSystemId"], case["caseSystemId"], "{name}");
        }
    });
}

#[test]
fn the_screening_is_switched_on_though_it_failed_at_first() {
    run(async {
        let (user, person, applicant) =
            with(json!({ "answer": 503, "endpoint": "ogs-on", "times": 1 })).await;
        submit(DEMO, &user, &person, &applicant.form()).await;
        DEMO.shows(&user, "kyc_status", "KYC_PENDING").await;
        // At the latest when anybody asks or tells.
        DEMO.call("GET", &DEMO.path(&user, "/kyc")).await.expect(200);
        applicant.say(json!({})).await;
        applicant.case_with("ogs", true.into()).await;
    });
}

#[test]
fn a_redirect_of_caas_is_not_followed() {
    run(async {
        let checked = checked().await;
        checked.applicant.settings(json!({ "answer": 302, "endpoint": "get" })).await;
        DEMO.call("GET", &DEMO.path(&checked.user, "/kyc")).await.refused(502, "caas_failed");
        let asked = checked.applicant.requests_to("get").await;
        let followed = |one: &Value| one["path"].as_str().is_some_and(|path| path.contains("redirected"));
        assert!(!asked.iter().any(followed), "{asked:#?}");
    });
}

#[test]
fn who_hands_the_form_in_again_meanwhile_learns_what_comes_of_it() {
    run(async {
        let trouble = json!({ "answer": 400, "delay_ms": 2000, "endpoint": "create", "times": 1 });
        let (user, person, applicant) = with(trouble).await;
        let mut session = land_for(DEMO, &user, "kyc").await;
        login_to(&mut session, &person, "kyc").await;
        let first = session.request("kyc", &applicant.form(), &fresh("submit"));
        let first = tokio::spawn(async move { first.send().await });
        applicant.requests_reach("create", 1).await;
        session.perform("kyc", applicant.form()).await.refused(502, "caas_refused");
        first.await.expect("an answer").refused(502, "caas_refused");
        assert_eq!(applicant.requests_to("create").await.len(), 1);
        session.perform("kyc", applicant.form()).await.shows("ended/done");
        applicant.case().await;
    });
}
