//! WorldFirst takes its time: the user may leave, and what comes of it links without a browser.

use account_link_tests::client::{problem_code, step_name};
use account_link_tests::partner::{DEMO, STRICT};
use account_link_tests::random::fresh;
use account_link_tests::receiver::receiver;
use account_link_tests::status_api::{told, told_so_far};
use account_link_tests::until::until;
use account_link_tests::worldfirst::{
    STATUS_API, authorise, authorise_at, back, becomes, end_with, inquiries, land, linked, looks, open,
    open_there, read_return, rebinding, return_token, return_with, sent, sent_by, show, simulator, submit,
};
use account_link_tests::{pause, run};
use serde_json::{Value, json};
use std::time::Instant;

/// Waits until it is linked, nobody reading its flow; the status then.
async fn linked_alone(user: &str, seconds: u64) -> Value {
    let start = Instant::now();
    until(seconds, async || if told_so_far(user) > 0 { Ok(()) } else { Err("no callback") }).await;
    println!("told after {:.1} s", start.elapsed().as_secs_f64());
    let status = STATUS_API.status(DEMO, user).await;
    assert_eq!((&status["link_status"], &status["sequence"]), (&json!("LINKED"), &json!(1)));
    status
}

#[test]
fn who_leaves_is_linked_without_a_browser() {
    run(async {
        let user = fresh("u");
        simulator(DEMO, &user).settings(json!({ "active_after_ms": 6000 })).await;
        let mut session = show(DEMO, &user).await;
        let submitted = authorise_at(&sent_by(&mut session, "top").await).await;
        back(&submitted.redirect).await.expect(303);
        let view = looks(&return_token(&submitted.redirect), "returned", 5).await;
        let outcome = &view["step"]["outcome"];
        let url = outcome["return_url"].as_str().expect("a way back");
        assert!(url.contains("result=pending&link_status=PENDING"), "{url}");
        session.perform("leave", json!({})).await.shows("ended/pending");
        let outcome = &session.view["step"]["outcome"];
        assert_eq!((&outcome["result"], &outcome["link_status"]), (&json!("pending"), &json!("PENDING")));
        assert_eq!(outcome["return_url"], url, "the page of the return leads to the same place");
        let status = STATUS_API.status(DEMO, &user).await;
        assert_eq!((&status["link_status"], &status["reason"]), (&json!("PENDING"), &Value::Null));
        linked_alone(&user, 60).await;
        let seen = read_return(&return_token(&submitted.redirect)).await.expect(200).json();
        println!("then the page of the return shows {}", step_name(&seen["view"]["step"]));
        pause(2000).await;
        assert_eq!(told_so_far(&user), 1);
    });
}

#[test]
fn who_never_comes_back_is_linked_too() {
    run(async {
        let user = fresh("u");
        let mut session = show(DEMO, &user).await;
        authorise_at(&sent(&mut session).await).await;
        drop(session);
        linked_alone(&user, 40).await;
    });
}

#[test]
fn the_page_of_the_return_goes_on_by_itself() {
    run(async {
        let user = fresh("u");
        simulator(DEMO, &user).settings(json!({ "active_after_ms": 4000 })).await;
        let mut session = show(DEMO, &user).await;
        let submitted = authorise_at(&sent_by(&mut session, "top").await).await;
        back(&submitted.redirect).await.expect(303);
        looks(&return_token(&submitted.redirect), "returned", 2).await;
        let view = looks(&return_token(&submitted.redirect), "ended/linked", 30).await;
        let url = view["step"]["outcome"]["return_url"].as_str().expect("a way back");
        assert!(url.contains("result=linked&link_status=LINKED"), "{url}");
        session.read().await.shows("ended/linked");
    });
}

#[test]
fn leaving_is_for_those_who_were_there() {
    run(async {
        let user = fresh("u");
        let mut session = land(DEMO, &user).await;
        session.perform("leave", json!({})).await.refused(409, "wrong_step");
        session.perform("continue", json!({})).await.shows("portal");
        session.perform("leave", json!({})).await.refused(409, "wrong_step");
        sent(&mut session).await;
        session.perform("leave", json!({})).await.refused(409, "wrong_step");
        end_with(&mut session, "SYSTEM_BUSY").await;
        session.perform("leave", json!({ "x": 1 })).await.refused(400, "invalid_request");
        let leave = session.request("leave", &json!({}), &fresh("leave"));
        leave.clone().without("cookie").send().await.refused(401, "session_missing");
        leave.clone().without("idempotency-key").send().await.refused(403, "cross_site");
        leave.clone().header("origin", &DEMO.site()).send().await.refused(403, "cross_site");
        session.keep(&leave.send().await.shows("ended/pending"));
        session.perform("cancel", json!({})).await.refused(409, "wrong_step");
        session.read().await.shows("ended/pending");
        assert_eq!(STATUS_API.status(DEMO, &user).await["link_status"], "PENDING");
    });
}

#[test]
fn who_cancels_is_not_linked_by_what_comes_later() {
    run(async {
        let user = fresh("u");
        simulator(DEMO, &user).settings(json!({ "active_after_ms": 3000 })).await;
        let mut session = show(DEMO, &user).await;
        let submitted = authorise(&mut session).await;
        session.read().await.shows("portal");
        session.perform("cancel", json!({})).await.shows("ended/cancelled");
        looks(&return_token(&submitted.redirect), "ended/cancelled", 2).await;
        pause(5000).await;
        let status = STATUS_API.status(DEMO, &user).await;
        let seen = (&status["link_status"], &status["reason"], &status["sequence"]);
        assert_eq!(seen, (&json!("UNLINKED"), &json!("cancelled"), &json!(0)));
        // Whoever presses Continue again finds it.
        let mut again = land(DEMO, &user).await;
        again.perform("continue", json!({})).await.shows("ended/linked");
    });
}

