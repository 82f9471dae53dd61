//! WorldFirst among others: it is offered where its parameters are right, chosen, left again, and linked.

use account_link_tests::browser::{Browser, follow};
use account_link_tests::partner::{DEMO, Link};
use account_link_tests::random::fresh;
use account_link_tests::worldfirst::{
    STATUS_API, STORE, authorise, go, link, linked, open, rebinding, sent, way,
};
use account_link_tests::{now_ms, run, wire};
use serde_json::{Value, json};

fn choose(user: &str) -> Link {
    link(DEMO, user).with("provider", "choose")
}

#[test]
fn it_is_offered_chosen_and_linked() {
    run(async {
        let user = fresh("u");
        let mut visit = open(&choose(&user)).await;
        assert_eq!(visit.view["step"], json!({ "name": "choose", "providers": ["cabital", "worldfirst"] }));
        visit.act("choose", json!({ "provider": "worldfirst" })).await.shows("landing");
        let store = json!({ "name": "open_accounts", "values": { "url": STORE.0, "store": STORE.1, "currency": "USD" } });
        let said = (&visit.view["provider"], &visit.view["scope"], &visit.view["chosen"]);
        assert_eq!(said, (&json!("worldfirst"), &store, &json!(true)));
        visit.act("continue", json!({})).await.shows("portal");
        authorise(&mut visit).await;
        visit.settle("ended/linked", 10).await;
        assert_eq!(STATUS_API.status(DEMO, &user).await["link_status"], "LINKED");
        DEMO.call("GET", &format!("/api/v1/links/{user}")).await.refused(404, "not_found");
    });
}

#[test]
fn with_payways_parameters_beside_its_own_there_are_three() {
    run(async {
        let all = choose(&fresh("u")).with("token_flag", "CITI_FLEX");
        let visit = open(&all).await;
        assert_eq!(visit.view["step"]["providers"], json!(["cabital", "worldfirst", "payway"]));
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
            let visit = open(&choose(&fresh("u")).with(name, bad)).await;
            assert_eq!(visit.view["step"]["name"], "landing", "{name}={bad}");
            assert_eq!((&visit.view["provider"], &visit.view["chosen"]), (&json!("cabital"), &json!(false)));
        }
        let unknown = choose(&fresh("u")).with("store_colour", "x");
        wire::open(&unknown.sign()).await.refused(400, "unknown_parameter");
    });
}

#[test]
fn a_rebinding_of_what_is_not_linked_is_not_offered() {
    run(async {
        let user = fresh("u");
        let id = format!("rb-{}", now_ms());
        let with_id = |user: &str, id: &str| rebinding(DEMO, user, id).with("provider", "choose");
        let visit = open(&with_id(&user, &id)).await;
        assert_eq!(
            (&visit.view["step"]["name"], &visit.view["provider"]),
            (&json!("landing"), &json!("cabital"))
        );
        linked(DEMO, &user).await;
        let mut visit = open(&with_id(&user, &format!("{id}-2"))).await;
        if visit.view["step"]["name"] == "choose" {
            visit.act("choose", json!({ "provider": "worldfirst" })).await.shows("landing");
            let store = json!({ "url": STORE.0, "store": STORE.1, "currency": "USD" });
            assert_eq!(visit.view["scope"], json!({ "name": "replace_accounts", "values": store }));
        }
        println!("a re-binding by choice: {}", visit.view["step"]["name"]);
        assert_eq!(STATUS_API.status(DEMO, &user).await["link_status"], "LINKED");
    });
}

#[test]
fn the_user_may_choose_again_and_the_way_is_void() {
    run(async {
        let user = fresh("u");
        let mut visit = open(&choose(&user)).await;
        visit.act("choose", json!({ "provider": "worldfirst" })).await.shows("landing");
        visit.act("continue", json!({})).await.shows("portal");
        let old = way(&visit, "tab");
        visit.act("goto", json!({ "to": "landing" })).await.shows("landing");
        visit.act("goto", json!({ "to": "choose" })).await.shows("choose");
        go(&old).await.expect(410);
        visit.act("choose", json!({ "provider": "cabital" })).await.shows("landing");
        visit.act("continue", json!({})).await.shows("login");
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
        let mut visit = Browser::new().visit(&opening).await;
        visit.act("choose", json!({ "provider": "worldfirst" })).await.shows("landing");
        visit.act("continue", json!({})).await.shows("portal");
        let led = go(&way(&visit, "top")).await.expect(303);
        assert_eq!(led.header("account-link-warning"), Some("disputed_character store_name"));
        visit.read().await.shows("portal");
        assert_ne!(visit.view["step"]["tab"], Value::Null);
        sent(&mut visit).await;
    });
}
