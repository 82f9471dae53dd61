//! Fifty SIGKILLs (five hundred in the long tier): every link that says LINKED has told its partner so, with one event.

use crate::round::{Aim, LINKS, Waiting, kill_while_confirming, prepare, retry};
use account_link_tests::journey::{Person, link};
use account_link_tests::partner::STRICT;
use account_link_tests::random::{Random, fresh};
use account_link_tests::receiver::{Arrived, receiver};
use account_link_tests::tier::times;
use account_link_tests::{pause, run};
use std::collections::BTreeSet;
use std::time::Instant;

/// Of so many kills one must have hit between the state's write and the partner's receipt.
const OF: usize = 5;
/// Change it to kill at other moments.
const SEED: u64 = 0xDEAD_0050;

/// What came of one link.
struct Fate {
    user: String,
    killed_at: i64,
}

#[test]
fn nothing_is_lost_when_the_process_is_killed() {
    println!("seed {SEED:#x}");
    let kills = times(50, 500);
    run(async {
        receiver();
        let (start, mut random) = (Instant::now(), Random::new(SEED));
        let mut fates: Vec<Fate> = Vec::new();
        let (mut person, mut mails) = new_person().await;
        for kill in 0..kills {
            // A few links an account, so that no limit on mails stands in the way.
            if mails >= 7 {
                (person, mails) = new_person().await;
            }
            let mut waiting = Vec::new();
            for _ in 0..LINKS {
                mails += 1;
                waiting.push(prepare(&person, mails).await);
            }
            let aim = [Aim::Answered, Aim::Anywhere, Aim::Answered, Aim::Received][kill % 4];
            let killed_at = kill_while_confirming(&mut waiting, aim, &mut random).await;
            for one in &mut waiting {
                settle(one, kill).await;
                fates.push(Fate { user: one.user.clone(), killed_at });
            }
        }
        println!("{kills} kills in {:.0} s", start.elapsed().as_secs_f64());
        judge(&fates, kills).await;
    });
}

async fn new_person() -> (Person, usize) {
    (link(STRICT, &fresh("fault")).await.1, 1)
}

/// Where the kill took the answer, the page tries again: that ends in linked, whatever the kill had reached.
async fn settle(one: &mut Waiting, kill: usize) {
    if one.answered {
        return;
    }
    let response = retry(one).await;
    assert_eq!(response.step(), "ended/linked", "after kill {kill}, {}: {response:?}", one.user);
    assert_eq!(STRICT.status(&one.user).await["link_status"], "LINKED");
}

async fn judge(fates: &[Fate], all: usize) {
    for fate in fates {
        receiver().wait(&fate.user, 1, 60).await;
    }
    // What is still to be sent again comes now.
    pause(8_000).await;
    let (mut between, mut duplicates) = (BTreeSet::new(), 0);
    for fate in fates {
        let status = STRICT.status(&fate.user).await;
        assert_eq!(
            (&status["link_status"], &status["sequence"]),
            (&"LINKED".into(), &1.into()),
            "{}",
            fate.user
        );
        let arrived = receiver().about(&fate.user);
        assert!(!arrived.is_empty(), "the callback of {} is lost", fate.user);
        assert_one_event(&arrived);
        assert_eq!(arrived[0].json()["account_uuid"], status["account_uuid"]);
        duplicates += arrived.len() - 1;
        if written_at(&arrived[0]) <= fate.killed_at && fate.killed_at < arrived[0].at {
            between.insert(fate.killed_at);
        }
    }
    let (links, kills) = (fates.len(), between.len());
    println!("{links} links, 0 lost, {duplicates} callbacks sent again");
    println!("{kills} of {all} kills fell between the state's write and the receipt of its callback");
    assert!(duplicates <= links, "more duplicates than kills could make");
    assert!(kills >= all / OF, "only {kills} kills fell between write and receipt");
}

/// Duplicates are the same event with the same bytes.
fn assert_one_event(arrived: &[Arrived]) {
    let ids: BTreeSet<&str> = arrived.iter().map(|one| one.header("webhook-id")).collect();
    let bodies: BTreeSet<&str> = arrived.iter().map(|one| one.body.as_str()).collect();
    assert_eq!((ids.len(), bodies.len()), (1, 1), "{arrived:#?}");
    assert_eq!(arrived[0].staus(), "LINKED");
}

/// When the link was made: `event_time`, in milliseconds since 1970.
fn written_at(arrived: &Arrived) -> i64 {
    let text = arrived.json()["event_time"].as_str().expect("a time").to_owned();
    let numbers: Vec<i64> =
        text.split(|c: char| !c.is_ascii_digit()).filter_map(|n| n.parse().ok()).collect();
    let [year, month, day, hour, minute, second, milli] = numbers[..] else { panic!("{text}") };
    // Days since 1970 (Howard Hinnant, "days_from_civil").
    let y = if month <= 2 { year - 1 } else { year };
    let (era, shifted) = (y / 400, (month + 9) % 12);
    let of_era = y - era * 400;
    let of_year = (153 * shifted + 2) / 5 + day - 1;
    let days = era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468;
    (((days * 24 + hour) * 60 + minute) * 60 + second) * 1000 + milli
}
