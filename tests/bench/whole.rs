//! What is not a rate: the start of an isolate, the memory of workerd, what one linking asks of the platform.

use account_link_tests::client::Request;
use account_link_tests::journey;
use account_link_tests::partner::STRICT;
use account_link_tests::random::fresh;
use account_link_tests::receiver::receiver;
use account_link_tests::{feed, pause, process};
use futures_util::{StreamExt as _, stream};
use serde_json::json;
use std::collections::BTreeMap;
use std::time::Instant;

const BESIDE: usize = 8;
const STARTS: usize = 5;
/// So many flows between two looks at the memory; and one of so many becomes a link.
const BATCH: usize = 100;
const LINKED: usize = 16;
const COUNTED: u32 = 10;

/// Killed, and how long until it answers again: the start of workerd and the first request of an isolate.
pub async fn start() {
    for _ in 0..STARTS {
        let workerd = process::workerd().expect("workerd runs");
        let start = Instant::now();
        process::kill(workerd);
        while Request::new("GET", "/api/v1/time").attempt().await.map_or(0, |answer| answer.status) != 200 {
            pause(2).await;
        }
        println!("{}", json!({ "start_ms": start.elapsed().as_secs_f64() * 1000.0 }));
    }
}

/// What workerd holds after so many flows (whole hundreds), on the way as well. Each is opened, read and led to the login; one of sixteen goes on
/// to a link, which costs most of its time in two hashes.
pub async fn memory(flows: usize) {
    receiver();
    say_memory(0);
    let mut begun = 0;
    for end in [1].into_iter().chain((BATCH..=flows).step_by(BATCH)) {
        let batch = (begun..end).map(async |flow| {
            if flow % LINKED == LINKED - 1 {
                journey::link(STRICT, &fresh("linked")).await;
            } else {
                let mut session = journey::land(STRICT, &fresh("begun")).await;
                session.perform("continue", json!({})).await.shows("login");
                session.read().await.shows("login");
            }
        });
        stream::iter(batch).buffer_unordered(BESIDE).collect::<Vec<()>>().await;
        say_memory(end);
        begun = end;
    }
}

fn say_memory(flows: usize) {
    let held = process::workerd().and_then(process::memory_kib).expect("workerd runs");
    println!("{}", json!({ "flows": flows, "memory_kib": held }));
}

/// So many links of new people, for what they leave behind.
pub async fn links(count: usize) {
    let linking = (0..count).map(async |_| drop(journey::link(STRICT, &fresh("stored")).await));
    stream::iter(linking).buffer_unordered(BESIDE).collect::<Vec<()>>().await;
    println!("{}", json!({ "links": count }));
}

/// What one linking of somebody with an account asks of the platform, by the counting front: the mean of several.
pub async fn count() {
    receiver();
    let mut people = Vec::new();
    for _ in 0..COUNTED {
        people.push(journey::link(STRICT, &fresh("first")).await.1);
    }
    for person in &people {
        feed::notices(&person.email, 1).await;
    }
    let before = counted().await;
    for person in &people {
        let user = fresh("counted");
        let mut session = journey::land(STRICT, &user).await;
        let code = journey::login(&mut session, person, 2).await;
        session.perform("confirm", json!({ "code": code })).await.shows("ended/linked");
        receiver().wait(&user, 1, 20).await;
        feed::notices(&person.email, 2).await;
    }
    let after = counted().await;
    let mean = after.iter().map(|(name, count)| {
        let more = count - before.get(name).copied().unwrap_or_default();
        (name, more / f64::from(COUNTED))
    });
    println!("{}", json!({ "counts": mean.collect::<BTreeMap<_, _>>() }));
}

/// What was counted so far, by its name; and what workerd has computed.
async fn counted() -> BTreeMap<String, f64> {
    let counts = Request::new("GET", "/counted").send().await.expect(200);
    let mut counts: BTreeMap<String, f64> = serde_json::from_str(&counts.body).expect("counts by name");
    let computed = process::workerd().map(process::computed_ms).expect("workerd runs");
    counts.insert("cpu_ms".to_owned(), u32::try_from(computed).expect("less than a month").into());
    counts
}
