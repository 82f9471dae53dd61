//! The second step becomes another one while a screen asks for it: the screen is led to that one, and nobody is stranded.

use account_link_tests::browser::Visit;
use account_link_tests::factor::{ask, bind, bound, code};
use account_link_tests::journey::{land, link, login};
use account_link_tests::partner::DEMO;
use account_link_tests::random::fresh;
use account_link_tests::{feed, run};
use serde_json::json;

/// What the screen asks for, once it has read the flow again.
async fn asks(visit: &mut Visit) -> String {
    visit.read().await.shows("confirm");
    visit.view["step"]["second_step"]["kind"].as_str().expect("a kind").to_owned()
}

#[test]
fn an_app_that_is_bound_meanwhile_is_asked_for() {
    run(async {
        for act in ["confirm", "resend"] {
            let (_, person) = link(DEMO, &fresh("u")).await;
            let mut visit = land(DEMO, &fresh("u")).await;
            let mailed = login(&mut visit, &person, 2).await;
            let mut factor = bind(&person).await;
            let mails = feed::codes(&person.email).len();
            let body = if act == "confirm" { code(&mailed) } else { json!({}) };
            visit.act(act, body).await.refused(409, "wrong_step");
            assert_eq!(asks(&mut visit).await, "totp");
            assert_eq!(feed::codes(&person.email).len(), mails, "no code that is good for nothing");
            visit.act("confirm", code(&factor.app.next().await)).await.shows("ended/linked");
        }
    });
}

#[test]
fn where_the_app_is_removed_meanwhile_a_code_is_mailed() {
    run(async {
        let (_, person) = link(DEMO, &fresh("u")).await;
        let mut factor = bind(&person).await;
        let mut visit = ask(&person, &fresh("u")).await;
        let removed = bound(&person).await.act("authenticator/remove", code(&factor.recovery[0])).await;
        removed.shows("ended/done");
        let count = feed::codes(&person.email).len() + 1;
        visit.act("confirm", code(&factor.app.next().await)).await.refused(409, "wrong_step");
        assert_eq!(asks(&mut visit).await, "email_code");
        let mailed = feed::code(&person.email, count).await;
        visit.act("confirm", code(&mailed)).await.shows("ended/linked");
    });
}
