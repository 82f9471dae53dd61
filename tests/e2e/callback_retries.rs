//! A partner that does not take the callback: five attempts on the schedule, the same event each time, then rest.

use account_link_tests::journey::link;
use account_link_tests::partner::STRICT;
use account_link_tests::random::fresh;
use account_link_tests::receiver::{Answer, Arrived, receiver};
use account_link_tests::strain;
use account_link_tests::together::together;
use account_link_tests::{pause, run, stack};
use std::collections::BTreeSet;

/// 5 min, 1 h, 5 h, 18 h after the previous attempt, in milliseconds.
const SCHEDULE: [i64; 4] = [300_000, 3_600_000, 18_000_000, 64_800_000];

/// How much later than on the schedule an attempt may come, on an idle machine.
const LATE: i64 = 3_000;

fn assert_on_schedule(attempts: &[Arrived]) {
    let late = LATE + i64::try_from(strain::allowance().as_millis()).unwrap();
    assert_eq!(attempts.len(), 5, "{attempts:#?}");
    for (pair, wait) in attempts.windows(2).zip(SCHEDULE) {
        let (gap, wait) = (pair[1].at - pair[0].at, wait / stack::divisor());
        assert!(gap >= wait - 5 && gap <= wait + late, "a gap of {gap} ms where the schedule says {wait}");
    }
    let ids: BTreeSet<&str> = attempts.iter().map(|one| one.header("webhook-id")).collect();
    let bodies: BTreeSet<&str> = attempts.iter().map(|one| one.body.as_str()).collect();
    assert_eq!((ids.len(), bodies.len()), (1, 1), "one event, five times: {attempts:#?}");
}

async fn refused_by(answer: Answer) -> String {
    let user = fresh("u");
    receiver().answer(&user, answer);
    link(STRICT, &user).await;
    user
}

#[test]
fn five_attempts_and_no_sixth() {
    run(async {
        let answers = [
            Answer::Status(500),
            Answer::Status(404),
            Answer::Status(429),
            Answer::Redirect,
            Answer::Close,
            Answer::Garbage,
        ];
        let users = together(answers, async |answer| (refused_by(answer).await, answer)).await;
        for (user, answer) in &users {
            println!("{answer:?}");
            receiver().wait(user, 5, 30).await;
        }
        // Longer than the longest step.
        pause(u64::try_from(SCHEDULE[3] / stack::divisor()).unwrap() + 2000).await;
        for (user, answer) in &users {
            println!("{answer:?}");
            assert_on_schedule(&receiver().about(user));
        }
        assert!(receiver().paths().iter().all(|path| path == "/callback"), "no redirect was followed");
        // The link does not depend on the partner's receiver.
        assert_eq!(STRICT.status(&users[0].0).await["link_status"], "LINKED");
    });
}

#[test]
fn gone_ends_it_at_once_and_success_ends_it_too() {
    run(async {
        let gone = refused_by(Answer::Status(410)).await;
        let accepted = refused_by(Answer::Status(202)).await;
        let late = refused_by(Answer::Status(503)).await;
        receiver().wait(&late, 2, 20).await;
        receiver().answer(&late, Answer::Status(200));
        let before = receiver().wait(&late, 3, 20).await.len();
        pause(6000).await;
        assert_eq!(receiver().about(&gone).len(), 1);
        assert_eq!(receiver().about(&accepted).len(), 1);
        let after = receiver().about(&late).len();
        assert!(
            after == before && after <= 4,
            "{before} and {after} attempts, the last of which was accepted"
        );
    });
}

#[test]
fn a_later_event_does_not_wait_for_an_earlier_one() {
    run(async {
        let user = refused_by(Answer::Hang).await;
        receiver().wait(&user, 1, 10).await;
        STRICT.unlink(&user).await.expect(204);
        let start = account_link_tests::now_ms();
        let second = loop {
            let found = receiver().about(&user).into_iter().find(|one| one.staus() == "UNLINKED");
            if let Some(found) = found {
                break found;
            }
            assert!(account_link_tests::now_ms() - start < 5_000, "UNLINKED waits for LINKED to be taken");
            pause(10).await;
        };
        assert_eq!(second.header("link-sequence"), "2");
        let first = &receiver().about(&user)[0];
        assert_ne!(first.header("webhook-id"), second.header("webhook-id"));
        receiver().answer(&user, Answer::Status(200));
        // The one that hung is a failed attempt: it comes again, with its own id.
        let id = first.header("webhook-id").to_owned();
        let start = account_link_tests::now_ms();
        while receiver().about(&user).iter().filter(|one| one.header("webhook-id") == id).count() < 2 {
            assert!(account_link_tests::now_ms() - start < 40_000, "the hanging attempt is not given up");
            pause(50).await;
        }
    });
}
