//! The ends of a flow: what the screen shows, where it goes, and what the partner can ask about it.

use account_link_tests::browser::{Browser, follow};
use account_link_tests::feed;
use account_link_tests::journey::{Person, land, link, onboard};
use account_link_tests::partner::DEMO;
use account_link_tests::random::fresh;
use account_link_tests::{pause, run};
use serde_json::{Value, json};

/// The parameters of a return URL, each of which stands there once.
fn parameters(url: &Value) -> Vec<(String, String)> {
    let url = url::Url::parse(url.as_str().expect("a URL")).expect("a URL");
    assert_eq!(url.origin().ascii_serialization(), DEMO.site());
    assert_eq!(url.path(), "/linked");
    url.query_pairs().into_owned().collect()
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

#[test]
fn linked_goes_back_with_the_partners_own_parameters_and_ours() {
    run(async {
        let (user, person) = (fresh("u &="), Person::new());
        let place = format!("{}/linked?from=a%20b&result=forged&state=forged&x=1", DEMO.site());
        let signed = DEMO.link(&user).with("redirect_url", &place).with("state", "s&=?é").sign();
        let mut session = Browser::new().enter(&follow(&signed).await).await;
        let code = onboard(&mut session, &person).await;
        session.perform("confirm", json!({ "code": code })).await.shows("ended/linked");
        let expected = pairs(&[
            ("from", "a b"),
            ("x", "1"),
            ("result", "linked"),
            ("link_status", "LINKED"),
            ("user_ext_ref", &user),
            ("state", "s&=?é"),
        ]);
        assert_eq!(parameters(&session.view["step"]["outcome"]["return_url"]), expected);
    });
}

#[test]
fn cancelled_closes_the_link_and_makes_no_callback() {
    run(async {
        let user = fresh("u");
        let mut session = land(DEMO, &user).await;
        session.perform("continue", json!({})).await.shows("login");
        assert_eq!(DEMO.status(&user).await["link_status"], "PENDING");
        session.perform("cancel", json!({})).await.shows("ended/cancelled");
        let outcome = &session.view["step"]["outcome"];
        assert_eq!(outcome["result"], "cancelled");
        let expected =
            pairs(&[("result", "cancelled"), ("link_status", "UNLINKED"), ("user_ext_ref", &user)]);
        assert_eq!(parameters(&outcome["return_url"]), expected);
        let status = DEMO.status(&user).await;
        assert_eq!((&status["link_status"], &status["reason"]), (&json!("UNLINKED"), &json!("cancelled")));
        session.read().await.shows("ended/cancelled");
        session.perform("continue", json!({})).await.refused(409, "wrong_step");
        pause(300).await;
        assert!(feed::callbacks().all(feed::about(&user)).is_empty());
        // A new link begins anew.
        let mut again = land(DEMO, &user).await;
        again.read().await.shows("landing");
        assert_eq!(DEMO.status(&user).await["link_status"], "PENDING");
    });
}

#[test]
fn a_linked_link_opened_again_shows_that_it_is() {
    run(async {
        let user = fresh("u");
        let (mut first, _) = link(DEMO, &user).await;
        let before = DEMO.status(&user).await;
        let mut again = land(DEMO, &user).await;
        again.read().await.shows("ended/already_linked");
        let outcome = &again.view["step"]["outcome"];
        assert_eq!((&outcome["result"], &outcome["link_status"]), (&json!("linked"), &json!("LINKED")));
        again.perform("continue", json!({})).await.refused(409, "wrong_step");
        again.perform("cancel", json!({})).await;
        assert_eq!(DEMO.status(&user).await, before, "looking at it changed nothing");
        first.read().await.shows("ended/linked");
    });
}

#[test]
fn a_link_that_ended_may_be_made_again_under_a_new_account_id() {
    run(async {
        let user = fresh("u");
        let (_, person) = link(DEMO, &user).await;
        let old = DEMO.status(&user).await["account_uuid"].clone();
        DEMO.unlink(&user).await.expect(204);
        let mut session = land(DEMO, &user).await;
        let code = account_link_tests::journey::login(&mut session, &person, 2).await;
        session.perform("confirm", json!({ "code": code })).await.shows("ended/linked");
        let status = DEMO.status(&user).await;
        assert_eq!((&status["link_status"], &status["sequence"]), (&json!("LINKED"), &json!(3)));
        assert_ne!(status["account_uuid"], old);
    });
}

#[test]
fn a_link_that_the_partner_ended_meanwhile_cannot_be_confirmed() {
    run(async {
        let (user, person) = (fresh("u"), Person::new());
        let mut session = land(DEMO, &user).await;
        let code = onboard(&mut session, &person).await;
        DEMO.unlink(&user).await.expect(204);
        let status = DEMO.status(&user).await;
        assert_eq!((&status["link_status"], &status["reason"]), (&json!("UNLINKED"), &json!("cancelled")));
        let response = session.perform("confirm", json!({ "code": code })).await;
        assert_ne!(response.step(), "ended/linked", "{response:?}");
        assert!(response.status < 500, "{response:?}");
        assert_eq!(DEMO.status(&user).await["link_status"], "UNLINKED");
    });
}
