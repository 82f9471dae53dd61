//! How busy the machine is: what an answer takes for which the product has nothing to do. Whoever says how long the product
//! may take adds this, so that it is the product that is measured and not what else runs beside it.

use crate::client::Request;
use crate::{pause, runtime};
use std::collections::VecDeque;
use std::sync::{Mutex, OnceLock};
use std::time::{Duration, Instant};

const PAUSE_MS: u64 = 250;
/// What was seen longer ago says nothing of what is waited for now.
const LOOK_BACK: Duration = Duration::from_secs(60);
/// So many steps like that answer lie in what is waited for, at most: a webhook, the objects behind it, a question to the
/// provider and its answer, a callback, for one.
const STEPS: u32 = 10;

static SEEN: OnceLock<Mutex<VecDeque<(Instant, Duration)>>> = OnceLock::new();

/// Begins to watch, once in a process.
pub fn watch() {
    if SEEN.set(Mutex::default()).is_ok() {
        runtime().spawn(async {
            loop {
                let asked = Instant::now();
                if Request::new("GET", "/api/v1/time").attempt().await.is_ok() {
                    note(asked);
                }
                pause(PAUSE_MS).await;
            }
        });
    }
}

fn note(asked: Instant) {
    let Some(seen) = SEEN.get() else { return };
    let mut seen = seen.lock().unwrap();
    seen.push_back((asked, asked.elapsed()));
    while seen.front().is_some_and(|(at, _)| at.elapsed() > LOOK_BACK) {
        seen.pop_front();
    }
}

/// How much longer the product may take here than on an idle machine.
pub fn allowance() -> Duration {
    let longest = SEEN.get().and_then(|seen| seen.lock().unwrap().iter().map(|(_, took)| *took).max());
    longest.unwrap_or_default() * STEPS
}
