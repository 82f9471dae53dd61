//! Another code, of whatever kind the screen asks for: not at once, then a new one that counts in place of the old.

use account_link_tests::browser::Session;
use account_link_tests::factor::enrol;
use account_link_tests::feed;
use account_link_tests::journey::{Person, ask_reset, land, link, login};
use account_link_tests::partner::DEMO;
use account_link_tests::random::fresh;
use account_link_tests::{now, pause, run};
use serde_json::json;

/// A screen that asks for a mailed code, and where it leads.
struct Asking {
    session: Session,
    email: String,
    old: String,
    action: &'static str,
    next: &'static str,
}

async fn onboarding() -> Asking {
    let (mut session, email) = (land(DEMO, &fresh("u")).await, Person::new().email);
    session.perform("continue", json!({})).await.shows("login");
    session.perform("goto", json!({ "to": "onboard_email" })).await.shows("onboard_email");
    session.perform("onboarding/email", json!({ "email": email })).await.shows("onboard_code");
    let old = feed::code(&email, 1).await;
    Asking { session, email, old, action: "onboarding/code", next: "onboard_password" }
}

async fn confirm() -> Asking {
    let (_, person) = link(DEMO, &fresh("u")).await;
    let mut session = land(DEMO, &fresh("u")).await;
    let old = login(&mut session, &person, 2).await;
    Asking { session, email: person.email, old, action: "confirm", next: "ended/linked" }
}

async fn reset() -> Asking {
    let (_, person) = link(DEMO, &fresh("u")).await;
    let mut session = land(DEMO, &fresh("u")).await;
    ask_reset(&mut session, &person.email).await;
    let old = feed::code(&person.email, 2).await;
    Asking { session, email: person.email, old, action: "reset/code", next: "reset_password" }
}

async fn authenticator() -> Asking {
    let (_, person) = link(DEMO, &fresh("u")).await;
    let (session, old) = enrol(&person).await;
    Asking { session, email: person.email, old, action: "authenticator", next: "bind" }
}

async fn again(mut asking: Asking) {
    let Asking { session, email, old, action, next } = &mut asking;
    let step = &session.view["step"];
    let at = step["resend_at"].as_i64().or_else(|| step["second_step"]["resend_at"].as_i64());
    let at = at.expect("when another may be asked for");
    assert!((1..=60).contains(&(at - session.view["now"].as_i64().unwrap() / 1000)), "{step}");
    let early = session.perform("resend", json!({})).await.refused(429, "too_many_attempts");
    let wait: i64 = early.header("retry-after").expect("a time to wait").parse().unwrap();
    assert!((wait - (at - now())).abs() <= 3, "{wait} s, and the screen says {}", at - now());
    while now() <= at {
        pause(100).await;
    }
    let count = feed::codes(email).len() + 1;
    session.perform("resend", json!({})).await.expect(200);
    let new = feed::code(email, count).await;
    session.perform("resend", json!({})).await.refused(429, "too_many_attempts");
    if *old != new {
        session.perform(action, json!({ "code": old })).await.refused(422, "code_wrong");
    }
    session.perform(action, json!({ "code": new })).await.shows(next);
}

#[test]
fn every_kind_of_code_may_be_asked_for_again() {
    run(async {
        let asking = [onboarding().await, confirm().await, reset().await, authenticator().await];
        futures_util::future::join_all(asking.map(again)).await;
    });
}

#[test]
fn one_flow_does_not_mail_without_end() {
    run(async {
        let mut session = land(DEMO, &fresh("u")).await;
        session.perform("continue", json!({})).await.shows("login");
        let mut mails = 0;
        for (to, action) in
            [("onboard_email", "onboarding/email"), ("reset_email", "reset/email")].into_iter().cycle()
        {
            session.perform("goto", json!({ "to": to })).await.shows(to);
            let answer = session.perform(action, json!({ "email": Person::new().email })).await;
            if answer.status == 429 {
                answer.refused(429, "too_many_attempts");
                break;
            }
            answer.expect(200);
            mails += 1;
            assert!(mails <= 20, "nobody stops the mails");
        }
        assert!(mails >= 5, "{mails} mails are not enough for people who mistype");
    });
}

#[test]
fn one_address_is_not_mailed_without_end_from_many_flows() {
    run(async {
        let (_, person) = link(DEMO, &fresh("u")).await;
        let mut mails = 0;
        loop {
            let mut session = land(DEMO, &fresh("u")).await;
            session.perform("continue", json!({})).await.shows("login");
            session.perform("goto", json!({ "to": "reset_email" })).await.shows("reset_email");
            let answer = session.perform("reset/email", json!({ "email": person.email })).await;
            if answer.status == 429 {
                let answer = answer.refused(429, "too_many_attempts");
                assert!(answer.header("retry-after").is_some(), "{answer:?}");
                break;
            }
            answer.shows("reset_code");
            mails += 1;
            assert!(mails <= 40, "nobody stops the mails");
        }
        println!("{mails} mails to one address");
    });
}
