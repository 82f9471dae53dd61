//! Pushbacks that anybody may send: a hint, never a fact. A thousand of each kind change nothing and cost little.

use account_link_tests::partner::DEMO;
use account_link_tests::payway::{self, approve, details, field, linked, pushback, qr, settle, show, status};
use account_link_tests::random::{Random, fresh};
use account_link_tests::{feed, now_ms, pause, run};
use futures_util::stream::{self, StreamExt as _};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::time::Instant;

const EACH: usize = 1000;

/// Sends so many, fifty at a time; the different answers.
async fn storm(what: &str, url: &str, bodies: impl Fn(usize) -> String) -> BTreeSet<(u16, String)> {
    let start = Instant::now();
    let sent = stream::iter(0..EACH).map(|n| {
        let body = bodies(n);
        async move {
            let answer = payway::push(url, &body).await;
            assert!(answer.status < 500, "{answer:?}");
            let id = answer.header("request-id").unwrap_or_default();
            (answer.status, answer.body.replace(id, ""))
        }
    });
    let answers: BTreeSet<(u16, String)> = sent.buffer_unordered(50).collect().await;
    println!("{EACH} {what} in {:.1} s: {answers:?}", start.elapsed().as_secs_f64());
    answers
}

/// What must not move: the status, and how many callbacks there were.
async fn still(user: &str) -> (Value, usize) {
    (status(DEMO, user).await, feed::callbacks().all(feed::about(user)).len())
}

/// An id as ours look.
fn made_up(random: &mut Random) -> String {
    format!("{:016x}{:08x}", random.bits(), random.bits() >> 32)
}

#[test]
fn a_thousand_forged_replayed_or_late_pushbacks_of_each_kind_change_nothing() {
    run(async {
        let seed = u64::try_from(now_ms()).unwrap();
        println!("seed {seed}");
        let users: Vec<String> = (0..3).map(|_| fresh("u")).collect();
        // One waits for a yes, one is linked and frozen since, one was cancelled.
        let mut open = show(DEMO, &users[0]).await;
        let open_id = payway::row(&qr(&open)).await["request_id"].as_str().unwrap().to_owned();
        let (_, linked_id) = linked(DEMO, &users[1]).await;
        let url = field(&linked_id, "callback_url").await;
        payway::change_token(&linked_id, "freeze", false).await;
        payway::push(&url, &pushback(&linked_id, "nobody", 1)).await.expect(200);
        payway::shows(DEMO, &users[1], "status", "frozen", 10).await;
        feed::callbacks().wait(2, feed::about(&users[1])).await;
        let mut closed = show(DEMO, &users[2]).await;
        let closed_qr = qr(&closed);
        let closed_id = field(&closed_qr, "request_id").await;
        closed.perform("cancel", json!({})).await.shows("ended/cancelled");
        let mut before = Vec::new();
        for user in &users[..3] {
            before.push(still(user).await);
        }
        let asked = [details(&open_id).await, details(&linked_id).await, details(&closed_id).await];

        let status_of = |n: usize| u8::try_from(n % 3).unwrap();
        let mut answers =
            storm("with made-up content", &url, |n| pushback(&open_id, &format!("forged{n}"), status_of(n)))
                .await;
        answers.extend(storm("replayed", &url, |_| pushback(&linked_id, "nobody", 1)).await);
        answers.extend(storm("out of order", &url, |n| pushback(&linked_id, "nobody", status_of(n))).await);
        answers.extend(storm("for a closed flow", &url, |_| pushback(&closed_id, "nobody", 1)).await);
        let ids: Vec<String> = {
            let mut random = Random::new(seed);
            (0..EACH).map(|_| made_up(&mut random)).collect()
        };
        answers.extend(storm("for ids that never were", &url, |n| pushback(&ids[n], "nobody", 1)).await);
        assert_eq!(answers.len(), 1, "known and unknown ids are answered alike: {answers:?}");
        pause(1500).await;

        for (user, before) in users.iter().zip(&before) {
            assert_eq!(still(user).await, *before);
        }
        open.read().await.shows("scan");
        closed.read().await.shows("ended/cancelled");
        let counts = [details(&open_id).await, details(&linked_id).await, details(&closed_id).await];
        println!("details asked before {asked:?}, after {counts:?}: open, linked, closed");
        assert!(counts[0] - asked[0] <= 20 && counts[1] - asked[1] <= 20 && counts[2] <= 2, "{counts:?}");
        let asked = payway::request_ids().await;
        let unknown = ids.iter().filter(|id| asked.contains(*id));
        assert_eq!(unknown.count(), 0, "nobody asks about an unknown id, of {} that were asked", asked.len());
        // And the right one still links.
        assert_eq!(approve(&open).await, open_id);
        settle(&mut open, "ended/linked", 5).await;
        assert_eq!(status(DEMO, &users[0]).await["sequence"], 1);
    });
}

