//! The second step becomes another one while a screen asks for it: the screen is led to that one, and nobody is stranded.

use account_link_tests::browser::Session;
use account_link_tests::factor::{ask, bind, bound, code};
use account_link_tests::journey::{land, link, login};
use account_link_tests::partner::DEMO;
use account_link_tests::random::fresh;
use account_link_tests::{feed, run};
use serde_json::json;

/// What the screen asks for, once it has read the flow again.
async fn kind_asked_for(session: &mut Session) -> String {
    session.read().await.shows("confirm");
    session.view["step"]["second_step"]["kind"].as_str().expect("a kind").to_owned()
}

#[test]
fn an_app_that_is_bound_meanwhile_is_asked_for() {
    run(async {
        for action in ["confirm", "resend"] {
            let (_, person) = link(DEMO, &fresh("u")).await;
            let mut session = land(DEMO, &fresh("u")).await;
            let mailed = login(&mut session, &person, 2).await;
            let mut factor = bind(&person).await;
            let mails = feed::codes(&person.email).len();
            let body = if action == "confirm" { code(&mailed) } else { json!({}) };
            session.perform(action, body).await.refused(409, "wrong_step");
            assert_eq!(kind_asked_for(&mut session).await, "totp");
            assert_eq!(feed::codes(&person.email).len(), mails, "no code that is good for nothing");
            session.perform("confirm", code(&factor.app.next().await)).await.shows("ended/linked");
        }
    });
}

#[test]
fn where_the_app_is_removed_meanwhile_a_code_is_mailed() {
    run(async {
        let (_, person) = link(DEMO, &fresh("u")).await;
        let mut factor = bind(&person).await;
        let mut session = ask(&person, &fresh("u")).await;
        let removed = bound(&person).await.perform("authenticator/remove", code(&factor.recovery[0])).await;
        removed.shows("ended/done");
        let count = feed::codes(&person.email).len() + 1;
        session.perform("confirm", code(&factor.app.next().await)).await.refused(409, "wrong_step");
        assert_eq!(kind_asked_for(&mut session).await, "email_code");
        let mailed = feed::code(&person.email, count).await;
        session.perform("confirm", code(&mailed)).await.shows("ended/linked");
    });
}
