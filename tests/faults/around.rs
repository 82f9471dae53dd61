//! A kill around a few deeds, and what the partner heard of it all in the end.

use account_link_tests::random::Random;
use account_link_tests::receiver::{Arrived, receiver};
use account_link_tests::until::until;
use account_link_tests::{pause, process};
use std::collections::BTreeMap;

/// Something that is done once, whatever becomes of it.
pub type Deed = std::pin::Pin<Box<dyn Future<Output = ()> + Send>>;

/// Does it all at once, and kills workerd within so many milliseconds.
pub async fn kill_during(random: &mut Random, within: usize, deeds: Vec<Deed>) {
    let pid = process::workerd().expect("a workerd that runs the worker");
    let deeds: Vec<_> = deeds.into_iter().map(tokio::spawn).collect();
    pause(u64::try_from(random.below(within)).unwrap()).await;
    process::kill(pid);
    for deed in deeds {
        deed.await.expect("it was done");
    }
    process::wait_for_another(pid).await;
}

/// The events about a user, once there are so many. An attempt that a kill cut off is made again when its lease ran out.
pub async fn told(user: &str, count: usize) {
    until(60, async || {
        let (told, _) = events(user);
        if told.len() >= count { Ok(()) } else { Err(format!("{count} events about {user}: {told:?}")) }
    })
    .await;
}

/// The events that arrived about a user, in their order: `staus` and sequence; and how many came again.
pub fn events(user: &str) -> (Vec<(String, String)>, usize) {
    let arrived = receiver().about(user);
    let mut events: BTreeMap<&str, &Arrived> = BTreeMap::new();
    for one in &arrived {
        let first = events.entry(one.header("webhook-id")).or_insert(one);
        assert_eq!(first.body, one.body, "the same event has the same bytes");
    }
    let mut told: Vec<(String, String)> =
        events.values().map(|one| (one.staus(), one.header("link-sequence").to_owned())).collect();
    told.sort_by(|a, b| a.1.cmp(&b.1));
    (told, arrived.len() - events.len())
}
