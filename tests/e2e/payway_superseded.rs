//! QR codes that are no longer shown: replaced by a refresh, by a newer link, or closed. A scan cannot be taken back.

use account_link_tests::browser::{Browser, Session, follow};
use account_link_tests::partner::DEMO;
use account_link_tests::payway::{self, approve, becomes, field, qr, scan, settle, show, status};
use account_link_tests::random::fresh;
use account_link_tests::{feed, pause, run};
use serde_json::json;

async fn assert_linked_once(user: &str) {
    feed::callbacks().wait(1, feed::about(user)).await;
    pause(2000).await;
    let status = status(DEMO, user).await;
    assert_eq!((&status["link_status"], &status["sequence"]), (&json!("LINKED"), &json!(1)), "{status}");
    assert_eq!(feed::callbacks().all(feed::about(user)).len(), 1);
}

async fn refresh(session: &mut Session) -> (String, String) {
    let old = qr(session);
    session.perform("refresh", json!({})).await.shows("scan");
    let new = qr(session);
    assert_ne!(new, old);
    assert_eq!(field(&new, "ctid").await, field(&old, "ctid").await, "one user, one name at PayWay");
    (old, new)
}

#[test]
fn a_qr_approved_just_after_the_refresh_links_the_same_flow() {
    run(async {
        let user = fresh("u");
        let mut session = show(DEMO, &user).await;
        let (old, _) = refresh(&mut session).await;
        scan(&old).await.expect(200);
        settle(&mut session, "ended/linked", 5).await;
        assert_linked_once(&user).await;
    });
}

#[test]
fn a_qr_approved_just_before_the_refresh_links_the_same_flow() {
    run(async {
        let user = fresh("u");
        payway::simulator(DEMO, &user).settings(json!({ "push": "late", "push_delay_ms": 1500 })).await;
        let mut session = show(DEMO, &user).await;
        approve(&session).await;
        let step = session.perform("refresh", json!({})).await.expect(200).step();
        assert!(["scan", "ended/linked"].contains(&step.as_str()), "{step}");
        settle(&mut session, "ended/linked", 10).await;
        assert_linked_once(&user).await;
    });
}

#[test]
fn a_superseded_qr_whose_pushback_is_lost_links_too() {
    run(async {
        let user = fresh("u");
        payway::simulator(DEMO, &user).settings(json!({ "push": "never" })).await;
        let mut session = show(DEMO, &user).await;
        let (old, _) = refresh(&mut session).await;
        scan(&old).await.expect(200);
        settle(&mut session, "ended/linked", 60).await;
        assert_linked_once(&user).await;
    });
}

#[test]
fn two_qr_codes_of_one_flow_make_one_link_and_leave_one_token() {
    run(async {
        let user = fresh("u");
        let mut session = show(DEMO, &user).await;
        let (old, new) = refresh(&mut session).await;
        payway::scan_for(&new, "5312").await.expect(200);
        settle(&mut session, "ended/linked", 5).await;
        payway::scan_for(&old, "8841").await.expect(200);
        becomes(&old, "removed", 60).await;
        assert_eq!(payway::row(&new).await["state"], "active", "the linked account's token stays");
        assert_linked_once(&user).await;
        assert_eq!(status(DEMO, &user).await["accounts"][0]["masked"], "•••• 5312");
    });
}

#[test]
fn a_cancelled_flows_qr_never_links_and_its_token_is_removed() {
    run(async {
        let user = fresh("u");
        let mut session = show(DEMO, &user).await;
        let old = qr(&session);
        session.perform("cancel", json!({})).await.shows("ended/cancelled");
        scan(&old).await.expect(200);
        becomes(&old, "removed", 60).await;
        let status = status(DEMO, &user).await;
        let seen = (&status["link_status"], &status["reason"], &status["sequence"]);
        assert_eq!(seen, (&json!("UNLINKED"), &json!("cancelled"), &json!(0)));
        session.read().await.shows("ended/cancelled");
        assert!(feed::callbacks().all(feed::about(&user)).is_empty());
        let id = field(&old, "request_id").await;
        assert!(payway::details(&id).await <= 2, "one question, and at most one before it was closed");
    });
}

#[test]
fn a_flow_that_the_partner_ended_links_no_more() {
    run(async {
        let user = fresh("u");
        let mut session = show(DEMO, &user).await;
        let old = qr(&session);
        payway::unlink(DEMO, &user).await.expect(204);
        session.read().await.shows("ended/cancelled");
        scan(&old).await.expect(200);
        becomes(&old, "removed", 60).await;
        assert_eq!(status(DEMO, &user).await["link_status"], "UNLINKED");
    });
}

#[test]
fn a_replaced_flows_qr_links_the_newer_flow_once_that_is_past_continue() {
    run(async {
        let user = fresh("u");
        let mut old = show(DEMO, &user).await;
        let old_qr = qr(&old);
        let signed = payway::link(DEMO, &user).with("state", "newer").sign();
        let mut newer = Browser::new().enter(&follow(&signed).await).await;
        old.read().await.shows("ended/replaced");
        newer.perform("continue", json!({})).await.shows("scan");
        scan(&old_qr).await.expect(200);
        settle(&mut newer, "ended/linked", 5).await;
        assert_linked_once(&user).await;
    });
}

#[test]
fn a_cancelled_flows_qr_does_not_touch_a_later_link_of_the_same_account() {
    run(async {
        let user = fresh("u");
        let mut first = show(DEMO, &user).await;
        let cancelled = qr(&first);
        first.perform("cancel", json!({})).await.shows("ended/cancelled");
        let (_, id) = payway::linked(DEMO, &user).await;
        // The account is linked under this name: the phone says no, and a forged pushback finds nothing to remove.
        scan(&cancelled).await.expect(422);
        let url = field(&id, "callback_url").await;
        payway::push(&url, &payway::pushback(&field(&cancelled, "request_id").await, "nobody", 1)).await;
        pause(3000).await;
        assert_eq!(payway::row(&id).await["state"], "active");
        assert_linked_once(&user).await;
    });
}
