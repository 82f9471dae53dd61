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
        let mut visit = land(DEMO, &user).await;
        let code = onboard(&mut visit, &person).await;
        for _ in 0..4 {
            visit.act("confirm", json!({ "code": another(&code) })).await.refused(422, "code_wrong");
        }
        let fifth = visit.act("confirm", json!({ "code": another(&code) })).await;
        assert_eq!(fifth.status, 422, "{fifth:?}");
        visit.act("confirm", json!({ "code": code })).await.refused(422, "code_expired");
        visit.read().await.shows("confirm");
        assert_eq!(DEMO.status(&user).await["link_status"], "PENDING");
    });
}

#[test]
fn the_fifth_try_may_be_the_right_one() {
    run(async {
        let (mut visit, person) = (land(DEMO, &fresh("u")).await, Person::new());
        let code = onboard(&mut visit, &person).await;
        for _ in 0..4 {
            visit.act("confirm", json!({ "code": another(&code) })).await.refused(422, "code_wrong");
        }
        visit.act("confirm", json!({ "code": code })).await.shows("ended/linked");
    });
}

#[test]
fn a_code_of_the_onboarding_has_five_tries() {
    run(async {
        let (mut visit, person) = (land(DEMO, &fresh("u")).await, Person::new());
        visit.act("continue", json!({})).await.shows("login");
        visit.act("goto", json!({ "to": "onboard_email" })).await.shows("onboard_email");
        visit.act("onboarding/email", json!({ "email": person.email })).await.shows("onboard_code");
        let code = feed::code(&person.email, 1).await;
        for _ in 0..5 {
            let body = json!({ "code": another(&code) });
            assert_eq!(visit.act("onboarding/code", body).await.status, 422);
        }
        visit.act("onboarding/code", json!({ "code": code })).await.refused(422, "code_expired");
    });
}

#[test]
fn what_is_no_code_costs_no_try() {
    run(async {
        let (mut visit, person) = (land(DEMO, &fresh("u")).await, Person::new());
        let code = onboard(&mut visit, &person).await;
        for typed in ["", "12345", "1234567", "abcdef", "12345a", "１２３４５６"] {
            let response = visit.act("confirm", json!({ "code": typed })).await;
            assert!((400..=422).contains(&response.status), "{typed:?}: {response:?}");
        }
        visit.act("confirm", json!({ "code": code })).await.shows("ended/linked");
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
            let response = two.act("confirm", json!({ "code": code_one })).await;
            assert_eq!(response.status, 422, "the code of one flow in another: {response:?}");
        }
        two.act("confirm", json!({ "code": code_two })).await.shows("ended/linked");
        assert_eq!(DEMO.status(&a).await["link_status"], "PENDING");
        // And a code that was used is used.
        let mut three = land(DEMO, &fresh("u")).await;
        login(&mut three, &person, 4).await;
        assert_eq!(three.act("confirm", json!({ "code": code_two })).await.status, 422);
    });
}

#[test]
fn another_code_may_be_asked_for_but_not_at_once() {
    run(async {
        let (mut visit, person) = (land(DEMO, &fresh("u")).await, Person::new());
        visit.act("resend", json!({})).await.refused(409, "wrong_step");
        onboard(&mut visit, &person).await;
        let now = visit.view["now"].as_i64().unwrap() / 1000;
        let resend_at = visit.view["step"]["second_step"]["resend_at"].as_i64().unwrap();
        assert!((1..=60).contains(&(resend_at - now)), "in {} s", resend_at - now);
        let response = visit.act("resend", json!({})).await.refused(429, "too_many_attempts");
        let wait: i64 = response.header("retry-after").expect("a time to wait").parse().unwrap();
        assert!((1..=60).contains(&wait), "{wait}");
    });
}
