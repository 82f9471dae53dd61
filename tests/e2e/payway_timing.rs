//! Pushbacks as they really come: lost, twice, late, before the answer to our own question. One link, one callback.

use account_link_tests::partner::DEMO;
use account_link_tests::payway::{self, approve, land, settle, show, status};
use account_link_tests::random::fresh;
use account_link_tests::together::together;
use account_link_tests::{feed, pause, run};
use serde_json::json;

/// It is linked by one event, and stays so.
async fn assert_linked_once(user: &str) {
    feed::callbacks().wait(1, feed::about(user)).await;
    pause(2500).await;
    let status = status(DEMO, user).await;
    assert_eq!((&status["link_status"], &status["sequence"]), (&json!("LINKED"), &json!(1)));
    assert_eq!(feed::callbacks().all(feed::about(user)).len(), 1);
}

#[test]
fn a_lost_pushback_costs_seconds_and_not_the_link() {
    run(async {
        let user = fresh("u");
        payway::simulator(DEMO, &user).settings(json!({ "push": "never" })).await;
        let mut session = show(DEMO, &user).await;
        approve(&session).await;
        settle(&mut session, "ended/linked", 30).await;
        assert_linked_once(&user).await;
    });
}

#[test]
fn a_lost_pushback_is_made_up_for_without_the_page_too() {
    run(async {
        let user = fresh("u");
        payway::simulator(DEMO, &user).settings(json!({ "push": "never" })).await;
        let session = show(DEMO, &user).await;
        approve(&session).await;
        // Nobody reads the flow any more; nothing asks us but the clock.
        feed::callbacks().wait(1, feed::about(&user)).await;
        assert_linked_once(&user).await;
    });
}

#[test]
fn a_pushback_that_comes_twice_or_late_counts_once() {
    run(async {
        let pushes = [json!({ "push": "twice" }), json!({ "push": "late", "push_delay_ms": 2000 })];
        together(pushes, async |push| {
            let user = fresh("u");
            payway::simulator(DEMO, &user).settings(push).await;
            let mut session = show(DEMO, &user).await;
            approve(&session).await;
            settle(&mut session, "ended/linked", 10).await;
            assert_linked_once(&user).await;
        })
        .await;
    });
}

#[test]
fn a_pushback_before_the_answer_to_our_own_question_links() {
    run(async {
        let user = fresh("u");
        let bank = payway::simulator(DEMO, &user);
        bank.settings(json!({ "approve_at_once": "5312" })).await;
        bank.fault(json!({ "answer": 200, "delay_ms": 2000, "endpoint": "link-account" })).await;
        let mut session = land(DEMO, &user).await;
        let step = session.perform("continue", json!({})).await.expect(200).step();
        assert!(["scan", "ended/linked"].contains(&step.as_str()), "{step}");
        settle(&mut session, "ended/linked", 5).await;
        assert_linked_once(&user).await;
    });
}

#[test]
fn a_pushback_whose_answer_to_us_got_lost_links_at_the_next_try() {
    run(async {
        let user = fresh("u");
        let bank = payway::simulator(DEMO, &user);
        // PayWay takes the request and tells us nothing; the customer is quick all the same.
        bank.settings(json!({ "approve_at_once": "5312", "done_anyway": true })).await;
        bank.fault(json!({ "answer": 503, "endpoint": "link-account", "times": 1 })).await;
        let mut session = land(DEMO, &user).await;
        let answer = session.perform("continue", json!({})).await;
        assert!([200, 502].contains(&answer.status), "{answer:?}");
        pause(3000).await;
        bank.reset().await;
        if session.read().await.step() != "ended/linked" {
            let step = session.perform("continue", json!({})).await.step();
            assert!(["scan", "ended/linked"].contains(&step.as_str()), "{step}");
            settle(&mut session, "ended/linked", 30).await;
        }
        assert_linked_once(&user).await;
    });
}

#[test]
fn details_that_fail_for_a_while_are_asked_for_again() {
    run(async {
        let user = fresh("u");
        let bank = payway::simulator(DEMO, &user);
        bank.settings(json!({ "code": "429", "endpoint": "get-token-details" })).await;
        let mut session = show(DEMO, &user).await;
        approve(&session).await;
        pause(3000).await;
        session.read().await.shows("scan");
        bank.settings(json!({ "code": null })).await;
        settle(&mut session, "ended/linked", 40).await;
        assert_linked_once(&user).await;
    });
}

#[test]
fn not_linked_yet_is_said_in_two_ways_and_understood_in_both() {
    run(async {
        together([("09", "text"), ("104", "text"), ("09", "number")], async |(code, code_as)| {
            let user = fresh("u");
            let bank = payway::simulator(DEMO, &user);
            bank.settings(json!({ "not_found": code, "code_as": code_as })).await;
            let mut session = show(DEMO, &user).await;
            pause(2500).await;
            session.read().await.shows("scan");
            approve(&session).await;
            settle(&mut session, "ended/linked", 5).await;
        })
        .await;
    });
}

#[test]
fn a_double_click_on_continue_shows_one_qr() {
    run(async {
        let mut session = land(DEMO, &fresh("u")).await;
        let press = session.request("continue", &json!({}), &fresh("press"));
        let (one, two) = tokio::join!(press.send(), press.send());
        // The second of the two may have been told to wait for the first.
        assert!([&one, &two].iter().any(|answer| answer.status == 200), "{one:?} {two:?}");
        assert!([&one, &two].iter().all(|answer| answer.status < 500), "{one:?} {two:?}");
        session.read().await.shows("scan");
        let ctid = payway::field(&payway::qr(&session), "ctid").await;
        let asked = payway::requests_to("link-account", &ctid).await.len();
        println!("asked for {asked} QR codes");
        approve(&session).await;
        settle(&mut session, "ended/linked", 5).await;
    });
}
