//! WorldFirst among others: it is offered where its parameters are right, chosen, left again, and linked.

use account_link_tests::browser::{Browser, follow};
use account_link_tests::partner::{DEMO, Link};
use account_link_tests::random::fresh;
use account_link_tests::worldfirst::{
    STATUS_API, STORE, authorise, go, link, linked, open, rebinding, sent, way,
};
use account_link_tests::{now_ms, raw_http, run};
use serde_json::{Value, json};

fn choose(user: &str) -> Link {
    link(DEMO, user).with("provider", "choose")
}

#[test]
fn it_is_offered_chosen_and_linked() {
    run(async {
        let user = fresh("u");
        let mut session = open(&choose(&user)).await;
        assert_eq!(session.view["step"], json!({ "name": "choose", "providers": ["cabital", "worldfirst"] }));
        session.perform("choose", json!({ "provider": "worldfirst" })).await.shows("landing");
        let store = json!({ "name": "open_accounts", "values": { "url": STORE.0, "store": STORE.1, "currency": "USD" } });
        let said = (&session.view["provider"], &session.view["scope"], &session.view["chosen"]);
        assert_eq!(said, (&json!("worldfirst"), &store, &json!(true)));
        session.perform("continue", json!({})).await.shows("portal");
        authorise(&mut session).await;
        session.settle("ended/linked", 10).await;
        assert_eq!(STATUS_API.status(DEMO, &user).await["link_status"], "LINKED");
        DEMO.call("GET", &format!("/api/v1/links/{user}")).await.refused(404, "not_found");
    });
}

#[test]
fn with_payways_parameters_beside_its_own_there_are_three() {
    run(async {
        let all = choose(&fresh("u")).with("token_flag", "CITI_FLEX");
        let session = open(&all).await;
        assert_eq!(session.view["step"]["providers"], json!(["cabital", "worldfirst", "payway"]));
        let two = open(&all.with("user_ext_ref", &fresh("u")).with("currency", "USD,EUR")).await;
        assert_eq!(two.view["step"]["providers"], json!(["cabital", "worldfirst"]), "a list is not PayWay's");
        let bare = choose(&fresh("u")).with("token_flag", "CITI_FLEX").without("store_name");
        assert_eq!(open(&bare).await.view["step"]["providers"], json!(["cabital", "payway"]));
    });
}

#[test]
fn what_is_not_right_is_not_offered() {
    run(async {
        for (name, bad) in [
            ("store_url", "nowhere"),
            ("store_name", ""),
            ("currency", "USD,USD"),
            ("currency", "x"),
            ("request_id", "not an id"),
        ] {
            let session = open(&choose(&fresh("u")).with(name, bad)).await;
            assert_eq!(session.view["step"]["name"], "landing", "{name}={bad}");
            assert_eq!(
                (&session.view["provider"], &session.view["chosen"]),
                (&json!("cabital"), &json!(false))
            );
        }
        let unknown = choose(&fresh("u")).with("store_colour", "x");
        raw_http::open(&unknown.sign()).await.refused(400, "unknown_parameter");
    });
}

#[test]
fn a_rebinding_of_what_is_not_linked_is_not_offered() {
    run(async {
        let user = fresh("u");
        let id = format!("rb-{}", now_ms());
        let with_id = |user: &str, id: &str| rebinding(DEMO, user, id).with("provider", "choose");
        let session = open(&with_id(&user, &id)).await;
        assert_eq!(
            (&session.view["step"]["name"], &session.view["provider"]),
            (&json!("landing"), &json!("cabital"))
        );
        linked(DEMO, &user).await;
        let mut session = open(&with_id(&user, &format!("{id}-2"))).await;
        if session.view["step"]["name"] == "choose" {
            session.perform("choose", json!({ "provider": "worldfirst" })).await.shows("landing");
            let store = json!({ "url": STORE.0, "store": STORE.1, "currency": "USD" });
            assert_eq!(session.view["scope"], json!({ "name": "replace_accounts", "values": store }));
        }
        println!("a re-binding by choice: {}", session.view["step"]["name"]);
        assert_eq!(STATUS_API.status(DEMO, &user).await["link_status"], "LINKED");
    });
}

#[test]
fn the_user_may_choose_again_and_the_way_is_void() {
    run(async {
        let user = fresh("u");
        let mut session = open(&choose(&user)).await;
        session.perform("choose", json!({ "provider": "worldfirst" })).await.shows("landing");
        session.perform("continue", json!({})).await.shows("portal");
        let old = way(&session, "tab");
        session.perform("goto", json!({ "to": "landing" })).await.shows("landing");
        session.perform("goto", json!({ "to": "choose" })).await.shows("choose");
        go(&old).await.expect(410);
        session.perform("choose", json!({ "provider": "cabital" })).await.shows("landing");
        session.perform("continue", json!({})).await.shows("login");
        go(&old).await.expect(410);
        let there = STATUS_API.ask(DEMO, &user).await;
        assert!(there.status == 404 || there.json()["link_status"] != "LINKED", "{there:?}");
    });
}

#[test]
fn the_warnings_of_a_choice_are_said_once_it_is_made() {
    run(async {
        let disputed = choose(&fresh("u")).with("store_name", "My Shop");
        let opening = follow(&disputed.sign()).await;
        let mut session = Browser::new().enter(&opening).await;
        session.perform("choose", json!({ "provider": "worldfirst" })).await.shows("landing");
        session.perform("continue", json!({})).await.shows("portal");
        let led = go(&way(&session, "top")).await.expect(303);
        assert_eq!(led.header("account-link-warning"), Some("disputed_character store_name"));
        session.read().await.shows("portal");
        assert_ne!(session.view["step"]["tab"], Value::Null);
        sent(&mut session).await;
    });
}
