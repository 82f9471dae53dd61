//! SIGKILLs while users go to WorldFirst, authorise and come back: what was opened there is linked with one event, what
//! took its place with another, and whoever was on the way gets there.

use crate::around::{Deed, events, kill_during, told};
use account_link_tests::browser::Session;
use account_link_tests::client::Request;
use account_link_tests::partner::STRICT;
use account_link_tests::random::{Random, fresh};
use account_link_tests::receiver::receiver;
use account_link_tests::until::until;
use account_link_tests::worldfirst::{
    STATUS_API, Submitted, authorise, authorise_at, go, land, numbers, open, rebinding, row, sent, show, way,
};
use account_link_tests::{pause, run};
use serde_json::{Value, json};

const KILLS: usize = 12;
const LINKS: usize = 3;
/// Within so many milliseconds of the return: our question about it comes up to a second after the one before.
const WITHIN: usize = 1300;
/// Change it to kill at other moments.
const SEED: u64 = 0x0F1_0012;

/// A user, and what they did at the portal last.
struct One {
    user: String,
    submitted: Submitted,
    changed: bool,
}

/// The user comes back; the kill may take the answer.
fn come_back(redirect: String) -> Deed {
    Box::pin(async move {
        let _ = Request::to("GET", &redirect).attempt().await;
    })
}

#[test]
fn what_was_opened_is_linked_once_though_the_process_is_killed() {
    println!("seed {SEED:#x}");
    run(async {
        receiver();
        let mut random = Random::new(SEED);
        let mut all: Vec<One> = Vec::new();
        for kill in 0..KILLS {
            let mut round = Vec::new();
            for _ in 0..LINKS {
                let user = fresh("wf");
                let mut session = show(STRICT, &user).await;
                let submitted = authorise_at(&sent(&mut session).await).await;
                round.push(One { user, submitted, changed: false });
            }
            let returns = round.iter().map(|one| come_back(one.submitted.redirect.clone())).collect();
            kill_during(&mut random, WITHIN, returns).await;
            let mut uuids = Vec::new();
            for one in &round {
                uuids.push(linked_with(one, 1, &Value::Null).await);
            }
            if kill % 2 == 1 {
                for one in &mut round {
                    let mut session = open(&rebinding(STRICT, &one.user, &fresh("rb"))).await;
                    session.perform("continue", json!({})).await.shows("portal");
                    one.submitted = authorise_at(&sent(&mut session).await).await;
                    one.changed = true;
                }
                let returns = round.iter().map(|one| come_back(one.submitted.redirect.clone())).collect();
                kill_during(&mut random, WITHIN, returns).await;
                for (one, old) in round.iter().zip(&uuids) {
                    linked_with(one, 2, old).await;
                }
            }
            all.extend(round);
        }
        judge(&all).await;
    });
}

/// Waits until it is linked with what is there; its `account_uuid`.
async fn linked_with(one: &One, sequence: u64, old: &Value) -> Value {
    let status = until(40, async || {
        let status = STATUS_API.status(STRICT, &one.user).await;
        if status["sequence"] == sequence { Ok(status) } else { Err(status) }
    })
    .await;
    assert_eq!(status["link_status"], "LINKED", "{status}");
    assert_ne!(status["account_uuid"], *old, "{status}");
    let number = numbers(&one.submitted.reference).await.remove(0);
    assert_eq!(status["accounts"][0]["masked"], format!("•••• {number}"));
    status["account_uuid"].clone()
}

async fn judge(all: &[One]) {
    for one in all {
        told(&one.user, if one.changed { 2 } else { 1 }).await;
    }
    // What is still to be sent again comes now.
    pause(8_000).await;
    let mut again = 0;
    for one in all {
        assert_eq!(row(&one.submitted.reference).await.expect("it is there")["active"], true);
        let (told, repeated) = events(&one.user);
        let expected = [("LINKED".to_owned(), "1".to_owned()), ("LINKED".to_owned(), "2".to_owned())];
        assert_eq!(told, expected[..if one.changed { 2 } else { 1 }], "{}", one.user);
        again += repeated;
    }
    println!("{} links, 0 lost, 0 twice, {again} callbacks sent again", all.len());
}

#[test]
fn whoever_is_on_the_way_there_gets_there() {
    println!("seed {SEED:#x}");
    run(async {
        receiver();
        let mut random = Random::new(SEED);
        let mut users = Vec::new();
        for _ in 0..KILLS / 2 {
            let mut round: Vec<(String, Session)> = Vec::new();
            for _ in 0..LINKS {
                let user = fresh("wf");
                let session = land(STRICT, &user).await;
                round.push((user, session));
            }
            // Killed while they press Continue: they press again.
            let presses: Vec<Request> = round
                .iter()
                .map(|(_, session)| session.request("continue", &json!({}), &fresh("press")))
                .collect();
            let deeds = presses.iter().cloned().map(attempt).collect();
            kill_during(&mut random, 300, deeds).await;
            for ((_, session), press) in round.iter_mut().zip(&presses) {
                session.keep(&press.answered().await);
                session.settle("portal", 20).await;
            }
            // Killed while they leave: who did not arrive finds another way.
            let ways = round.iter().map(|(_, session)| attempt(Request::new("GET", &way(session, "tab"))));
            kill_during(&mut random, 150, ways.collect()).await;
            for (user, mut session) in round {
                session.read().await.shows("portal");
                let led = go(&way(&session, "top")).await.expect(303);
                drop(led);
                authorise(&mut session).await;
                session.settle("ended/linked", 40).await;
                users.push(user);
            }
        }
        for user in &users {
            told(user, 1).await;
        }
        pause(8_000).await;
        for user in &users {
            assert_eq!(events(user).0, [("LINKED".to_owned(), "1".to_owned())], "{user}");
        }
        println!("{} users arrived", users.len());
    });
}

/// Sends it once, whatever becomes of it.
fn attempt(request: Request) -> Deed {
    Box::pin(async move {
        let _ = request.attempt().await;
    })
}
