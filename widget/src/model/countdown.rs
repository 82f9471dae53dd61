//! The life of a code on the screen, by the server's clock.

use super::State;
use account_link_shared::session::Step;
use account_link_shared::time::Millis;

/// What is spoken of a countdown, in seconds; the end is spoken besides.
const SPOKEN: [u32; 3] = [60, 30, 10];

/// Seconds, rounded up, for which the code shown can still be used; 0 where there is none.
pub fn remaining(state: &State, now: Millis) -> i64 {
    let Some(Step::Scan(qr)) = state.view.as_ref().map(|view| &view.step) else { return 0 };
    let server = now.plus(state.skew).get();
    let left = qr.expires_at.millis().get().saturating_sub(server);
    left.saturating_add(999).div_euclid(1000).max(0)
}

/// What to speak when so many seconds were left, and so many are now: the next of the moments that were passed. A tab
/// that slept says one thing, not three.
pub fn spoken(before: i64, now: i64) -> Option<u32> {
    let passed = |at: &u32| before > i64::from(*at) && now <= i64::from(*at) && now > 0;
    SPOKEN.into_iter().rev().find(passed)
}
