//! DELETE ends a link at once on our side, whatever PayWay does; what is owed there is paid before a new QR.

use account_link_tests::browser::Session;
use account_link_tests::client::Response;
use account_link_tests::partner::{DEMO, STRICT};
use account_link_tests::payway::{self, approve, becomes, land, linked, settle, show, status, unlink};
use account_link_tests::random::fresh;
use account_link_tests::strain;
use account_link_tests::until::until;
use account_link_tests::{feed, pause, run};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// Presses Continue until PayWay gives a QR.
async fn given_a_qr(session: &mut Session, seconds: u64) {
    until(seconds, async || {
        let answer = session.perform("continue", json!({})).await;
        if answer.step() == "scan" {
            return Ok(());
        }
        // A press counts towards what a flow may ask for.
        pause(400).await;
        Err(format!("no QR: {answer:?}"))
    })
    .await;
}

#[test]
fn unlinking_tells_the_partner_once_and_removes_the_token() {
    run(async {
        let user = fresh("u");
        let (_, id) = linked(DEMO, &user).await;
        let uuid = status(DEMO, &user).await["account_uuid"].as_str().unwrap().to_owned();
        unlink(DEMO, &user).await.expect(204);
        let ended = status(DEMO, &user).await;
        let expected = json!({ "account_uuid": null, "user_ext_ref": user, "link_status": "UNLINKED",
            "otp_ready": false, "kyc_status": null, "email_address": null, "provider": "payway", "sequence": 2,
            "reason": "partner", "accounts": [] });
        assert_eq!(ended, expected);
        becomes(&id, "removed", 15).await;
        let told = feed::callbacks().wait(2, feed::about(&user)).await;
        let body: Value = serde_json::from_str(told[1]["body"].as_str().unwrap()).unwrap();
        assert_eq!((&body["staus"], &body["account_uuid"]), (&json!("UNLINKED"), &json!(uuid)));
        assert_eq!(body["data"], json!({ "provider": "payway" }));
        DEMO.call("GET", &format!("/api/v1/accounts/{uuid}")).await.refused(403, "unlinked");
        unlink(DEMO, &user).await.expect(204);
        pause(1500).await;
        assert_eq!(feed::callbacks().all(feed::about(&user)).len(), 2, "once each");
        let ctid = payway::field(&id, "ctid").await;
        assert_eq!(payway::requests_to("remove-token", &ctid).await.len(), 1, "PayWay is asked once");
    });
}

#[test]
fn another_partners_link_or_one_that_never_was_is_not_there() {
    run(async {
        let user = fresh("u");
        linked(DEMO, &user).await;
        unlink(STRICT, &user).await.refused(404, "not_found");
        unlink(DEMO, &fresh("nobody")).await.refused(404, "not_found");
        // Without `provider` it is cabital's.
        DEMO.unlink(&user).await.refused(404, "not_found");
        DEMO.call("DELETE", &format!("/api/v1/links/{user}?provider=nobank")).await.expect(400);
        assert_eq!(status(DEMO, &user).await["link_status"], "LINKED");
    });
}

/// Still removing: 503 with a time to wait, and the flow stays where it is.
#[track_caller]
fn assert_still_removing(answer: &Response) {
    answer.clone().refused(503, "still_removing");
    let wait: u32 = answer.header("retry-after").expect("a time to wait").parse().expect("seconds");
    assert!((1..=60).contains(&wait), "{wait}");
}

