//! One round: a few flows wait at the confirm step, their confirms go out, and workerd is killed meanwhile.

use account_link_tests::browser::Session;
use account_link_tests::client::{Request, Response};
use account_link_tests::journey::{Person, land, login};
use account_link_tests::partner::STRICT;
use account_link_tests::random::{Random, fresh};
use account_link_tests::receiver::{Answer, receiver};
use account_link_tests::{now_ms, pause, process};
use serde_json::json;
use std::time::{Duration, Instant};

/// How many links are confirmed around each kill.
pub const LINKS: usize = 3;

/// When the kill comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aim {
    /// Some milliseconds after the confirms were sent.
    Anywhere,
    /// As soon as one of them is answered: its callback is on its way.
    Answered,
    /// While the partner, who has received a callback, has not answered it yet.
    Received,
}

/// A link that waits to be confirmed.
pub struct Waiting {
    pub user: String,
    /// Whether the confirm was answered before the kill. Nobody touches such a link again before its callback.
    pub answered: bool,
    session: Session,
    confirm: Request,
}

/// Brings a user to the confirm step. `mails` counts what the account was sent so far.
pub async fn prepare(person: &Person, mails: usize) -> Waiting {
    let user = fresh("fault");
    let mut session = land(STRICT, &user).await;
    let code = login(&mut session, person, mails).await;
    let confirm = session.request("confirm", &json!({ "code": code }), &fresh("confirm"));
    Waiting { user, answered: false, session, confirm }
}

/// Confirms all of them, kills workerd, waits for the next one. When the kill came, in milliseconds since 1970.
pub async fn kill_while_confirming(waiting: &mut [Waiting], aim: Aim, random: &mut Random) -> i64 {
    let pid = process::workerd().expect("a workerd that runs the worker");
    if aim == Aim::Received {
        waiting.iter().for_each(|one| receiver().answer(&one.user, Answer::After(400)));
    }
    let mut confirms = tokio::task::JoinSet::new();
    for (index, one) in waiting.iter().enumerate() {
        let confirm = one.confirm.clone();
        let later = u64::try_from(random.below(12)).unwrap();
        confirms.spawn(async move {
            pause(later).await;
            (index, confirm.attempt().await)
        });
    }
    let mut answers = Vec::new();
    match aim {
        Aim::Anywhere => pause(u64::try_from(random.below(60)).unwrap()).await,
        Aim::Answered => {
            let patience = Duration::from_secs(5);
            let first = tokio::time::timeout(patience, confirms.join_next()).await;
            answers.extend(first.ok().flatten());
        }
        Aim::Received => {
            let start = Instant::now();
            while !waiting.iter().any(|one| !receiver().about(&one.user).is_empty()) {
                assert!(start.elapsed() < Duration::from_secs(10), "no callback arrives at all");
                pause(1).await;
            }
        }
    }
    let at = now_ms();
    process::kill(pid);
    while let Some(answer) = confirms.join_next().await {
        answers.push(answer);
    }
    for (index, answer) in answers.into_iter().flatten() {
        waiting[index].answered = answer.is_ok_and(|answer| answer.step() == "ended/linked");
    }
    waiting.iter().for_each(|one| receiver().answer(&one.user, Answer::Status(200)));
    process::wait_for_another(pid).await;
    at
}

/// Repeats the confirm as the page does, with the same id, until it is answered.
pub async fn retry(one: &mut Waiting) -> Response {
    let response = one.confirm.answered().await;
    one.session.keep(&response);
    response
}
