//! Everything we tried to send to a partner, and sending it again (001, "Webhook").

use account_link_tests::browser::{Browser, follow};
use account_link_tests::client::Response;
use account_link_tests::journey::link;
use account_link_tests::partner::{DEMO, STRICT};
use account_link_tests::random::fresh;
use account_link_tests::receiver::{Answer, receiver};
use account_link_tests::together::together;
use account_link_tests::until::until;
use account_link_tests::{now, pause, run, stack};
use serde_json::{Value, json};

async fn log(user: &str) -> Vec<Value> {
    let body = STRICT.call("GET", &STRICT.path(user, "/callbacks")).await.expect(200).json();
    assert_eq!(body.as_object().expect("an object").len(), 1, "{body}");
    body["callbacks"].as_array().expect("a list").clone()
}

/// Waits until the newest callback is in this state.
async fn newest(user: &str, status: &str) -> Value {
    until(30, async || {
        let newest = log(user).await.pop().unwrap_or_default();
        if newest["status"] == status { Ok(newest) } else { Err(format!("not {status}: {newest:#}")) }
    })
    .await
}

fn attempts(callback: &Value) -> &Vec<Value> {
    callback["attempts"].as_array().expect("a list")
}

async fn resend(user: &str, event: &Value) -> Response {
    let event = event.as_str().expect("an id");
    STRICT.call("POST", &STRICT.path(user, &format!("/callbacks/{event}/resend"))).await
}

#[test]
fn what_was_delivered_is_there_as_it_was_sent() {
    run(async {
        let user = fresh("u");
        receiver();
        let opened = STRICT.link(&user).with("state", "first").sign();
        Browser::new().enter(&follow(&opened).await).await;
        assert_eq!(log(&user).await, Vec::<Value>::new(), "nothing was to be sent yet");
        link(STRICT, &user).await;
        STRICT.unlink(&user).await.expect(204);
        let arrived = receiver().wait(&user, 2, 10).await;
        newest(&user, "DELIVERED").await;
        let log = log(&user).await;
        assert_eq!(log.len(), 2, "{log:#?}");
        for (sequence, callback) in (1..).zip(&log) {
            let event = callback["event_id"].as_str().expect("an id");
            let sent =
                arrived.iter().find(|one| one.header("webhook-id") == event).expect("the id that was sent");
            assert_eq!(callback["sequence"], json!(sequence));
            assert_eq!(sent.header("link-sequence"), sequence.to_string());
            assert_eq!(callback["body"], sent.json());
            assert_eq!(
                (&callback["status"], &callback["next_attempt_at"]),
                (&json!("DELIVERED"), &Value::Null)
            );
            assert_eq!(attempts(callback).len(), 1);
            let attempt = &attempts(callback)[0];
            assert_eq!((&attempt["status"], &attempt["resent"]), (&json!(200), &json!(false)));
            assert!((attempt["at"].as_i64().unwrap() - sent.at / 1000).abs() <= 2, "{attempt}");
            assert!(attempt["latency_ms"].as_u64().is_some_and(|latency| latency < 5000), "{attempt}");
            let mut names: Vec<&String> = attempt.as_object().unwrap().keys().collect();
            names.sort();
            assert_eq!(names, ["at", "latency_ms", "resent", "status"]);
        }
    });
}

