//! Thousands of guesses at one account's password, from everywhere at once: as many are looked at as the limit allows,
//! all others have to wait, and the owner gets in meanwhile.

use account_link_tests::browser::{Browser, follow};
use account_link_tests::client::Response;
use account_link_tests::journey::{Person, land, land_in, link, login_to};
use account_link_tests::partner::DEMO;
use account_link_tests::random::fresh;
use account_link_tests::tier::times;
use account_link_tests::{run, strain};
use futures_util::StreamExt as _;
use futures_util::stream::iter;
use serde_json::{Value, json};
use std::time::Instant;

/// One flow lets nobody guess more often.
const A_FLOW: usize = 40;
const AT_ONCE: usize = 24;
/// Guesses that cost nothing but the answer.
const FREE: usize = 5;
/// The pause after the fifth, in milliseconds; it doubles.
const PAUSE: u64 = 30_000;
/// How late an answer may come on an idle machine.
const LATE: u64 = 8_000;

/// What one flow's guesses were answered: when each was looked at, and whether all others were told to wait.
async fn guess(email: &str, start: Instant) -> Vec<u64> {
    let opening = follow(&DEMO.link(&fresh("u")).sign()).await;
    let mut session = Browser::without_cookies().open(&opening).await;
    session.perform("continue", json!({})).await.shows("login");
    let mut tried_after = Vec::new();
    for _ in 0..A_FLOW {
        let body = json!({ "email": email, "password": fresh("a guess") });
        let answer = session.perform("login", body).await;
        if answer.status == 401 {
            answer.refused(401, "credentials_wrong");
            tried_after.push(u64::try_from(start.elapsed().as_millis()).unwrap());
        } else {
            let answer = answer.refused(429, "too_many_attempts");
            let wait: u32 = answer.header("retry-after").expect("a time to wait").parse().unwrap();
            assert!((1..=3600).contains(&wait), "{wait}");
        }
    }
    tried_after
}

#[test]
fn thousands_of_guesses_get_no_more_tries_than_the_limit_allows() {
    let flows_in_all = times(50, 250);
    run(async {
        let (_, person) = link(DEMO, &fresh("u")).await;
        let browser = Browser::new();
        login_to(&mut land_in(&browser, DEMO, &fresh("u")).await, &person, "confirm").await;
        let start = Instant::now();
        let flood = iter(0..flows_in_all).map(|_| {
            let email = person.email.clone();
            tokio::spawn(async move { guess(&email, start).await })
        });
        let mut flood = flood.buffer_unordered(AT_ONCE);
        let (mut tried_after, mut flows) = (Vec::new(), 0);
        while let Some(flow) = flood.next().await {
            tried_after.extend(flow.expect("a flow"));
            flows += 1;
            if flows % 40 == 20 {
                // The flood goes on while the owner comes in.
                login_to(&mut land_in(&browser, DEMO, &fresh("u")).await, &person, "confirm").await;
            }
        }
        let end = u64::try_from(start.elapsed().as_millis()).unwrap();
        tried_after.sort_unstable();
        println!(
            "{} guesses in {} s, looked at after ms: {tried_after:?}",
            flows_in_all * A_FLOW,
            end / 1000
        );
        assert!(tried_after.len() >= FREE, "{tried_after:?}");
        let late = LATE + u64::try_from(strain::allowance().as_millis()).unwrap();
        let mut pause = PAUSE;
        for pair in tried_after[FREE - 1..].windows(2) {
            assert!(pair[1] + late >= pair[0] + pause, "no {pause} ms lie between {pair:?}");
            pause *= 2;
        }
        let last = tried_after[tried_after.len() - 1];
        assert!(end < last + pause + late, "a guess after {} ms had to be looked at", last + pause);
        // The owner comes in; the right password from elsewhere has to wait.
        login_to(&mut land_in(&browser, DEMO, &fresh("u")).await, &person, "confirm").await;
        let mut session = land(DEMO, &fresh("u")).await;
        session.perform("continue", json!({})).await.shows("login");
        session.perform("login", person.credentials()).await.refused(429, "too_many_attempts");
    });
}

/// What somebody is told who guesses six times.
async fn told(person: &Person) -> Vec<(u16, Value)> {
    let mut session = land(DEMO, &fresh("u")).await;
    session.perform("continue", json!({})).await.shows("login");
    let mut told = Vec::new();
    for _ in 0..FREE + 1 {
        let body = json!({ "email": person.email, "password": "not the password" });
        let answer: Response = session.perform("login", body).await;
        told.push((answer.status, answer.anonymous()));
    }
    told
}

#[test]
fn an_unknown_address_is_limited_alike() {
    run(async {
        let (_, known) = link(DEMO, &fresh("u")).await;
        let known = told(&known).await;
        assert_eq!(known, told(&Person::new()).await);
        assert_eq!(
            known.iter().map(|(status, _)| *status).collect::<Vec<_>>(),
            [401, 401, 401, 401, 401, 429]
        );
    });
}
