//! PayWay hangs, falls, babbles: an answer comes in time, nothing is lost, and the next press works.

use account_link_tests::partner::DEMO;
use account_link_tests::payway::{self, approve, land, qr, settle, show, status};
use account_link_tests::random::fresh;
use account_link_tests::strain;
use account_link_tests::together::together;
use account_link_tests::{pause, run};
use serde_json::{Value, json};
use std::time::Instant;

/// What it is, how PayWay answers at all, and its settings.
fn troubles() -> Vec<(&'static str, Value, Value)> {
    let fine = json!({ "answer": 200 });
    let all = |answer: Value| json!({ "answer": answer, "endpoint": "link-account" });
    let none = json!({});
    vec![
        ("503", all(json!(503)), none.clone()),
        ("500", all(json!(500)), none.clone()),
        ("a redirect", all(json!(302)), none.clone()),
        ("another redirect", all(json!(307)), none.clone()),
        ("garbage", fine.clone(), json!({ "garbage": true })),
        ("success without data", fine.clone(), json!({ "code": "00" })),
        ("200 MB", fine.clone(), json!({ "huge": true })),
        ("a byte a second", fine, json!({ "drip": true })),
        ("silence", all(json!("hang")), none),
    ]
}

#[test]
fn continue_fails_in_time_and_works_again_afterwards() {
    run(async {
        together(troubles(), async |(what, fault, settings)| {
            let user = fresh("u");
            let (mut session, bank) = (land(DEMO, &user).await, payway::simulator(DEMO, &user));
            bank.fault(fault).await;
            bank.settings(settings).await;
            let start = Instant::now();
            session.perform("continue", json!({})).await.refused(502, "provider_unavailable");
            let took = start.elapsed().as_secs_f64();
            println!("{what}: {took:.1} s");
            assert!(took < 12.0 + strain::allowance().as_secs_f64(), "{what} took {took} s");
            session.read().await.shows("landing");
            assert_eq!(status(DEMO, &user).await["link_status"], "PENDING");
            bank.reset().await;
            session.perform("continue", json!({})).await.shows("scan");
            let ctid = payway::field(&qr(&session), "ctid").await;
            let asked = payway::requests_to("link-account", &ctid).await.len();
            assert_eq!(asked, 2, "{what}: nothing asks twice, no redirect is followed");
            approve(&session).await;
            settle(&mut session, "ended/linked", 10).await;
        })
        .await;
    });
}

#[test]
fn a_refresh_that_fails_keeps_the_qr_that_works() {
    run(async {
        let troubles = troubles().into_iter().filter(|(what, ..)| *what != "a byte a second");
        together(troubles, async |(what, fault, settings)| {
            let user = fresh("u");
            let (mut session, bank) = (show(DEMO, &user).await, payway::simulator(DEMO, &user));
            let shown = qr(&session);
            bank.fault(fault).await;
            bank.settings(settings).await;
            let answer = session.perform("refresh", json!({})).await;
            assert_eq!((answer.status, answer.code().as_str()), (502, "provider_unavailable"), "{what}");
            session.read().await.shows("scan");
            assert_eq!(qr(&session), shown, "{what}");
            bank.reset().await;
            payway::scan(&shown).await.expect(200);
            settle(&mut session, "ended/linked", 10).await;
        })
        .await;
    });
}

#[test]
fn details_that_cannot_be_had_delay_the_link_and_no_more() {
    run(async {
        let user = fresh("u");
        let (mut session, bank) = (show(DEMO, &user).await, payway::simulator(DEMO, &user));
        let at = "get-token-details";
        bank.fault(json!({ "answer": 302, "endpoint": at })).await;
        let id = approve(&session).await;
        for settings in [json!({ "garbage": true, "endpoint": at }), json!({ "huge": true, "endpoint": at })]
        {
            pause(3000).await;
            session.read().await.shows("scan");
            // In this order: in between it must not be honest.
            bank.settings(settings).await;
            bank.fault(json!({ "answer": 200 })).await;
        }
        pause(3000).await;
        session.read().await.shows("scan");
        bank.reset().await;
        settle(&mut session, "ended/linked", 40).await;
        println!("details were asked for {} times", payway::details(&id).await);
    });
}

#[test]
fn a_qr_lives_as_long_as_payway_says_and_at_most_ten_minutes() {
    run(async {
        let cases = [(90, "epoch", 90), (90, "duration", 90), (3600, "epoch", 600), (3600, "duration", 600)];
        together(cases, async |(window, form, expected)| {
            let user = fresh("u");
            let bank = payway::simulator(DEMO, &user);
            bank.settings(json!({ "window_s": window, "expire_in_as": form })).await;
            let session = show(DEMO, &user).await;
            let (end, now) = (session.view["step"]["expires_at"].as_i64(), session.view["now"].as_i64());
            let left = end.expect("a time") - now.expect("a time") / 1000;
            assert!((expected - 5..=expected + 1).contains(&left), "{window} as {form}: {left}");
        })
        .await;
    });
}

#[test]
fn a_qr_that_ran_out_is_replaced_on_request() {
    run(async {
        let user = fresh("u");
        let bank = payway::simulator(DEMO, &user);
        bank.settings(json!({ "window_s": 2 })).await;
        let mut session = show(DEMO, &user).await;
        let old = qr(&session);
        pause(2500).await;
        payway::scan(&old).await.expect(410);
        session.read().await.shows("scan");
        bank.settings(json!({ "window_s": 600 })).await;
        session.perform("refresh", json!({})).await.shows("scan");
        assert_ne!(qr(&session), old);
        approve(&session).await;
        settle(&mut session, "ended/linked", 10).await;
    });
}
