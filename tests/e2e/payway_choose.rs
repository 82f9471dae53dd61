//! `provider=choose`: the user picks one of the partner's providers, may pick again, and the link is owned as any other.

use account_link_tests::browser::{Browser, Visit, follow};
use account_link_tests::journey::{Person, onboard};
use account_link_tests::partner::{DAYS, DEMO, Link};
use account_link_tests::payway::{self, approve, settle};
use account_link_tests::random::fresh;
use account_link_tests::{now, run, wire};
use serde_json::{Value, json};

fn choose(user: &str) -> Link {
    payway::link(DEMO, user).with("provider", "choose")
}

async fn land(link: &Link) -> Visit {
    Browser::new().visit(&follow(&link.sign()).await).await
}

#[test]
fn the_user_chooses_among_the_partners_providers() {
    run(async {
        let user = fresh("u");
        let mut visit = land(&choose(&user)).await;
        assert_eq!(visit.view["step"], json!({ "name": "choose", "providers": ["cabital", "payway"] }));
        assert_eq!((&visit.view["provider"], &visit.view["scope"]), (&Value::Null, &Value::Null));
        visit.act("continue", json!({})).await.refused(409, "wrong_step");
        visit.act("choose", json!({ "provider": "payway" })).await.shows("landing");
        let said = (&visit.view["provider"], &visit.view["scope"], &visit.view["chosen"]);
        assert_eq!(said, (&json!("payway"), &json!({ "name": "saved_account", "values": {} }), &json!(true)));
        visit.act("continue", json!({})).await.shows("scan");
        approve(&visit).await;
        settle(&mut visit, "ended/linked", 5).await;
        assert_eq!(payway::status(DEMO, &user).await["link_status"], "LINKED");
        DEMO.call("GET", &format!("/api/v1/links/{user}")).await.refused(404, "not_found");
    });
}

#[test]
fn the_user_may_choose_again() {
    run(async {
        let user = fresh("u");
        let mut visit = land(&choose(&user)).await;
        visit.act("choose", json!({ "provider": "payway" })).await.shows("landing");
        visit.act("goto", json!({ "to": "choose" })).await.shows("choose");
        visit.act("choose", json!({ "provider": "cabital" })).await.shows("landing");
        assert_eq!(
            (&visit.view["provider"], &visit.view["scope"]),
            (&json!("cabital"), &json!({ "name": "profile", "values": {} }))
        );
        visit.act("goto", json!({ "to": "choose" })).await.shows("choose");
        assert_eq!(visit.view["step"]["providers"], json!(["cabital", "payway"]));
        visit.act("choose", json!({ "provider": "cabital" })).await.shows("landing");
        let code = onboard(&mut visit, &Person::new()).await;
        visit.act("confirm", json!({ "code": code })).await.shows("ended/linked");
        assert_eq!(DEMO.status(&user).await["link_status"], "LINKED");
        let payway = payway::status(DEMO, &user).await;
        assert_ne!(payway["link_status"], "LINKED", "{payway}");
    });
}

#[test]
fn only_what_is_offered_can_be_chosen_and_only_once_asked() {
    run(async {
        let mut visit = land(&choose(&fresh("u"))).await;
        for body in [json!({}), json!({ "provider": "nobank" }), json!({ "provider": "payway", "x": 1 })] {
            visit.act("choose", body).await.refused(400, "invalid_request");
        }
        visit.act("goto", json!({ "to": "login" })).await.refused(409, "wrong_step");
        visit.read().await.shows("choose");
        let mut one = land(&payway::link(DEMO, &fresh("u"))).await;
        one.act("choose", json!({ "provider": "cabital" })).await.refused(409, "wrong_step");
        one.act("goto", json!({ "to": "choose" })).await.refused(409, "wrong_step");
        one.read().await.shows("landing");
    });
}

#[test]
fn a_provider_whose_parameters_are_not_right_is_not_offered() {
    run(async {
        let good = choose(&fresh("u"));
        for (name, bad) in [("currency", "EUR"), ("token_flag", ""), ("return_to", "nowhere")] {
            // One is left: there is nothing to choose.
            let visit = land(&good.clone().with("user_ext_ref", &fresh("u")).with(name, bad)).await;
            assert_eq!(visit.view["step"]["name"], "landing", "{name}");
            assert_eq!(visit.view["provider"], "cabital");
            assert_eq!(visit.view["chosen"], false, "nothing to go back to");
        }
        let bare = DEMO.link(&fresh("u")).with("provider", "choose");
        assert_eq!(land(&bare).await.view["provider"], "cabital");
        wire::open(&good.with("store_colour", "x").sign()).await.refused(400, "unknown_parameter");
        let one = DAYS.link(&fresh("u")).with("provider", "choose");
        assert_eq!(land(&one).await.view["step"]["name"], "landing", "the partner has but one");
    });
}

#[test]
fn the_first_browser_owns_the_link_before_and_after_the_choice() {
    run(async {
        let link = choose(&fresh("u")).with("timestamp", &now().to_string()).sign();
        let owner = Browser::new();
        let mut visit = owner.visit(&follow(&link).await).await;
        for step in ["choose", "landing", "scan"] {
            match step {
                "landing" => drop(visit.act("choose", json!({ "provider": "payway" })).await.shows(step)),
                "scan" => drop(visit.act("continue", json!({})).await.shows(step)),
                _ => {}
            }
            let (thief, opening) = (Browser::new(), follow(&link).await);
            thief.page(&opening).await.expect(200);
            thief.redeem(&opening).await.refused(409, "link_already_opened");
            let joined = owner.visit(&follow(&link).await).await;
            assert_eq!((&joined.flow, &joined.view["step"]["name"]), (&visit.flow, &json!(step)));
            visit.read().await.shows(step);
        }
        approve(&visit).await;
        settle(&mut visit, "ended/linked", 5).await;
    });
}

#[test]
fn a_choice_that_is_cancelled_leaves_no_link() {
    run(async {
        let user = fresh("u");
        let mut visit = land(&choose(&user)).await;
        visit.act("cancel", json!({})).await.shows("ended/cancelled");
        assert_eq!(visit.view["step"]["outcome"]["result"], "cancelled");
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
        let mut visit = land(&choose(&user)).await;
        visit.read().await.shows("choose");
        visit.act("choose", json!({ "provider": "payway" })).await.shows("ended/already_linked");
        assert_eq!(payway::status(DEMO, &user).await["sequence"], 1);
    });
}
