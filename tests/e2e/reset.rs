//! A forgotten password: a mailed code proves the address, and a new password takes the old one's place.

use account_link_tests::feed;
use account_link_tests::journey::{Person, ask_reset, land, land_for, link, login_to, reset_to};
use account_link_tests::partner::DEMO;
use account_link_tests::random::fresh;
use account_link_tests::run;
use account_link_tests::totp::none_of;
use serde_json::{Value, json};

#[test]
fn the_new_password_works_and_the_old_one_does_not() {
    run(async {
        let (_, mut person) = link(DEMO, &fresh("u")).await;
        let old = person.clone();
        let mut session = land(DEMO, &fresh("u")).await;
        reset_to(&mut session, &mut person, "confirm").await;
        assert_eq!(session.view["step"]["email"], person.email.as_str());
        let mut session = land(DEMO, &fresh("u")).await;
        session.perform("continue", json!({})).await.shows("login");
        session.perform("login", old.credentials()).await.refused(401, "credentials_wrong");
        session.perform("login", person.credentials()).await.shows("confirm");
        login_to(&mut land(DEMO, &fresh("u")).await, &person, "confirm").await;
    });
}

/// What is answered and shown, without what differs by nature.
async fn answers_to(email: &str) -> Value {
    let mut session = land(DEMO, &fresh("u")).await;
    ask_reset(&mut session, email).await;
    let mut view = session.view.clone();
    let now = view["now"].as_i64().unwrap() / 1000;
    let wait = view["step"]["resend_at"].as_i64().unwrap() - now;
    assert!((1..=60).contains(&wait), "{wait}");
    for field in ["flow", "user_ext_ref", "now", "expires_at"] {
        view.as_object_mut().unwrap().remove(field);
    }
    assert_eq!(view["step"]["email"], email);
    view["step"]["email"] = Value::Null;
    view["step"]["resend_at"] = Value::Null;
    let wrong = session.perform("reset/code", json!({ "code": "000000" })).await.refused(422, "code_wrong");
    let again = session.perform("resend", json!({})).await.refused(429, "too_many_attempts");
    json!([view, wrong.anonymous(), again.anonymous()])
}

#[test]
fn a_known_address_is_not_given_away() {
    run(async {
        let (_, known) = link(DEMO, &fresh("u")).await;
        let unknown = Person::new();
        assert_eq!(answers_to(&known.email).await, answers_to(&unknown.email).await);
        // Whoever reads the mails sees which is which: the owner of the address.
        let of = |email: String| async move {
            let mine = |mail: &Value| mail["to"] == email.as_str() && mail["link"].is_null();
            feed::mails().wait(1, mine).await.pop().unwrap()
        };
        let told = of(unknown.email.clone()).await;
        assert_eq!(told["code"], Value::Null, "no code that works: {told:#}");
        feed::code(&known.email, 2).await;
        let coded = feed::codes(&known.email).pop().unwrap();
        assert_ne!(told["subject"], coded["subject"]);
        assert_ne!(told["text"], coded["text"]);
        assert!(coded["text"].as_str().unwrap().contains("password"), "{coded:#}");
    });
}

#[test]
fn a_code_resets_once_and_in_its_own_flow() {
    run(async {
        let (_, person) = link(DEMO, &fresh("u")).await;
        let mut one = land(DEMO, &fresh("u")).await;
        ask_reset(&mut one, &person.email).await;
        let first = feed::code(&person.email, 2).await;
        let mut two = land(DEMO, &fresh("u")).await;
        ask_reset(&mut two, &person.email).await;
        let second = feed::code(&person.email, 3).await;
        if first != second {
            two.perform("reset/code", json!({ "code": first })).await.refused(422, "code_wrong");
        }
        two.perform("reset/password", json!({ "password": "a new battery" }))
            .await
            .refused(409, "wrong_step");
        two.perform("reset/code", json!({ "code": second })).await.shows("reset_password");
        assert_eq!(two.view["step"], json!({ "name": "reset_password", "email": person.email }));
        two.perform("reset/code", json!({ "code": second })).await.refused(409, "wrong_step");
        // Used is used, also after a change of mind.
        two.perform("goto", json!({ "to": "reset_email" })).await.shows("reset_email");
        two.perform("reset/password", json!({ "password": "a new battery" }))
            .await
            .refused(409, "wrong_step");
        let again = two.perform("reset/email", json!({ "email": person.email })).await;
        if again.status == 200 {
            assert_eq!(two.perform("reset/code", json!({ "code": second })).await.status, 422);
        } else {
            again.refused(429, "too_many_attempts");
        }
        // Asking changes nothing: the password is the one of before.
        login_to(&mut land(DEMO, &fresh("u")).await, &person, "confirm").await;
    });
}