#[test]
fn a_removal_that_payway_refuses_is_owed_and_paid_before_the_next_qr() {
    run(async {
        let user = fresh("u");
        let (_, id) = linked(DEMO, &user).await;
        let uuid = status(DEMO, &user).await["account_uuid"].as_str().unwrap().to_owned();
        let (ctid, bank) = (payway::field(&id, "ctid").await, payway::simulator(DEMO, &user));
        for answer in [json!(503), json!("hang")] {
            bank.fault(json!({ "answer": answer, "endpoint": "remove-token" })).await;
            let start = Instant::now();
            unlink(DEMO, &user).await.expect(204);
            let took = start.elapsed();
            println!("DELETE took {} ms while PayWay answered {answer}", took.as_millis());
            assert!(
                took < Duration::from_secs(3) + strain::allowance(),
                "at once, not after PayWay: {took:?}"
            );
            assert_eq!(status(DEMO, &user).await["link_status"], "UNLINKED");
            let mut session = land(DEMO, &user).await;
            let asked = payway::requests_to("link-account", &ctid).await.len();
            for _ in 0..2 {
                assert_still_removing(&session.perform("continue", json!({})).await);
                session.read().await.shows("landing");
            }
            assert_eq!(payway::requests_to("link-account", &ctid).await.len(), asked, "no QR meanwhile");

            bank.fault(json!({ "answer": 200 })).await;
            given_a_qr(&mut session, 60).await;
            approve(&session).await;
            settle(&mut session, "ended/linked", 15).await;
            pause(1000).await;
            let now = status(DEMO, &user).await;
            assert_eq!(now["link_status"], "LINKED");
            assert_ne!(now["account_uuid"], json!(uuid));
        }
        DEMO.call("GET", &format!("/api/v1/accounts/{uuid}")).await.refused(403, "unlinked");
        feed::callbacks().wait(5, feed::about(&user)).await;
        pause(1500).await;
        assert_eq!(
            feed::callbacks().all(feed::about(&user)).len(),
            5,
            "linked, and twice unlinked and linked"
        );
    });
}

#[test]
fn a_removal_that_was_done_though_payway_never_said_so_is_paid() {
    run(async {
        let user = fresh("u");
        let (_, id) = linked(DEMO, &user).await;
        let bank = payway::simulator(DEMO, &user);
        bank.settings(json!({ "done_anyway": true })).await;
        bank.fault(json!({ "answer": 503, "endpoint": "remove-token", "times": 1 })).await;
        unlink(DEMO, &user).await.expect(204);
        becomes(&id, "removed", 15).await;
        // Asked again, PayWay no longer knows the token (105): that is what was wanted.
        let mut session = land(DEMO, &user).await;
        given_a_qr(&mut session, 30).await;
        approve(&session).await;
        settle(&mut session, "ended/linked", 15).await;
    });
}

#[test]
fn the_same_account_linked_again_is_another_linking() {
    run(async {
        let user = fresh("u");
        let (_, first) = linked(DEMO, &user).await;
        let old = status(DEMO, &user).await["account_uuid"].as_str().unwrap().to_owned();
        unlink(DEMO, &user).await.expect(204);
        let (_, second) = linked(DEMO, &user).await;
        assert_ne!(first, second, "each QR has an id of its own");
        let now = status(DEMO, &user).await;
        assert_eq!((&now["link_status"], &now["sequence"]), (&json!("LINKED"), &json!(3)));
        assert_ne!(now["account_uuid"], json!(old));
        DEMO.call("GET", &format!("/api/v1/accounts/{old}")).await.refused(403, "unlinked");
        // The same token came back; the removal that was owed is not made good on it.
        pause(5000).await;
        assert_eq!(payway::row(&second).await["state"], "active");
        assert_eq!(status(DEMO, &user).await["account_uuid"], now["account_uuid"]);
    });
}

#[test]
fn a_flow_that_waits_for_a_yes_is_ended_by_delete() {
    run(async {
        let user = fresh("u");
        let mut session = show(DEMO, &user).await;
        unlink(DEMO, &user).await.expect(204);
        let ended = status(DEMO, &user).await;
        assert_eq!((&ended["link_status"], &ended["reason"]), (&json!("UNLINKED"), &json!("cancelled")));
        session.read().await.shows("ended/cancelled");
        session.perform("refresh", json!({})).await.refused(409, "wrong_step");
        pause(500).await;
        assert!(feed::callbacks().all(feed::about(&user)).is_empty());
    });
}
