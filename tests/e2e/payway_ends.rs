//! When a PayWay link ends: the token's own end, in whichever form it is written, asked about before it counts.

use account_link_tests::journey;
use account_link_tests::partner::{DEMO, STRICT};
use account_link_tests::payway::{self, change_token, field, linked, pushback, renew, shows, status};
use account_link_tests::random::fresh;
use account_link_tests::together::together;
use account_link_tests::until::until;
use account_link_tests::{feed, now, pause, run};
use serde_json::{Value, json};

#[test]
fn the_end_is_read_in_each_of_its_forms() {
    run(async {
        together(["Z", "+07:00", "none"], async |form| {
            let user = fresh("u");
            payway::simulator(DEMO, &user).settings(json!({ "expired_at": form })).await;
            let (_, id) = linked(DEMO, &user).await;
            // Without an offset it is Cambodian time, the earlier reading.
            let until = status(DEMO, &user).await["valid_until"].clone();
            assert_eq!(until, payway::row(&id).await["expires_at"], "{form}");
        })
        .await;
    });
}

#[test]
fn a_token_that_ran_out_ends_the_link_at_its_time() {
    run(async {
        let user = fresh("u");
        let bank = payway::simulator(DEMO, &user);
        bank.settings(json!({ "token_s": 6 })).await;
        let (_, id) = linked(DEMO, &user).await;
        let linked = status(DEMO, &user).await;
        let until = linked["valid_until"].as_i64().expect("a time");
        let asked = payway::details(&id).await;
        let told = feed::callbacks().wait(2, feed::about(&user)).await;
        assert!(now() >= until, "not before its time");
        println!("told {} s after its time", now() - until);
        let body: Value = serde_json::from_str(told[1]["body"].as_str().unwrap()).unwrap();
        assert_eq!((&body["staus"], &body["account_uuid"]), (&json!("UNLINKED"), &linked["account_uuid"]));
        assert!(payway::details(&id).await > asked, "PayWay is asked first");
        let ended = status(DEMO, &user).await;
        assert_eq!((&ended["link_status"], &ended["reason"]), (&json!("UNLINKED"), &json!("validity_ended")));
        let uuid = linked["account_uuid"].as_str().unwrap();
        DEMO.call("GET", &format!("/api/v1/accounts/{uuid}")).await.refused(403, "unlinked");
    });
}

#[test]
fn a_payment_that_prolonged_the_token_prolongs_the_link() {
    run(async {
        let user = fresh("u");
        let bank = payway::simulator(DEMO, &user);
        bank.settings(json!({ "token_s": 6 })).await;
        let (_, id) = linked(DEMO, &user).await;
        let before = status(DEMO, &user).await;
        bank.settings(json!({ "token_s": 5000 })).await;
        change_token(&id, "pay", false).await;
        pause(9000).await;
        let after = status(DEMO, &user).await;
        assert_eq!((&after["link_status"], &after["sequence"]), (&json!("LINKED"), &json!(1)));
        assert_eq!(after["account_uuid"], before["account_uuid"]);
        assert_eq!(after["valid_until"], payway::row(&id).await["expires_at"]);
        let uuid = after["account_uuid"].as_str().unwrap();
        let account = DEMO.call("GET", &format!("/api/v1/accounts/{uuid}")).await.expect(200).json();
        assert_eq!(account["valid_until"], after["valid_until"]);
        assert_eq!(feed::callbacks().all(feed::about(&user)).len(), 1, "no event");
    });
}

#[test]
fn a_link_is_not_ended_while_payway_cannot_be_asked() {
    run(async {
        let user = fresh("u");
        let bank = payway::simulator(DEMO, &user);
        bank.settings(json!({ "token_s": 6 })).await;
        let (_, id) = linked(DEMO, &user).await;
        bank.settings(json!({ "token_s": 5000 })).await;
        change_token(&id, "pay", false).await;
        bank.fault(json!({ "answer": 503, "endpoint": "get-token-details" })).await;
        pause(9000).await;
        let now = status(DEMO, &user).await;
        assert_eq!(
            (&now["link_status"], &now["sequence"]),
            (&json!("LINKED"), &json!(1)),
            "silence ends nothing"
        );
        bank.fault(json!({ "answer": 200 })).await;
        // It is asked again in some minutes, or at the next hint.
        let url = field(&id, "callback_url").await;
        payway::push(&url, &pushback(&id, "nobody", 1)).await.expect(200);
        let later = payway::row(&id).await["expires_at"].clone();
        until(15, async || {
            let end = status(DEMO, &user).await["valid_until"].clone();
            if end == later { Ok(()) } else { Err(format!("the end is still {end}")) }
        })
        .await;
        assert_eq!(status(DEMO, &user).await["sequence"], 1);
    });
}

