//! Something that is owed to the outside: claimed before it is done, and done again, later each time, until it is.

use account_link_shared::time::{HOUR, MINUTE, Millis};
use serde::{Deserialize, Serialize};

/// The pauses after it could not be done; the last one repeats. Milliseconds.
const AGAIN: [i64; 4] = [2_000, 30_000, 5 * MINUTE, HOUR];

/// When it is done next, and how often that has failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owed {
    /// Milliseconds since the epoch.
    pub at: Millis,
    failures: u8,
}

impl Owed {
    /// To be done at that time.
    pub fn new(at: Millis) -> Self {
        Self { at, failures: 0 }
    }

    /// Takes it, where it is due: nobody else does before the watchdog ends, in milliseconds.
    pub fn claim(&mut self, now: Millis, watchdog: i64) -> bool {
        let due = self.at <= now;
        if due {
            self.at = now.plus(watchdog);
        }
        due
    }

    /// It could not be done.
    pub fn failed(&mut self, now: Millis) {
        let pause = AGAIN.get(usize::from(self.failures)).or(AGAIN.last()).copied().unwrap_or(HOUR);
        self.failures = self.failures.saturating_add(1);
        self.at = now.plus(pause);
    }
}
