//! A change of mind at any step of opening an account; what was proved for one address proves nothing for another.

use account_link_tests::browser::Session;
use account_link_tests::feed;
use account_link_tests::journey::{Person, land, link, login_to, onboard};
use account_link_tests::partner::DEMO;
use account_link_tests::random::fresh;
use account_link_tests::run;
use account_link_tests::together::together;
use serde_json::json;

/// A flow of somebody new on one of the steps of opening an account.
async fn at(step: &str) -> (Session, Person) {
    let (mut session, person) = (land(DEMO, &fresh("u")).await, Person::new());
    if step == "confirm" {
        onboard(&mut session, &person).await;
        return (session, person);
    }
    session.perform("continue", json!({})).await.shows("login");
    session.perform("goto", json!({ "to": "onboard_email" })).await.shows("onboard_email");
    if step != "onboard_email" {
        session.perform("onboarding/email", json!({ "email": person.email })).await.shows("onboard_code");
    }
    if step == "onboard_password" {
        let code = feed::code(&person.email, 1).await;
        session.perform("onboarding/code", json!({ "code": code })).await.shows("onboard_password");
    }
    (session, person)
}

#[test]
fn every_step_leads_back_and_every_way_leads_on() {
    run(async {
        let steps = ["onboard_email", "onboard_code", "onboard_password", "confirm"];
        let ways = ["landing", "login", "onboard_email", "reset_email"];
        let all = steps.into_iter().flat_map(|step| ways.into_iter().map(move |to| (step, to)));
        together(all, async |(step, to)| {
            let (mut session, _) = at(step).await;
            session.perform("goto", json!({ "to": to })).await.shows(to);
            session.read().await.shows(to);
            if to == "landing" {
                session.perform("continue", json!({})).await.shows("login");
            }
            // Nothing of the way before is left: the next step is the first of the way taken now.
            let late = [("onboarding/code", "000000"), ("confirm", "000000"), ("reset/code", "000000")];
            for (action, code) in late {
                session.perform(action, json!({ "code": code })).await.refused(409, "wrong_step");
            }
            session.perform("goto", json!({ "to": "onboard_email" })).await.shows("onboard_email");
            let other = Person::new();
            session.perform("onboarding/email", json!({ "email": other.email })).await.shows("onboard_code");
            let code = feed::code(&other.email, 1).await;
            session.perform("onboarding/code", json!({ "code": code })).await.shows("onboard_password");
            let body = json!({ "password": other.password, "terms": true });
            session.perform("onboarding/password", body).await.shows("confirm");
            assert_eq!(session.view["step"]["email"], other.email.as_str(), "{step} → {to}");
        })
        .await;
    });
}

#[test]
fn no_account_comes_of_a_way_that_was_left() {
    run(async {
        let (mut session, person) = at("onboard_password").await;
        session.perform("goto", json!({ "to": "login" })).await.shows("login");
        let body = json!({ "password": person.password, "terms": true });
        session.perform("onboarding/password", body).await.refused(409, "wrong_step");
        session.perform("login", person.credentials()).await.refused(401, "credentials_wrong");
    });
}

#[test]
fn an_account_that_was_opened_is_there_though_nothing_was_linked() {
    run(async {
        let (mut session, person) = at("confirm").await;
        session.perform("cancel", json!({})).await.shows("ended/cancelled");
        let user = fresh("u");
        let mut session = land(DEMO, &user).await;
        login_to(&mut session, &person, "confirm").await;
        assert_eq!(
            session.view["step"]["second_step"]["kind"], "email_code",
            "the code of another flow is no help"
        );
        let code = feed::code(&person.email, 2).await;
        session.perform("confirm", json!({ "code": code })).await.shows("ended/linked");
    });
}

#[test]
fn the_code_of_an_onboarding_confirms_no_other_account() {
    run(async {
        let (_, other) = link(DEMO, &fresh("u")).await;
        let (mut session, person) = (land(DEMO, &fresh("u")).await, Person::new());
        let code = onboard(&mut session, &person).await;
        session.perform("goto", json!({ "to": "login" })).await.shows("login");
        session.perform("login", other.credentials()).await.shows("confirm");
        assert_eq!(session.view["step"]["second_step"]["kind"], "email_code");
        let mailed = feed::code(&other.email, 2).await;
        if code != mailed {
            session.perform("confirm", json!({ "code": code })).await.refused(422, "code_wrong");
        }
        session.perform("confirm", json!({ "code": mailed })).await.shows("ended/linked");
    });
}

#[test]
fn the_terms_are_accepted_or_there_is_no_account() {
    run(async {
        let (mut session, person) = at("onboard_password").await;
        for body in [
            json!({ "password": person.password, "terms": false }),
            json!({ "password": person.password }),
            json!({ "password": person.password, "terms": "true" }),
            json!({ "password": person.password, "terms": 1 }),
        ] {
            let answer = session.perform("onboarding/password", body.clone()).await;
            assert_eq!(answer.status, 400, "{body}: {answer:?}");
        }
        session.read().await.shows("onboard_password");
        let mut elsewhere = land(DEMO, &fresh("u")).await;
        elsewhere.perform("continue", json!({})).await.shows("login");
        elsewhere.perform("login", person.credentials()).await.refused(401, "credentials_wrong");
        let body = json!({ "password": person.password, "terms": true });
        session.perform("onboarding/password", body).await.shows("confirm");
    });
}
