//! `provider=choose`: the user picks one of the partner's providers, may pick again, and the link is owned as any other.

use account_link_tests::browser::{Browser, Session, follow};
use account_link_tests::journey::{Person, onboard};
use account_link_tests::partner::{DAYS, DEMO, Link};
use account_link_tests::payway::{self, approve, settle};
use account_link_tests::random::fresh;
use account_link_tests::{now, raw_http, run};
use serde_json::{Value, json};

fn choose(user: &str) -> Link {
    payway::link(DEMO, user).with("provider", "choose")
}

async fn land(link: &Link) -> Session {
    Browser::new().enter(&follow(&link.sign()).await).await
}

#[test]
fn the_user_chooses_among_the_partners_providers() {
    run(async {
        let user = fresh("u");
        let mut session = land(&choose(&user)).await;
        assert_eq!(session.view["step"], json!({ "name": "choose", "providers": ["cabital", "payway"] }));
        assert_eq!((&session.view["provider"], &session.view["scope"]), (&Value::Null, &Value::Null));
        session.perform("continue", json!({})).await.refused(409, "wrong_step");
        session.perform("choose", json!({ "provider": "payway" })).await.shows("landing");
        let said = (&session.view["provider"], &session.view["scope"], &session.view["chosen"]);
        assert_eq!(said, (&json!("payway"), &json!({ "name": "saved_account", "values": {} }), &json!(true)));
        session.perform("continue", json!({})).await.shows("scan");
        approve(&session).await;
        settle(&mut session, "ended/linked", 5).await;
        assert_eq!(payway::status(DEMO, &user).await["link_status"], "LINKED");
        DEMO.call("GET", &format!("/api/v1/links/{user}")).await.refused(404, "not_found");
    });
}

#[test]
fn the_user_may_choose_again() {
    run(async {
        let user = fresh("u");
        let mut session = land(&choose(&user)).await;
        session.perform("choose", json!({ "provider": "payway" })).await.shows("landing");
        session.perform("goto", json!({ "to": "choose" })).await.shows("choose");
        session.perform("choose", json!({ "provider": "cabital" })).await.shows("landing");
        assert_eq!(
            (&session.view["provider"], &session.view["scope"]),
            (&json!("cabital"), &json!({ "name": "profile", "values": {} }))
        );
        session.perform("goto", json!({ "to": "choose" })).await.shows("choose");
        assert_eq!(session.view["step"]["providers"], json!(["cabital", "payway"]));
        session.perform("choose", json!({ "provider": "cabital" })).await.shows("landing");
        let code = onboard(&mut session, &Person::new()).await;
        session.perform("confirm", json!({ "code": code })).await.shows("ended/linked");
        assert_eq!(DEMO.status(&user).await["link_status"], "LINKED");
        let payway = payway::status(DEMO, &user).await;
        assert_ne!(payway["link_status"], "LINKED", "{payway}");
    });
}

#[test]
fn only_what_is_offered_can_be_chosen_and_only_once_asked() {
    run(async {
        let mut session = land(&choose(&fresh("u"))).await;
        for body in [json!({}), json!({ "provider": "nobank" }), json!({ "provider": "payway", "x": 1 })] {
            session.perform("choose", body).await.refused(400, "invalid_request");
        }
        session.perform("goto", json!({ "to": "login" })).await.refused(409, "wrong_step");
        session.read().await.shows("choose");
        let mut one = land(&payway::link(DEMO, &fresh("u"))).await;
        one.perform("choose", json!({ "provider": "cabital" })).await.refused(409, "wrong_step");
        one.perform("goto", json!({ "to": "choose" })).await.refused(409, "wrong_step");
        one.read().await.shows("landing");
    });
}

#[test]
fn a_provider_whose_parameters_are_not_right_is_not_offered() {
    run(async {
        let good = choose(&fresh("u"));
        for (name, bad) in [("currency", "EUR"), ("token_flag", ""), ("return_to", "nowhere")] {
            // One is left: there is nothing to choose.
            let session = land(&good.clone().with("user_ext_ref", &fresh("u")).with(name, bad)).await;
            assert_eq!(session.view["step"]["name"], "landing", "{name}");
            assert_eq!(session.view["provider"], "cabital");
            assert_eq!(session.view["chosen"], false, "nothing to go back to");
        }
        let bare = DEMO.link(&fresh("u")).with("provider", "choose");
        assert_eq!(land(&bare).await.view["provider"], "cabital");
        raw_http::open(&good.with("store_colour", "x").sign()).await.refused(400, "unknown_parameter");
        let one = DAYS.link(&fresh("u")).with("provider", "choose");
        assert_eq!(land(&one).await.view["step"]["name"], "landing", "the partner has but one");
    });
}

#[test]
fn the_first_browser_owns_the_link_before_and_after_the_choice() {
    run(async {
        let link = choose(&fresh("u")).with("timestamp", &now().to_string()).sign();
        let owner = Browser::new();
        let mut session = owner.enter(&follow(&link).await).await;
        for step in ["choose", "landing", "scan"] {
            match step {
                "landing" => {
                    drop(session.perform("choose", json!({ "provider": "payway" })).await.shows(step))
                }
                "scan" => drop(session.perform("continue", json!({})).await.shows(step)),
                _ => {}
            }
            let (thief, opening) = (Browser::new(), follow(&link).await);
            thief.page(&opening).await.expect(200);
            thief.redeem(&opening).await.refused(409, "link_already_opened");
            let joined = owner.enter(&follow(&link).await).await;
            assert_eq!((&joined.flow, &joined.view["step"]["name"]), (&session.flow, &json!(step)));
            session.read().await.shows(step);
        }
        approve(&session).await;
        settle(&mut session, "ended/linked", 5).await;
    });
}

#[test]
fn a_choice_that_is_cancelled_leaves_no_link() {
    run(async {
        let user = fresh("u");
        let mut session = land(&choose(&user)).await;
        session.perform("cancel", json!({})).await.shows("ended/cancelled");
        assert_eq!(session.view["step"]["outcome"]["result"], "cancelled");
        for provider in ["cabital", "payway"] {
            let answer = DEMO.call("GET", &format!("/api/v1/links/{user}?provider={provider}")).await;
            let ended = answer.status == 404 || answer.json()["link_status"] == "UNLINKED";
            assert!(ended, "{answer:?}");
        }
    });
}

#[test]
fn choosing_what_is_linked_already_shows_that() {
    run(async {
        let user = fresh("u");
        payway::linked(DEMO, &user).await;
        let mut session = land(&choose(&user)).await;
        session.read().await.shows("choose");
        session.perform("choose", json!({ "provider": "payway" })).await.shows("ended/already_linked");
        assert_eq!(payway::status(DEMO, &user).await["sequence"], 1);
    });
}