#[test]
fn a_code_has_five_tries() {
    run(async {
        let (_, person) = link(DEMO, &fresh("u")).await;
        let mut session = land(DEMO, &fresh("u")).await;
        ask_reset(&mut session, &person.email).await;
        let code = feed::code(&person.email, 2).await;
        let wrong = none_of(std::slice::from_ref(&code));
        for _ in 0..5 {
            assert_eq!(session.perform("reset/code", json!({ "code": wrong })).await.status, 422);
        }
        session.perform("reset/code", json!({ "code": code })).await.refused(422, "code_expired");
    });
}

#[test]
fn what_is_no_address_and_no_password_is_said() {
    run(async {
        let (_, mut person) = link(DEMO, &fresh("u")).await;
        let mut session = land(DEMO, &fresh("u")).await;
        session.perform("continue", json!({})).await.shows("login");
        session.perform("goto", json!({ "to": "reset_email" })).await.shows("reset_email");
        for address in ["", "jo@", "a b@example.com"] {
            session.perform("reset/email", json!({ "email": address })).await.refused(400, "email_invalid");
        }
        let shouted = format!(" {} ", person.email.to_uppercase());
        session.perform("reset/email", json!({ "email": shouted })).await.shows("reset_code");
        let code = feed::code(&person.email, 2).await;
        session.perform("reset/code", json!({ "code": code })).await.shows("reset_password");
        let long = "x".repeat(129);
        for (password, code) in [
            ("short pw", "password_too_short"),
            ("password123", "password_common"),
            (long.as_str(), "password_too_long"),
        ] {
            session.perform("reset/password", json!({ "password": password })).await.refused(400, code);
        }
        person.password = fresh("battery");
        session.perform("reset/password", json!({ "password": person.password })).await.shows("confirm");
    });
}

#[test]
fn the_user_may_think_again_at_any_step() {
    run(async {
        let (_, person) = link(DEMO, &fresh("u")).await;
        let mut session = land(DEMO, &fresh("u")).await;
        for there in ["login", "reset_email"] {
            for back in ["reset_email", "login", "onboard_email", "landing"] {
                session.perform("goto", json!({ "to": "landing" })).await;
                session.perform("continue", json!({})).await.shows("login");
                if there == "reset_email" {
                    session.perform("goto", json!({ "to": there })).await.shows(there);
                }
                session.perform("goto", json!({ "to": back })).await.shows(back);
            }
        }
        let mut session = land(DEMO, &fresh("u")).await;
        ask_reset(&mut session, &person.email).await;
        let code = feed::code(&person.email, 2).await;
        session.perform("reset/code", json!({ "code": code })).await.shows("reset_password");
        session.perform("goto", json!({ "to": "login" })).await.shows("login");
        session.perform("login", person.credentials()).await.shows("confirm");
        assert_eq!(session.view["step"]["second_step"]["kind"], "email_code", "nothing was reset");
        session.perform("goto", json!({ "to": "reset_email" })).await.shows("reset_email");
    });
}

#[test]
fn another_account_than_the_linked_one_is_refused_before_anything_changes() {
    run(async {
        let user = fresh("u");
        let ((_, _), (_, other)) = (link(DEMO, &user).await, link(DEMO, &fresh("u")).await);
        let count = feed::codes(&other.email).len() + 1;
        let mut session = land_for(DEMO, &user, "2fa").await;
        ask_reset(&mut session, &other.email).await;
        let code = feed::code(&other.email, count).await;
        session.perform("reset/code", json!({ "code": code })).await.refused(403, "other_account");
        session.read().await.shows("reset_code");
        // Nor is a new account opened there.
        let new = Person::new();
        session.perform("goto", json!({ "to": "onboard_email" })).await.shows("onboard_email");
        session.perform("onboarding/email", json!({ "email": new.email })).await.shows("onboard_code");
        let code = feed::code(&new.email, 1).await;
        session.perform("onboarding/code", json!({ "code": code })).await.refused(403, "other_account");
        let mut session = land(DEMO, &fresh("u")).await;
        login_to(&mut session, &other, "confirm").await;
        assert_eq!(session.view["step"]["second_step"]["kind"], "email_code", "nothing was reset");
    });
}
