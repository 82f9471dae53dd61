//! Who may open a link: the first browser that redeems it owns it while its flow is open.

use account_link_tests::browser::{Browser, Opening, follow};
use account_link_tests::journey::{land, land_in};
use account_link_tests::partner::{DEMO, STRICT};
use account_link_tests::random::fresh;
use account_link_tests::{now, raw_http, run};
use serde_json::json;

#[test]
fn the_page_learns_what_will_be_linked_and_for_whom() {
    run(async {
        let user = fresh("u");
        let link = STRICT.link(&user).with("state", "s1").with("locale", "km").with("theme", "dark");
        let session = Browser::new().enter(&follow(&link.sign()).await).await;
        let view = &session.view;
        assert_eq!(view["step"], json!({ "name": "landing" }));
        assert_eq!(view["partner"]["key"], "demo-strict");
        assert_eq!(view["partner"]["name"], "Strict Shop");
        assert_eq!(view["user_ext_ref"], user.as_str());
        assert_eq!(view["user_label"], "Sokha's shop");
        assert_eq!(view["provider"], "cabital");
        assert_eq!(
            (&view["state"], &view["locale"], &view["theme"]),
            (&json!("s1"), &json!("km"), &json!("dark"))
        );
        let left = view["expires_at"].as_i64().unwrap() - now();
        assert!((3540..=3600).contains(&left), "{left} s are left of an hour");
    });
}

#[test]
fn a_code_opens_once_and_only_its_own_flow() {
    run(async {
        let (one, two) =
            (follow(&DEMO.link(&fresh("u")).sign()).await, follow(&DEMO.link(&fresh("u")).sign()).await);
        let stranger = Browser::new();
        let crossed = Opening { code: two.code.clone(), ..one.clone() };
        stranger.redeem(&crossed).await.refused(410, "opening_code_invalid");
        let guessed = Opening { code: "A".repeat(43), ..one.clone() };
        stranger.redeem(&guessed).await.refused(410, "opening_code_invalid");
        let nowhere = Opening { flow: "0".repeat(32), ..one.clone() };
        stranger.redeem(&nowhere).await.refused(410, "opening_code_invalid");

        let owner = Browser::new();
        owner.page(&one).await.expect(200);
        owner.redeem(&one).await.shows("landing");
        Browser::new().redeem(&one).await.refused(410, "opening_code_invalid");
        owner.redeem(&one).await.refused(410, "opening_code_invalid");
    });
}

#[test]
fn a_second_browser_cannot_redeem_an_opened_link_and_the_same_one_joins() {
    run(async {
        for keeps in [true, false] {
            let link = DEMO.link(&fresh("u")).with("timestamp", &now().to_string()).sign();
            let owner = if keeps { Browser::new() } else { Browser::without_cookies() };
            let mut first = owner.enter(&follow(&link).await).await;
            first.perform("continue", json!({})).await.shows("login");

            let thief = Browser::new();
            let opening = follow(&link).await;
            thief.page(&opening).await.expect(200);
            thief.redeem(&opening).await.refused(409, "link_already_opened");
            first.read().await.shows("login");
            if keeps {
                let joined = owner.enter(&follow(&link).await).await;
                assert_eq!(joined.flow, first.flow, "the same browser is back in its flow");
                assert_eq!(joined.view["step"]["name"], "login");
            }
        }
    });
}

#[test]
fn who_saw_the_location_first_without_redeeming_owns_nothing() {
    run(async {
        let link = DEMO.link(&fresh("u")).sign();
        let preview = follow(&link).await;
        let mut session = Browser::new().enter(&follow(&link).await).await;
        let late = Browser::new();
        late.page(&preview).await.expect(200);
        late.redeem(&preview).await.refused(409, "link_already_opened");
        session.read().await.shows("landing");
    });
}

#[test]
fn a_newly_signed_link_replaces_the_old_flow_when_it_is_redeemed() {
    run(async {
        let user = fresh("u");
        let mut old = land(DEMO, &user).await;
        old.perform("continue", json!({})).await.shows("login");
        let link = DEMO.link(&user).with("state", "newer").sign();
        let opening = follow(&link).await;
        old.read().await.shows("login");
        let mut new = Browser::new().enter(&opening).await;
        new.read().await.shows("landing");
        old.read().await.shows("ended/replaced");
        old.perform("cancel", json!({})).await.expect(409);
        old.perform("goto", json!({ "to": "landing" })).await.expect(409);
        assert_eq!(DEMO.status(&user).await["link_status"], "PENDING");
        new.perform("continue", json!({})).await.shows("login");
    });
}

#[test]
fn a_flow_is_read_by_its_own_session_only() {
    run(async {
        let mut mine = land_in(&Browser::without_cookies(), DEMO, &fresh("u")).await;
        let mut other = land_in(&Browser::without_cookies(), DEMO, &fresh("u")).await;
        let token = mine.token.clone().expect("without cookies there is a token");
        for forged in [other.token.clone(), None, Some("A".repeat(43)), Some(String::new())] {
            mine.token = forged;
            mine.read().await.refused(401, "session_missing");
            mine.perform("continue", json!({})).await.refused(401, "session_missing");
        }
        mine.token = Some(token);
        mine.read().await.shows("landing");
        other.flow = "f".repeat(32);
        other.read().await.refused(401, "session_missing");
    });
}

#[test]
fn asking_who_may_open_writes_nothing() {
    run(async {
        let user = fresh("u");
        raw_http::open(&DEMO.link(&user).sign()).await.expect(303);
        let response = DEMO.call("GET", &format!("/api/v1/links/{user}")).await;
        response.refused(404, "not_found");
    });
}
