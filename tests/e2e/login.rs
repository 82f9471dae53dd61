//! An account there is: logging in grants the confirm screen, a mailed code makes the link.

use account_link_tests::browser::Browser;
use account_link_tests::journey::{Person, land, land_in, link, login};
use account_link_tests::partner::DEMO;
use account_link_tests::random::fresh;
use account_link_tests::{feed, run};
use serde_json::{Value, json};

#[test]
fn one_account_may_have_many_links() {
    run(async {
        let (one, two) = (fresh("u"), fresh("u"));
        let (_, person) = link(DEMO, &one).await;
        for browser in [Browser::new(), Browser::without_cookies()] {
            let user = format!("{two}-{}", browser.cookie("none").is_none());
            let mut session = land_in(&browser, DEMO, &user).await;
            let mails = feed::codes(&person.email).len();
            let before = session.secret();
            let code = login(&mut session, &person, mails + 1).await;
            assert_ne!(session.secret(), before, "the session is new after the login");
            assert_eq!(session.view["step"]["second_step"]["kind"], "email_code");
            let before = session.secret();
            session.perform("confirm", json!({ "code": code })).await.shows("ended/linked");
            assert_ne!(session.secret(), before, "the session is new after the second step");
            assert_eq!(DEMO.status(&user).await["email_address"], person.email.as_str());
            DEMO.unlink(&user).await.expect(204);
        }
        let mail = feed::codes(&person.email).pop().unwrap();
        let text = mail["text"].as_str().unwrap();
        assert!(text.contains("Demo Market") && text.contains("link"), "the mail says what it does: {text}");
        assert_eq!(DEMO.status(&one).await["link_status"], "LINKED");
    });
}

#[test]
fn the_mail_names_the_user_label() {
    run(async {
        let (_, person) = link(DEMO, &fresh("u")).await;
        let signed = DEMO.link(&fresh("u")).with("user_label", "Dara's bakery").sign();
        let mut session = Browser::new().enter(&account_link_tests::browser::follow(&signed).await).await;
        login(&mut session, &person, 2).await;
        let mail = feed::codes(&person.email).pop().unwrap();
        assert!(mail["text"].as_str().unwrap().contains("Dara's bakery"), "{mail:#}");
    });
}

async fn wrong(person: &Person, password: &str) -> Value {
    let mut session = land(DEMO, &fresh("u")).await;
    session.perform("continue", json!({})).await.shows("login");
    let body = json!({ "email": person.email, "password": password });
    let response = session.perform("login", body).await.refused(401, "credentials_wrong");
    session.read().await.shows("login");
    response.anonymous()
}

#[test]
fn a_wrong_password_and_an_unknown_address_are_answered_alike() {
    run(async {
        let (_, person) = link(DEMO, &fresh("u")).await;
        assert_eq!(wrong(&person, "not the password").await, wrong(&Person::new(), "not the password").await);
    });
}

#[test]
fn too_many_guesses_have_to_wait_whether_or_not_the_account_exists() {
    run(async {
        let (_, known) = link(DEMO, &fresh("u")).await;
        for person in [known, Person::new()] {
            let mut session = land(DEMO, &fresh("u")).await;
            session.perform("continue", json!({})).await.shows("login");
            let mut guesses = 0;
            let limited = loop {
                let body = json!({ "email": person.email, "password": format!("guess number {guesses}") });
                let response = session.perform("login", body).await;
                if response.status == 429 {
                    break response.refused(429, "too_many_attempts");
                }
                response.refused(401, "credentials_wrong");
                guesses += 1;
                assert!(guesses < 20, "nobody stops the guessing");
            };
            assert!((5..=10).contains(&guesses), "{guesses} guesses were taken");
            let wait: u32 = limited.header("retry-after").expect("a time to wait").parse().expect("seconds");
            assert!((1..=3600).contains(&wait), "{wait}");
            // The right password has to wait, too: who guesses learns nothing.
            let body = json!({ "email": person.email, "password": person.password });
            session.perform("login", body.clone()).await.refused(429, "too_many_attempts");
            let mut elsewhere = land(DEMO, &fresh("u")).await;
            elsewhere.perform("continue", json!({})).await.shows("login");
            elsewhere.perform("login", body).await.refused(429, "too_many_attempts");
        }
    });
}
