//! Twenty minutes of links that are made and ended, eight users at once: no request fails, no callback is lost or comes
//! twice, however long it goes on.

use account_link_tests::partner::DEMO;
use account_link_tests::random::fresh;
use account_link_tests::status_api::{told, told_so_far};
use account_link_tests::{journey, process, run};
use futures_util::future::join_all;
use std::time::{Duration, Instant};

const FOR: Duration = Duration::from_mins(20);
const AT_ONCE: usize = 8;

/// One user after the other, until the time is over; how many there were.
async fn one_after_the_other(start: Instant) -> usize {
    let mut users = 0;
    while start.elapsed() < FOR {
        let user = fresh("soak");
        journey::link(DEMO, &user).await;
        assert_eq!(DEMO.status(&user).await["link_status"], "LINKED");
        DEMO.unlink(&user).await.expect(204);
        let events: Vec<_> = told(&user, 2).await.into_iter().map(|body| body["staus"].clone()).collect();
        assert_eq!(events, ["LINKED", "UNLINKED"], "{user}");
        assert_eq!(told_so_far(&user), 2, "{user}");
        users += 1;
    }
    users
}

#[test]
#[ignore = "takes 20 minutes: `cargo xtask test long`"]
fn links_are_made_and_ended_for_as_long_as_one_likes() {
    run(async {
        let start = Instant::now();
        let before = process::workerd().and_then(process::memory_kib);
        let users: usize = join_all((0..AT_ONCE).map(|_| one_after_the_other(start))).await.into_iter().sum();
        let after = process::workerd().and_then(process::memory_kib);
        println!("{users} links; workerd had {before:?} KiB and has {after:?} KiB");
        assert!(users > 100, "{users}");
    });
}
