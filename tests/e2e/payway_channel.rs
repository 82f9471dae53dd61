//! The push channel: a ticket opens it once, from our own page; it says when there is something to read.

use account_link_tests::browser::Session;
use account_link_tests::client::Response;
use account_link_tests::partner::DEMO;
use account_link_tests::payway::{self, approve, settle, show};
use account_link_tests::random::fresh;
use account_link_tests::socket::{Handshake, Message, PROTOCOL};
use account_link_tests::strain;
use account_link_tests::{pause, run};
use serde_json::json;
use std::time::{Duration, Instant};

async fn ticket(session: &mut Session) -> String {
    let answer = session.perform("channel", json!({})).await.expect(200);
    let body = answer.json();
    assert_eq!(body.as_object().expect("an object").len(), 1, "{body}");
    let ticket = body["ticket"].as_str().expect("a ticket").to_owned();
    assert!(ticket.len() >= 43 && ticket.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b)));
    ticket
}

/// Refused with our error body; which of the two says nothing about the ticket.
#[track_caller]
fn assert_refused(what: &str, answer: &Response) {
    assert!([401, 403].contains(&answer.status), "{what}: {answer:?}");
    let code = if answer.status == 401 { "session_missing" } else { "cross_site" };
    answer.clone().refused(answer.status, code);
}

#[test]
fn the_page_hears_of_the_yes_within_two_seconds_of_the_pushback() {
    run(async {
        let user = fresh("u");
        payway::simulator(DEMO, &user).settings(json!({ "push": "never" })).await;
        let mut session = show(DEMO, &user).await;
        let ticket = ticket(&mut session).await;
        let mut socket = Handshake::new(&session.flow, &ticket).open().await.expect("it opens");
        assert_eq!(socket.protocol.as_deref(), Some(PROTOCOL), "the ticket is not echoed");
        let request_id = approve(&session).await;
        let url = payway::field(&request_id, "callback_url").await;
        let start = Instant::now();
        payway::push(&url, &payway::pushback(&request_id, "nobody", 1)).await;
        let message = socket.next(10_000).await.expect("a message");
        assert!(matches!(message, Message::Text(_)), "{message:?}");
        let took = start.elapsed();
        println!("transcript after {} ms", took.as_millis());
        assert!(took <= Duration::from_secs(2) + strain::allowance(), "{took:?}");
        session.read().await.shows("ended/linked");
    });
}

#[test]
fn the_page_hears_of_an_unlink_by_the_partner_too() {
    run(async {
        let user = fresh("u");
        let mut session = show(DEMO, &user).await;
        let ticket = ticket(&mut session).await;
        let mut socket = Handshake::new(&session.flow, &ticket).open().await.expect("it opens");
        payway::unlink(DEMO, &user).await.expect(204);
        assert!(socket.next(2000).await.is_some(), "a message or a close within 2 s");
        session.read().await.shows("ended/cancelled");
    });
}

#[test]
fn a_ticket_opens_one_channel_of_its_own_flow() {
    run(async {
        let (mut session, mut other) = (show(DEMO, &fresh("u")).await, show(DEMO, &fresh("u")).await);
        let (mine, others) = (ticket(&mut session).await, ticket(&mut other).await);
        let crossed = Handshake::new(&session.flow, &others).refused().await;
        assert_refused("a ticket of another flow", &crossed);
        let _open = Handshake::new(&session.flow, &mine).open().await.expect("it opens");
        assert_refused("a ticket used twice", &Handshake::new(&session.flow, &mine).refused().await);
        for (what, ticket) in [("made up", "A".repeat(43)), ("empty", String::new()), ("short", "x".into())] {
            assert_refused(what, &Handshake::new(&session.flow, &ticket).refused().await);
        }
        let nowhere = Handshake::new(&"0".repeat(32), &ticket(&mut session).await).refused().await;
        assert_refused("a flow that never was", &nowhere);
    });
}

#[test]
fn a_newer_ticket_makes_the_older_one_void() {
    run(async {
        let mut session = show(DEMO, &fresh("u")).await;
        let (older, newer) = (ticket(&mut session).await, ticket(&mut session).await);
        assert_refused("the older", &Handshake::new(&session.flow, &older).refused().await);
        Handshake::new(&session.flow, &newer).open().await.expect("the newer opens");
    });
}

#[test]
fn a_ticket_is_good_for_thirty_seconds() {
    run(async {
        let mut session = show(DEMO, &fresh("u")).await;
        let ticket = ticket(&mut session).await;
        pause(31_000).await;
        assert_refused("31 s old", &Handshake::new(&session.flow, &ticket).refused().await);
    });
}

#[test]
fn only_our_own_page_opens_it() {
    run(async {
        let mut session = show(DEMO, &fresh("u")).await;
        let ticket = ticket(&mut session).await;
        let good = Handshake::new(&session.flow, &ticket);
        let origin = |origin: Option<String>| Handshake { origin, ..good.clone() };
        let protocol = |text: &str| Handshake { protocol: Some(text.to_owned()), ..good.clone() };
        for (what, bad) in [
            ("no origin", origin(None)),
            ("a foreign origin", origin(Some("https://evil.example".into()))),
            ("the partner's origin", origin(Some(DEMO.site()))),
            ("a null origin", origin(Some("null".into()))),
            ("no protocol", Handshake { protocol: None, ..good.clone() }),
            ("no ticket", protocol(PROTOCOL)),
            ("the ticket alone", protocol(&ticket)),
            ("another protocol", protocol(&format!("account-link.v2, {ticket}"))),
        ] {
            let answer = bad.refused().await;
            let expected = [(401, "session_missing"), (403, "cross_site"), (400, "invalid_request")];
            assert!(expected.contains(&(answer.status, answer.code().as_str())), "{what}: {answer:?}");
        }
        // A plain GET is no upgrade, and spends nothing.
        let mut plain = session.request("channel", &json!({}), "not-a-write");
        (plain.method, plain.body) = ("GET", None);
        let answer = plain.send().await;
        assert!((400..500).contains(&answer.status), "{answer:?}");
        let spent = Handshake::new(&session.flow, &ticket).open().await.is_err();
        println!("refused handshakes spend the ticket: {spent}");
    });
}

#[test]
fn a_ticket_needs_a_session_and_a_write_of_our_page() {
    run(async {
        let mut session = show(DEMO, &fresh("u")).await;
        let good = session.request("channel", &json!({}), &fresh("channel"));
        good.clone().without("cookie").send().await.refused(401, "session_missing");
        good.clone().header("origin", &DEMO.site()).send().await.refused(403, "cross_site");
        good.clone().without("idempotency-key").send().await.refused(403, "cross_site");
        session.keep(&good.send().await.expect(200));
        session.read().await.shows("scan");
    });
}

#[test]
fn a_flow_that_ended_honours_the_ticket_it_gave_once() {
    run(async {
        let mut linked = show(DEMO, &fresh("u")).await;
        let given = ticket(&mut linked).await;
        approve(&linked).await;
        settle(&mut linked, "ended/linked", 5).await;
        let mut cancelled = show(DEMO, &fresh("u")).await;
        let given_too = ticket(&mut cancelled).await;
        cancelled.perform("cancel", json!({})).await.shows("ended/cancelled");
        for (mut session, given) in [(linked, given), (cancelled, given_too)] {
            // The page may have come with it just then: it reads the end.
            Handshake::new(&session.flow, &given).open().await.expect("it opens");
            assert_refused("used twice", &Handshake::new(&session.flow, &given).refused().await);
            let end = session.read().await.step();
            assert!(end.starts_with("ended/"), "{end}");
        }
    });
}
