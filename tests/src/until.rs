//! Waiting for what the product does in its own time: looked at again and again, never slept for.

use crate::{pause, strain};
use std::fmt::Display;
use std::time::{Duration, Instant};

const FIRST_PAUSE_MS: u64 = 5;
const LONGEST_PAUSE_MS: u64 = 100;

/// Looks until there is what is waited for; after these seconds the test fails, with what is there instead. The seconds are
/// those of an idle machine: a busy one has more of them.
///
/// # Panics
/// When it takes longer.
pub async fn until<T, I: Display>(seconds: u64, mut look: impl AsyncFnMut() -> Result<T, I>) -> T {
    let (start, mut rest) = (Instant::now(), FIRST_PAUSE_MS);
    loop {
        let looked = Instant::now();
        let instead = match look().await {
            Ok(found) => return found,
            Err(instead) => instead,
        };
        let allowed = Duration::from_secs(seconds) + strain::allowance();
        assert!(start.elapsed() < allowed, "not within {} s: {instead}", allowed.as_secs());
        // Where an answer takes long, looking is a burden: half of the time at most.
        let took = u64::try_from(looked.elapsed().as_millis()).unwrap_or(u64::MAX);
        pause(rest.max(took)).await;
        rest = (rest * 2).min(LONGEST_PAUSE_MS);
    }
}
