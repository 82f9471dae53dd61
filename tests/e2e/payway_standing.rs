//! What happens to a linked account at the bank: frozen, thawed, removed. The partner is told of each change once.

use account_link_tests::partner::DEMO;
use account_link_tests::payway::{self, change_token, field, linked, pushback, shows, status};
use account_link_tests::random::fresh;
use account_link_tests::status_api::told;
use account_link_tests::{feed, pause, run};
use serde_json::{Value, json};

#[test]
fn frozen_and_thawed_are_told_in_their_order() {
    run(async {
        let user = fresh("u");
        let (_, id) = linked(DEMO, &user).await;
        let linked = status(DEMO, &user).await;
        let mut sequence = 1;
        for (deed, word) in [("freeze", "frozen"), ("unfreeze", "active"), ("freeze", "frozen")] {
            change_token(&id, deed, true).await;
            let now = shows(DEMO, &user, "status", word, 10).await;
            sequence += 1;
            assert_eq!((&now["link_status"], &now["sequence"]), (&json!("LINKED"), &json!(sequence)));
            assert_eq!(now["account_uuid"], linked["account_uuid"], "it is the same linking");
        }
        let told = told(&user, 4).await;
        let words: Vec<&Value> = told.iter().map(|body| &body["data"]["account_status"]).collect();
        assert_eq!(words, [&Value::Null, &json!("frozen"), &json!("active"), &json!("frozen")]);
        for body in &told {
            assert_eq!((&body["staus"], &body["data"]["provider"]), (&json!("LINKED"), &json!("payway")));
            assert_eq!(body["data"]["valid_until"], linked["valid_until"]);
        }
        let heads = feed::callbacks().all(feed::about(&user));
        let sequences: Vec<&Value> = heads.iter().map(|one| &one["headers"]["link-sequence"]).collect();
        assert_eq!(sequences, ["1", "2", "3", "4"]);
        let uuid = linked["account_uuid"].as_str().unwrap();
        DEMO.call("GET", &format!("/api/v1/accounts/{uuid}")).await.expect(200);
    });
}

#[test]
fn a_change_that_is_pushed_twice_or_is_none_is_told_once() {
    run(async {
        let user = fresh("u");
        payway::simulator(DEMO, &user).settings(json!({ "push": "twice" })).await;
        let (_, id) = linked(DEMO, &user).await;
        change_token(&id, "freeze", true).await;
        shows(DEMO, &user, "status", "frozen", 10).await;
        let url = field(&id, "callback_url").await;
        for status in [0, 1, 2] {
            // What a pushback says does not count.
            payway::push(&url, &pushback(&id, "nobody", status)).await.expect(200);
        }
        pause(2500).await;
        assert_eq!(status(DEMO, &user).await["sequence"], 2);
        assert_eq!(feed::callbacks().all(feed::about(&user)).len(), 2);
    });
}

#[test]
fn a_frozen_account_that_is_linked_is_linked_as_frozen_or_told_so() {
    run(async {
        let user = fresh("u");
        let bank = payway::simulator(DEMO, &user);
        // The bank freezes it between the yes and our question.
        bank.settings(json!({ "push": "late", "push_delay_ms": 1500 })).await;
        bank.fault(json!({ "answer": 503, "endpoint": "get-token-details" })).await;
        let mut session = payway::show(DEMO, &user).await;
        let id = payway::approve(&session).await;
        change_token(&id, "freeze", false).await;
        bank.fault(json!({ "answer": 200 })).await;
        payway::settle(&mut session, "ended/linked", 30).await;
        let now = shows(DEMO, &user, "status", "frozen", 15).await;
        assert_eq!(now["link_status"], "LINKED");
    });
}

#[test]
fn removed_in_the_app_ends_the_link() {
    run(async {
        let user = fresh("u");
        let (_, id) = linked(DEMO, &user).await;
        let uuid = status(DEMO, &user).await["account_uuid"].as_str().unwrap().to_owned();
        change_token(&id, "remove", true).await;
        let now = shows(DEMO, &user, "link_status", "UNLINKED", 10).await;
        assert_eq!((&now["reason"], &now["sequence"]), (&json!("provider"), &json!(2)));
        let told = told(&user, 2).await;
        assert_eq!((&told[1]["staus"], &told[1]["account_uuid"]), (&json!("UNLINKED"), &json!(uuid)));
        DEMO.call("GET", &format!("/api/v1/accounts/{uuid}")).await.refused(403, "unlinked");
        // And the way is free for another linking.
        linked(DEMO, &user).await;
        pause(1000).await;
        assert_eq!(status(DEMO, &user).await["sequence"], 3);
    });
}

#[test]
fn a_removal_that_payway_hides_breaks_nothing() {
    run(async {
        let user = fresh("u");
        payway::simulator(DEMO, &user).settings(json!({ "stale_status": true })).await;
        let (_, id) = linked(DEMO, &user).await;
        change_token(&id, "remove", false).await;
        let url = field(&id, "callback_url").await;
        payway::push(&url, &pushback(&id, "nobody", 0)).await.expect(200);
        pause(2000).await;
        // Their details still say active: that is all we can know.
        assert_eq!(status(DEMO, &user).await["link_status"], "LINKED");
        payway::unlink(DEMO, &user).await.expect(204);
        let mut session = payway::land(DEMO, &user).await;
        let mut tries = 0;
        while session.perform("continue", json!({})).await.step() != "scan" {
            tries += 1;
            assert!(tries < 40, "a token that PayWay no longer has is not owed for ever");
            pause(500).await;
        }
        payway::approve(&session).await;
        payway::settle(&mut session, "ended/linked", 15).await;
    });
}