#[test]
fn details_of_another_customer_link_nobody() {
    run(async {
        let user = fresh("u");
        let bank = payway::simulator(DEMO, &user);
        bank.settings(json!({ "push": "never", "other_ctid": true })).await;
        let mut session = show(DEMO, &user).await;
        let id = approve(&session).await;
        let url = field(&id, "callback_url").await;
        let before = still(&user).await;
        storm("answered with another customer", &url, |_| pushback(&id, "nobody", 1)).await;
        pause(1500).await;
        assert_eq!(still(&user).await, before);
        session.read().await.shows("scan");
        let asked = details(&id).await;
        println!("details asked {asked} times");
        assert!((1..=20).contains(&asked), "{asked}");
        bank.settings(json!({ "other_ctid": false })).await;
        payway::push(&url, &pushback(&id, "nobody", 1)).await.expect(200);
        settle(&mut session, "ended/linked", 30).await;
        assert_eq!(status(DEMO, &user).await["sequence"], 1);
    });
}

#[test]
fn without_the_secret_there_is_no_such_place() {
    run(async {
        let user = fresh("u");
        let session = show(DEMO, &user).await;
        let row = payway::row(&qr(&session)).await;
        let (id, url) = (row["request_id"].as_str().unwrap(), row["callback_url"].as_str().unwrap());
        let (place, secret) = url.rsplit_once('/').unwrap();
        assert!(place.ends_with("/callbacks/payway") && secret.len() >= 32, "{}", secret.len());
        let (asked, start) = (details(id).await, Instant::now());
        let changed = format!("{}{}", &secret[1..], &secret[..1]);
        let cut = &secret[..secret.len() - 1];
        for wrong in [&changed, cut, "", "x", &secret.to_uppercase(), &format!("{secret}x"), &"A".repeat(43)]
        {
            if wrong == secret {
                continue;
            }
            let answer = payway::push(&format!("{place}/{wrong}"), &pushback(id, "nobody", 1)).await;
            answer.refused(404, "not_found");
        }
        pause(500).await;
        // What the page's own waiting asks is not meant here: once in three seconds at most.
        let own = usize::try_from(start.elapsed().as_secs() / 3).unwrap() + 1;
        assert!(details(id).await <= asked + own);
    });
}

#[test]
fn what_is_no_pushback_is_read_and_forgotten() {
    run(async {
        let mut session = show(DEMO, &fresh("u")).await;
        let url = field(&qr(&session), "callback_url").await;
        for body in ["", "{", "null", "[]", "{}", "{\"request_id\":7}", "{\"request_id\":\"a-b\"}", "<xml/>"]
        {
            let answer = payway::push(&url, body).await;
            assert!(answer.status < 500, "{body}: {answer:?}");
        }
        let huge = format!("{{\"request_id\":\"{}\"}}", "a".repeat(100_000));
        assert!([200, 413].contains(&payway::push(&url, &huge).await.status));
        session.read().await.shows("scan");
    });
}
