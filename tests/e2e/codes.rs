//! Mailed codes: bound to their flow and account, five tries, one that counts.

use account_link_tests::feed;
use account_link_tests::journey::{Person, land, link, login, onboard};
use account_link_tests::partner::DEMO;
use account_link_tests::random::fresh;
use account_link_tests::run;
use serde_json::json;

/// A code that is not this one.
fn another(code: &str) -> String {
    let number: u32 = code.parse().expect("digits");
    format!("{:06}", (number + 1) % 1_000_000)
}

#[test]
fn a_code_has_five_tries() {
    run(async {
        let (user, person) = (fresh("u"), Person::new());
        let mut session = land(DEMO, &user).await;
        let code = onboard(&mut session, &person).await;
        for _ in 0..4 {
            session.perform("confirm", json!({ "code": another(&code) })).await.refused(422, "code_wrong");
        }
        let fifth = session.perform("confirm", json!({ "code": another(&code) })).await;
        assert_eq!(fifth.status, 422, "{fifth:?}");
        session.perform("confirm", json!({ "code": code })).await.refused(422, "code_expired");
        session.read().await.shows("confirm");
        assert_eq!(DEMO.status(&user).await["link_status"], "PENDING");
    });
}

#[test]
fn the_fifth_try_may_be_the_right_one() {
    run(async {
        let (mut session, person) = (land(DEMO, &fresh("u")).await, Person::new());
        let code = onboard(&mut session, &person).await;
        for _ in 0..4 {
            session.perform("confirm", json!({ "code": another(&code) })).await.refused(422, "code_wrong");
        }
        session.perform("confirm", json!({ "code": code })).await.shows("ended/linked");
    });
}

#[test]
fn a_code_of_the_onboarding_has_five_tries() {
    run(async {
        let (mut session, person) = (land(DEMO, &fresh("u")).await, Person::new());
        session.perform("continue", json!({})).await.shows("login");
        session.perform("goto", json!({ "to": "onboard_email" })).await.shows("onboard_email");
        session.perform("onboarding/email", json!({ "email": person.email })).await.shows("onboard_code");
        let code = feed::code(&person.email, 1).await;
        for _ in 0..5 {
            let body = json!({ "code": another(&code) });
            assert_eq!(session.perform("onboarding/code", body).await.status, 422);
        }
        session.perform("onboarding/code", json!({ "code": code })).await.refused(422, "code_expired");
    });
}

#[test]
fn what_is_no_code_costs_no_try() {
    run(async {
        let (mut session, person) = (land(DEMO, &fresh("u")).await, Person::new());
        let code = onboard(&mut session, &person).await;
        for typed in ["", "12345", "1234567", "abcdef", "12345a", "１２３４５６"] {
            let response = session.perform("confirm", json!({ "code": typed })).await;
            assert!((400..=422).contains(&response.status), "{typed:?}: {response:?}");
        }
        session.perform("confirm", json!({ "code": code })).await.shows("ended/linked");
    });
}

#[test]
fn a_code_counts_in_its_own_flow_only() {
    run(async {
        let (_, person) = link(DEMO, &fresh("u")).await;
        let (a, b) = (fresh("u"), fresh("u"));
        let (mut one, mut two) = (land(DEMO, &a).await, land(DEMO, &b).await);
        let code_one = login(&mut one, &person, 2).await;
        let code_two = login(&mut two, &person, 3).await;
        if code_one != code_two {
            let response = two.perform("confirm", json!({ "code": code_one })).await;
            assert_eq!(response.status, 422, "the code of one flow in another: {response:?}");
        }
        two.perform("confirm", json!({ "code": code_two })).await.shows("ended/linked");
        assert_eq!(DEMO.status(&a).await["link_status"], "PENDING");
        // And a code that was used is used.
        let mut three = land(DEMO, &fresh("u")).await;
        login(&mut three, &person, 4).await;
        assert_eq!(three.perform("confirm", json!({ "code": code_two })).await.status, 422);
    });
}

#[test]
fn another_code_may_be_asked_for_but_not_at_once() {
    run(async {
        let (mut session, person) = (land(DEMO, &fresh("u")).await, Person::new());
        session.perform("resend", json!({})).await.refused(409, "wrong_step");
        onboard(&mut session, &person).await;
        let now = session.view["now"].as_i64().unwrap() / 1000;
        let resend_at = session.view["step"]["second_step"]["resend_at"].as_i64().unwrap();
        assert!((1..=60).contains(&(resend_at - now)), "in {} s", resend_at - now);
        let response = session.perform("resend", json!({})).await.refused(429, "too_many_attempts");
        let wait: i64 = response.header("retry-after").expect("a time to wait").parse().unwrap();
        assert!((1..=60).contains(&wait), "{wait}");
    });
}
