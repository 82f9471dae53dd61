//! The same write twice: a lost answer, a double click, a retry after a rotation. Nothing happens twice.

use account_link_tests::browser::Browser;
use account_link_tests::feed;
use account_link_tests::journey::{Person, land, land_in, onboard};
use account_link_tests::partner::DEMO;
use account_link_tests::random::fresh;
use account_link_tests::{pause, run};
use serde_json::json;

#[test]
fn a_confirm_that_is_repeated_is_answered_again_also_with_the_old_session() {
    run(async {
        for browser in [Browser::new(), Browser::without_cookies()] {
            let (user, person) = (fresh("u"), Person::new());
            let mut session = land_in(&browser, DEMO, &user).await;
            let code = onboard(&mut session, &person).await;
            let confirm = session.request("confirm", &json!({ "code": code }), &fresh("confirm"));
            let first = confirm.send().await.shows("ended/linked");
            let again = confirm.send().await.shows("ended/linked");
            assert_eq!(first.json()["view"]["step"], again.json()["view"]["step"]);
            // The rotated session goes on from the repeated answer.
            session.keep(&again);
            session.read().await.shows("ended/linked");
            let status = DEMO.status(&user).await;
            assert_eq!(status["sequence"], 1);
            pause(300).await;
            assert_eq!(feed::callbacks().all(feed::about(&user)).len(), 1);
            // The old session repeats that one write, and does nothing else.
            let mut other = confirm.clone().header("idempotency-key", &fresh("other"));
            let refused = other.send().await;
            assert!([401, 409].contains(&refused.status), "{refused:?}");
            other.method = "GET";
            other.body = None;
            other.url = other.url.replace("/confirm", "");
            other.send().await.refused(401, "session_missing");
        }
    });
}

#[test]
fn a_mail_is_sent_once_for_one_write() {
    run(async {
        let (mut session, person) = (land(DEMO, &fresh("u")).await, Person::new());
        session.perform("continue", json!({})).await.shows("login");
        session.perform("goto", json!({ "to": "onboard_email" })).await.shows("onboard_email");
        let ask = session.request("onboarding/email", &json!({ "email": person.email }), &fresh("mail"));
        for _ in 0..3 {
            ask.send().await.shows("onboard_code");
        }
        let code = feed::code(&person.email, 1).await;
        pause(500).await;
        assert_eq!(feed::codes(&person.email).len(), 1);
        session.perform("onboarding/code", json!({ "code": code })).await.shows("onboard_password");
    });
}

#[test]
fn an_account_is_opened_and_a_login_made_once_for_one_write() {
    run(async {
        let person = Person::new();
        let mut session = land(DEMO, &fresh("u")).await;
        session.perform("continue", json!({})).await.shows("login");
        session.perform("goto", json!({ "to": "onboard_email" })).await.shows("onboard_email");
        session.perform("onboarding/email", json!({ "email": person.email })).await.shows("onboard_code");
        let code = feed::code(&person.email, 1).await;
        session.perform("onboarding/code", json!({ "code": code })).await.shows("onboard_password");
        let body = json!({ "password": person.password, "terms": true });
        let choose = session.request("onboarding/password", &body, &fresh("password"));
        choose.send().await.shows("confirm");
        let again = choose.send().await.shows("confirm");
        session.keep(&again);
        session.perform("confirm", json!({ "code": code })).await.shows("ended/linked");

        let mut second = land(DEMO, &fresh("u")).await;
        second.perform("continue", json!({})).await.shows("login");
        let body = json!({ "email": person.email, "password": person.password });
        let login = second.request("login", &body, &fresh("login"));
        login.send().await.shows("confirm");
        second.keep(&login.send().await.shows("confirm"));
        let code = feed::code(&person.email, 2).await;
        pause(500).await;
        assert_eq!(feed::codes(&person.email).len(), 2);
        second.perform("confirm", json!({ "code": code })).await.shows("ended/linked");
    });
}

#[test]
fn a_refusal_is_not_remembered() {
    run(async {
        let (mut session, person) = (land(DEMO, &fresh("u")).await, Person::new());
        let code = onboard(&mut session, &person).await;
        let id = fresh("confirm");
        let wrong = if code == "000000" { "000001" } else { "000000" };
        session.request("confirm", &json!({ "code": wrong }), &id).send().await.refused(422, "code_wrong");
        session.request("confirm", &json!({ "code": code }), &id).send().await.shows("ended/linked");
    });
}