#[test]
fn a_pending_link_that_the_partner_ends_stays_ended() {
    run(async {
        let user = fresh("u");
        let mut session = show(DEMO, &user).await;
        let submitted = end_with(&mut session, "SYSTEM_BUSY").await;
        session.perform("leave", json!({})).await.shows("ended/pending");
        STATUS_API.unlink(DEMO, &user).await.expect(204);
        let asked = inquiries(&submitted.reference).await.len();
        open_there(&submitted.reference, json!(["USD"])).await;
        pause(6000).await;
        let status = STATUS_API.status(DEMO, &user).await;
        assert_eq!((&status["link_status"], &status["sequence"]), (&json!("UNLINKED"), &json!(0)));
        assert!(inquiries(&submitted.reference).await.len() <= asked + 1, "nobody asks any more");
        assert_eq!(told_so_far(&user), 0);
    });
}

#[test]
fn a_newer_link_takes_over_from_one_that_was_left() {
    run(async {
        receiver();
        let user = fresh("u");
        let mut session = show(STRICT, &user).await;
        let submitted = end_with(&mut session, "SUCCESS").await;
        session.perform("leave", json!({})).await.shows("ended/pending");
        let mut newer = land(STRICT, &user).await;
        assert_eq!(STATUS_API.status(STRICT, &user).await["link_status"], "PENDING");
        newer.perform("continue", json!({})).await.shows("portal");
        let step = &newer.view["step"];
        assert_eq!(
            (&step["returned"], &step["pending"]),
            (&json!(true), &json!(true)),
            "an earlier flow was there: {step}"
        );
        open_there(&submitted.reference, json!(["USD"])).await;
        newer.settle("ended/linked", 40).await;
        receiver().wait(&user, 1, 10).await;
        pause(1500).await;
        assert_eq!(receiver().about(&user).len(), 1);
    });
}

#[test]
fn undecided_is_asked_again_with_growing_pauses_and_never_failed() {
    run(async {
        let user = fresh("u");
        let mut session = show(DEMO, &user).await;
        let url = sent(&mut session).await;
        let simulator = simulator(DEMO, &user);
        simulator.settings(json!({ "status": "U" })).await;
        let submitted = submit(&url, json!({ "result": "SYSTEM_BUSY", "open": true })).await;
        let start = Instant::now();
        back(&submitted.redirect).await.expect(303);
        let undecided = || async {
            let all = inquiries(&submitted.reference).await;
            all.into_iter().filter(|one| one["code"] == "UNKNOWN_EXCEPTION").count()
        };
        let mut times = Vec::new();
        while times.len() < 5 {
            if undecided().await > times.len() {
                times.push(start.elapsed().as_secs_f64());
            }
            assert!(start.elapsed().as_secs() < 60, "asked at {times:?}");
            session.read().await.shows("portal");
            pause(100).await;
        }
        println!("asked at {times:.1?} s");
        assert!(times[4] - times[3] > times[1] - times[0], "the pauses grow: {times:?}");
        assert!(times[4] > 8.0, "not in a rush: {times:?}");
        let step = &session.view["step"];
        assert_eq!(
            (problem_code(&step["problem"]).as_str(), &step["pending"]),
            ("provider_busy system_busy SYSTEM_BUSY", &json!(true))
        );
        simulator.reset().await;
        session.settle("ended/linked", 40).await;
        assert_eq!(STATUS_API.status(DEMO, &user).await["sequence"], 1);
    });
}

#[test]
fn a_rebinding_that_is_decided_late_links_without_a_browser() {
    run(async {
        let user = fresh("u");
        linked(DEMO, &user).await;
        told(&user, 1).await;
        let before = STATUS_API.status(DEMO, &user).await;
        let mut session = open(&rebinding(DEMO, &user, &fresh("rb"))).await;
        session.perform("continue", json!({})).await.shows("portal");
        let submitted = return_with(&sent(&mut session).await, "SYSTEM_BUSY").await;
        back(&submitted.redirect).await.expect(303);
        session.perform("leave", json!({})).await.shows("ended/pending");
        assert_eq!(STATUS_API.status(DEMO, &user).await, before);
        // Others are there now; once they can be used they take the place of the old.
        open_there(&submitted.reference, json!(["EUR"])).await;
        becomes(&submitted.reference, "ABNORMAL").await;
        pause(4000).await;
        assert_eq!(STATUS_API.status(DEMO, &user).await["account_uuid"], before["account_uuid"]);
        becomes(&submitted.reference, "ACTIVE").await;
        let told = told(&user, 2).await;
        let after = STATUS_API.status(DEMO, &user).await;
        assert_eq!((&told[1]["staus"], &told[1]["account_uuid"]), (&json!("LINKED"), &after["account_uuid"]));
        assert_ne!(after["account_uuid"], before["account_uuid"]);
        assert_eq!((&after["sequence"], &after["accounts"][0]["currencies"]), (&json!(2), &json!(["EUR"])));
    });
}