#[test]
fn renewing_gives_a_later_end() {
    run(async {
        let user = fresh("u");
        let bank = payway::simulator(DEMO, &user);
        bank.settings(json!({ "token_s": 1000 })).await;
        let (_, id) = linked(DEMO, &user).await;
        let before = status(DEMO, &user).await;
        bank.settings(json!({ "token_s": 5000 })).await;
        let answer = renew(DEMO, &user).await.expect(200).json();
        let until = payway::row(&id).await["expires_at"].clone();
        assert_eq!(answer["valid_until"], until, "{answer}");
        assert!(until.as_i64() > before["valid_until"].as_i64());
        let after = status(DEMO, &user).await;
        assert_eq!((&after["valid_until"], &after["sequence"]), (&until, &json!(1)));
        assert_eq!(after["account_uuid"], before["account_uuid"]);
    });
}

#[test]
fn whoever_renews_twice_at_once_is_told_the_later_end_twice() {
    run(async {
        let user = fresh("u");
        let bank = payway::simulator(DEMO, &user);
        bank.settings(json!({ "token_s": 1000 })).await;
        let (_, id) = linked(DEMO, &user).await;
        bank.settings(json!({ "token_s": 5000 })).await;
        let (one, two) = tokio::join!(renew(DEMO, &user), renew(DEMO, &user));
        let ends = [one, two].map(|answer| answer.expect(200).json()["valid_until"].as_i64());
        let until = payway::row(&id).await["expires_at"].as_i64().expect("a time");
        // They may have come in two seconds.
        assert!(ends.iter().all(|end| end.is_some_and(|end| (until - 1..=until).contains(&end))), "{ends:?}");
    });
}

#[test]
fn a_renewal_that_waits_for_the_user_counts_once_they_act() {
    run(async {
        let user = fresh("u");
        let bank = payway::simulator(DEMO, &user);
        bank.settings(json!({ "token_s": 1000, "renew": "approval" })).await;
        let (_, id) = linked(DEMO, &user).await;
        let before = status(DEMO, &user).await["valid_until"].clone();
        let answer = renew(DEMO, &user).await.expect(200).json();
        assert_eq!(answer["valid_until"], before, "{answer}");
        bank.settings(json!({ "token_s": 5000 })).await;
        change_token(&id, "renew", true).await;
        let mut tries = 0;
        while status(DEMO, &user).await["valid_until"] == before {
            tries += 1;
            assert!(tries < 50, "the later end is not known after 10 s");
            pause(200).await;
        }
        let after = status(DEMO, &user).await;
        assert_eq!(after["valid_until"], payway::row(&id).await["expires_at"]);
        assert_eq!(after["sequence"], 1);
    });
}

#[test]
fn only_a_linked_payway_link_can_be_renewed() {
    run(async {
        let user = fresh("u");
        renew(DEMO, &user).await.refused(404, "not_found");
        journey::link(DEMO, &user).await;
        let path = format!("/api/v1/links/{user}/renew");
        for query in ["?provider=cabital", ""] {
            DEMO.call("POST", &format!("{path}{query}")).await.refused(400, "invalid_parameter");
        }
        DEMO.call("POST", &format!("{path}?provider=nobank")).await.expect(400);
        renew(DEMO, &user).await.refused(404, "not_found");
        payway::show(DEMO, &user).await;
        renew(DEMO, &user).await.refused(403, "unlinked");
        payway::unlink(DEMO, &user).await.expect(204);

        linked(DEMO, &user).await;
        renew(STRICT, &user).await.refused(404, "not_found");
        let unsigned = DEMO.request("POST", &format!("{path}?provider=payway")).header("access-sign", "AAAA");
        unsigned.send().await.refused(401, "unauthenticated");
        let signed = DEMO.request("GET", &format!("{path}?provider=payway")).send().await;
        signed.refused(405, "method_not_allowed");
        payway::unlink(DEMO, &user).await.expect(204);
        shows(DEMO, &user, "link_status", "UNLINKED", 5).await;
        renew(DEMO, &user).await.refused(403, "unlinked");
    });
}

#[test]
fn a_renewal_that_payway_refuses_says_so_and_changes_nothing() {
    run(async {
        let user = fresh("u");
        linked(DEMO, &user).await;
        let before = status(DEMO, &user).await;
        let bank = payway::simulator(DEMO, &user);
        bank.settings(json!({ "code": "105", "endpoint": "renew-expired-account-token" })).await;
        renew(DEMO, &user).await.refused(502, "provider_rejected");
        bank.settings(json!({ "code": "429" })).await;
        let busy = renew(DEMO, &user).await.refused(503, "provider_busy");
        assert!(busy.header("retry-after").is_some(), "{busy:?}");
        assert_eq!(status(DEMO, &user).await, before);
    });
}