#[test]
fn what_failed_is_seen_with_every_attempt_and_may_be_sent_again() {
    run(async {
        let user = fresh("u");
        receiver().answer(&user, Answer::Status(503));
        link(STRICT, &user).await;
        receiver().wait(&user, 1, 10).await;
        let pending = newest(&user, "PENDING").await;
        let due = pending["next_attempt_at"].as_i64().expect("when it is sent next");
        assert!((due - now()).abs() <= 64_800 / stack::divisor() + 2, "in {} s", due - now());
        let failed = newest(&user, "FAILED").await;
        assert_eq!(failed["next_attempt_at"], Value::Null);
        assert_eq!(attempts(&failed).len(), 5, "{failed:#}");
        assert!(attempts(&failed).iter().all(|one| one["status"] == 503 && one["resent"] == false));
        let times: Vec<i64> = attempts(&failed).iter().map(|one| one["at"].as_i64().unwrap()).collect();
        assert!(times.is_sorted(), "{times:?}");
        // In vain: it is one more attempt, and no new schedule.
        assert_eq!(resend(&user, &failed["event_id"]).await.expect(202).json(), json!({}));
        receiver().wait(&user, 6, 10).await;
        let again = newest(&user, "FAILED").await;
        assert_eq!(again["event_id"], failed["event_id"]);
        pause(u64::try_from(64_800_000 / stack::divisor()).unwrap() + 1500).await;
        assert_eq!(receiver().about(&user).len(), 6);
        // And now it is taken.
        receiver().answer(&user, Answer::Status(204));
        resend(&user, &failed["event_id"]).await.expect(202);
        let taken = newest(&user, "DELIVERED").await;
        assert_eq!(attempts(&taken).len(), 7, "{taken:#}");
        for (attempt, status) in attempts(&taken)[5..].iter().zip([503, 204]) {
            assert_eq!((&attempt["status"], &attempt["resent"]), (&json!(status), &json!(true)));
        }
        let arrived = receiver().about(&user);
        assert_eq!(arrived.len(), 7);
        assert!(arrived.iter().all(|one| one.body == arrived[0].body));
        assert!(arrived.iter().all(|one| failed["event_id"] == one.header("webhook-id")));
    });
}

#[test]
fn what_was_taken_or_stopped_may_be_sent_again_too() {
    run(async {
        let cases = [(Answer::Status(200), "DELIVERED"), (Answer::Status(410), "STOPPED")];
        together(cases, async |(answer, status)| {
            let user = fresh("u");
            receiver().answer(&user, answer);
            link(STRICT, &user).await;
            let before = newest(&user, status).await;
            resend(&user, &before["event_id"]).await.expect(202);
            let arrived = receiver().wait(&user, 2, 10).await;
            assert_eq!(arrived[0].header("webhook-id"), arrived[1].header("webhook-id"));
            let after = until(10, async || {
                let after = newest(&user, status).await;
                if attempts(&after).len() == 2 { Ok(after) } else { Err(after) }
            })
            .await;
            assert_eq!(attempts(&after)[1]["resent"], true);
            pause(1000).await;
            assert_eq!(receiver().about(&user).len(), 2, "once more, and no oftener");
            assert_eq!(STRICT.status(&user).await["sequence"], 1, "no new event");
        })
        .await;
    });
}

#[test]
fn no_answer_is_written_as_none() {
    run(async {
        let user = fresh("u");
        receiver().answer(&user, Answer::Close);
        link(STRICT, &user).await;
        receiver().wait(&user, 2, 10).await;
        let log = log(&user).await;
        assert_eq!(attempts(&log[0])[0]["status"], Value::Null, "{log:#?}");
        receiver().answer(&user, Answer::Status(200));
        newest(&user, "DELIVERED").await;
    });
}

#[test]
fn what_is_not_there_or_anothers_is_not_found() {
    run(async {
        let (user, other) = (fresh("u"), fresh("u"));
        link(STRICT, &user).await;
        link(STRICT, &other).await;
        let event = newest(&user, "DELIVERED").await["event_id"].clone();
        STRICT.call("GET", &STRICT.path(&fresh("u"), "/callbacks")).await.refused(404, "not_found");
        DEMO.call("GET", &DEMO.path(&user, "/callbacks")).await.refused(404, "not_found");
        let id = event.as_str().unwrap();
        let path = DEMO.path(&user, &format!("/callbacks/{id}/resend"));
        DEMO.call("POST", &path).await.refused(404, "not_found");
        resend(&other, &event).await.refused(404, "not_found");
        for unknown in ["0", "evt_0", &"0".repeat(id.len()), "%2e%2e"] {
            resend(&user, &unknown.into()).await.refused(404, "not_found");
        }
        let payway = format!("{}?provider=payway", STRICT.path(&user, "/callbacks"));
        STRICT.call("GET", &payway).await.refused(404, "not_found");
        let named = format!("{}?provider=cabital", STRICT.path(&user, "/callbacks"));
        assert_eq!(
            STRICT.call("GET", &named).await.expect(200).json()["callbacks"].as_array().unwrap().len(),
            1
        );
        let mut unsigned = STRICT.request("POST", &STRICT.path(&user, &format!("/callbacks/{id}/resend")));
        unsigned = unsigned.header("access-sign", "x");
        unsigned.send().await.refused(401, "unauthenticated");
        pause(500).await;
        assert_eq!(receiver().about(&user).len(), 1);
    });
}
