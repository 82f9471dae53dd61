//! `feature` of 000: which screen comes after the login, and that it never leads past a step.

use account_link_tests::browser::{Browser, follow};
use account_link_tests::caas::Applicant;
use account_link_tests::factor::{bind, bind_in, code};
use account_link_tests::feed;
use account_link_tests::journey::{land_for, link, login_to};
use account_link_tests::kyc::submit;
use account_link_tests::partner::DEMO;
use account_link_tests::random::fresh;
use account_link_tests::status_api::{told, told_so_far};
use account_link_tests::together::together;
use account_link_tests::{pause, run};
use serde_json::{Value, json};

#[test]
fn what_is_asked_for_comes_after_the_login_and_not_before() {
    run(async {
        let cases = [
            ("link", "confirm"),
            ("", "confirm"),
            ("a feature of tomorrow", "confirm"),
            ("onboarding", "confirm"),
            ("2fa", "authenticator"),
            ("kyc", "kyc"),
        ];
        together(cases, async |(feature, step)| {
            let (_, person) = link(DEMO, &fresh("u")).await;
            let mut session = land_for(DEMO, &fresh("u"), feature).await;
            session.read().await.shows("landing");
            let acts = [
                "kyc",
                "authenticator",
                "authenticator/bind",
                "authenticator/remove",
                "confirm",
                "reset/code",
            ];
            for name in acts {
                let body =
                    if name == "kyc" { Applicant { name: fresh("Jo") }.form() } else { code("000000") };
                session.perform(name, body).await.refused(409, "wrong_step");
            }
            login_to(&mut session, &person, step).await;
            for name in acts.into_iter().filter(|name| *name != step) {
                let body =
                    if name == "kyc" { Applicant { name: fresh("Jo") }.form() } else { code("000000") };
                session.perform(name, body).await.refused(409, "wrong_step");
            }
            session.read().await.shows(step);
        })
        .await;
    });
}

/// The parameters that came back.
fn returned(outcome: &Value) -> Vec<(String, String)> {
    let url = url::Url::parse(outcome["return_url"].as_str().expect("a URL")).expect("a URL");
    url.query_pairs().into_owned().collect()
}

#[test]
fn what_is_done_goes_back_as_done() {
    run(async {
        let user = fresh("u");
        let (_, person) = link(DEMO, &user).await;
        let asked = DEMO.link(&user).with("feature", "kyc").with("state", "s&1").sign();
        let mut session = Browser::new().enter(&follow(&asked).await).await;
        login_to(&mut session, &person, "kyc").await;
        session.perform("kyc", Applicant::new().await.form()).await.shows("ended/done");
        let outcome = session.view["step"]["outcome"].clone();
        assert_eq!((&outcome["result"], &outcome["link_status"]), (&json!("done"), &json!("LINKED")));
        let expected =
            [("result", "done"), ("link_status", "LINKED"), ("user_ext_ref", &user), ("state", "s&1")];
        let expected: Vec<_> = expected.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
        assert_eq!(returned(&outcome), expected);
        session.perform("continue", json!({})).await.refused(409, "wrong_step");
        session.read().await.shows("ended/done");
    });
}

#[test]
fn a_linked_link_stays_linked_whatever_is_done_there() {
    run(async {
        let user = fresh("u");
        let (_, person) = link(DEMO, &user).await;
        let before = DEMO.status(&user).await;
        // Done.
        let count = feed::codes(&person.email).len() + 1;
        let mut session = land_for(DEMO, &user, "2fa").await;
        session.read().await.shows("landing");
        login_to(&mut session, &person, "authenticator").await;
        bind_in(&mut session, &feed::code(&person.email, count).await).await;
        session.perform("continue", json!({})).await.shows("ended/done");
        assert_eq!(session.view["step"]["outcome"]["link_status"], "LINKED");
        // Given up, at the first screen and at the last.
        for (feature, step) in [("2fa", "bound"), ("kyc", "kyc")] {
            let mut session = land_for(DEMO, &user, feature).await;
            session.perform("cancel", json!({})).await.shows("ended/cancelled");
            assert_eq!(session.view["step"]["outcome"]["link_status"], "LINKED");
            let mut session = land_for(DEMO, &user, feature).await;
            login_to(&mut session, &person, step).await;
            session.perform("cancel", json!({})).await.shows("ended/cancelled");
            assert_eq!(session.view["step"]["outcome"]["link_status"], "LINKED");
        }
        submit(DEMO, &user, &person, &Applicant::new().await.form()).await;
        for feature in ["link", "a feature of tomorrow"] {
            let mut session = land_for(DEMO, &user, feature).await;
            session.read().await.shows("ended/already_linked");
        }
        let mut after = DEMO.shows(&user, "otp_ready", true).await;
        assert_eq!(after["kyc_status"], "KYC_PENDING");
        (after["otp_ready"], after["kyc_status"]) =
            (before["otp_ready"].clone(), before["kyc_status"].clone());
        assert_eq!(after, before, "the same account id, the same sequence number");
        told(&user, 1).await;
        pause(500).await;
        assert_eq!(told_so_far(&user), 1);
    });
}

#[test]
fn a_linked_link_is_its_own_accounts() {
    run(async {
        let user = fresh("u");
        let (_, person) = link(DEMO, &user).await;
        let (_, other) = link(DEMO, &fresh("u")).await;
        bind(&other).await;
        for feature in ["2fa", "kyc"] {
            let mut session = land_for(DEMO, &user, feature).await;
            session.perform("continue", json!({})).await.shows("login");
            session.perform("login", other.credentials()).await.refused(403, "other_account");
            session.read().await.shows("login");
            session.perform("login", person.credentials()).await.expect(200);
        }
        assert_eq!(DEMO.status(&user).await["link_status"], "LINKED");
    });
}
