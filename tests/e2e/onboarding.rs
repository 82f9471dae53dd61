//! A new account: address, code, password, and the link made with the code of the same flow.

use account_link_tests::feed;
use account_link_tests::journey::{Person, land, onboard};
use account_link_tests::partner::DEMO;
use account_link_tests::random::fresh;
use account_link_tests::run;
use serde_json::json;

#[test]
fn a_user_opens_an_account_and_links_it() {
    run(async {
        let (user, person) = (fresh("u"), Person::new());
        let mut session = land(DEMO, &user).await;
        let code = onboard(&mut session, &person).await;
        let step = &session.view["step"];
        assert_eq!(step["email"], person.email.as_str());
        assert_eq!(step["second_step"]["kind"], "onboarding_code");
        let reply = session.perform("confirm", json!({ "code": code })).await.shows("ended/linked");
        let outcome = &reply.json()["view"]["step"]["outcome"];
        assert_eq!(outcome["result"], "linked");
        assert_eq!(outcome["link_status"], "LINKED");
        assert_eq!(outcome["masked_account"], "j•••@example.com");
        session.read().await.shows("ended/linked");
        let mails = feed::codes(&person.email);
        assert_eq!(mails.len(), 1, "one mail was enough: {mails:#?}");
        assert!(mails[0]["text"].as_str().unwrap().contains("Demo Market"), "the mail names the partner");
    });
}

#[test]
fn spaces_in_a_code_do_not_matter() {
    run(async {
        let (mut session, person) = (land(DEMO, &fresh("u")).await, Person::new());
        session.perform("continue", json!({})).await.shows("login");
        session.perform("goto", json!({ "to": "onboard_email" })).await.shows("onboard_email");
        let shouted = format!("  {} ", person.email.to_uppercase());
        session.perform("onboarding/email", json!({ "email": shouted })).await.shows("onboard_code");
        let code = feed::code(&person.email, 1).await;
        let spaced = format!(" {} {} ", &code[..3], &code[3..]);
        session.perform("onboarding/code", json!({ "code": spaced })).await.shows("onboard_password");
    });
}

#[test]
fn what_is_no_address_or_no_password_is_said() {
    run(async {
        let (mut session, person) = (land(DEMO, &fresh("u")).await, Person::new());
        session.perform("continue", json!({})).await.shows("login");
        session.perform("goto", json!({ "to": "onboard_email" })).await.shows("onboard_email");
        for address in ["", "jo", "jo@", "@example.com", "jo@host", "a b@example.com", "jo@exa\nmple.com"] {
            session
                .perform("onboarding/email", json!({ "email": address }))
                .await
                .refused(400, "email_invalid");
        }
        session.perform("onboarding/email", json!({ "email": person.email })).await.shows("onboard_code");
        let code = feed::code(&person.email, 1).await;
        session.perform("onboarding/code", json!({ "code": code })).await.shows("onboard_password");
        for (password, terms, code) in [
            ("short pw", true, "password_too_short"),
            ("password123", true, "password_common"),
            ("x".repeat(129).as_str(), true, "password_too_long"),
            (person.password.as_str(), false, "terms_required"),
        ] {
            let body = json!({ "password": password, "terms": terms });
            session.perform("onboarding/password", body).await.refused(400, code);
        }
        let body = json!({ "password": person.password, "terms": true });
        session.perform("onboarding/password", body).await.shows("confirm");
    });
}

#[test]
fn a_known_address_is_not_given_away() {
    run(async {
        let person = Person::new();
        let mut first = land(DEMO, &fresh("u")).await;
        onboard(&mut first, &person).await;
        // Whoever types the address of an account sees what a new address would show.
        let mut second = land(DEMO, &fresh("u")).await;
        second.perform("continue", json!({})).await.shows("login");
        second.perform("goto", json!({ "to": "onboard_email" })).await.shows("onboard_email");
        second.perform("onboarding/email", json!({ "email": person.email })).await.shows("onboard_code");
        second.perform("onboarding/code", json!({ "code": "000000" })).await.refused(422, "code_wrong");
        let mails = feed::mails().wait(2, |mail| mail["to"] == person.email.as_str()).await;
        assert_eq!(mails.len(), 2);
    });
}

#[test]
fn the_user_may_go_back_and_take_another_address() {
    run(async {
        let (mut session, one, two) = (land(DEMO, &fresh("u")).await, Person::new(), Person::new());
        session.perform("continue", json!({})).await.shows("login");
        session.perform("goto", json!({ "to": "landing" })).await.shows("landing");
        session.perform("continue", json!({})).await.shows("login");
        session.perform("goto", json!({ "to": "onboard_email" })).await.shows("onboard_email");
        session.perform("onboarding/email", json!({ "email": one.email })).await.shows("onboard_code");
        let old = feed::code(&one.email, 1).await;
        session.perform("goto", json!({ "to": "onboard_email" })).await.shows("onboard_email");
        session.perform("onboarding/email", json!({ "email": two.email })).await.shows("onboard_code");
        let new = feed::code(&two.email, 1).await;
        if old != new {
            session.perform("onboarding/code", json!({ "code": old })).await.refused(422, "code_wrong");
        }
        session.perform("onboarding/code", json!({ "code": new })).await.shows("onboard_password");
        assert_eq!(session.view["step"]["email"], two.email.as_str());
        session.perform("goto", json!({ "to": "login" })).await.shows("login");
        session.perform("goto", json!({ "to": "confirm" })).await.expect(400);
    });
}
