//! How often something may be done: what is guessed, what is mailed, what is asked on a hint.

use account_link_shared::time::{DAY, MINUTE, Millis};
use serde::{Deserialize, Serialize};

/// At most so many within a time.
#[derive(Debug, Clone, Copy)]
pub struct Limit {
    /// How many.
    pub most: usize,
    /// In milliseconds.
    pub within: i64,
}

/// When something was done of late: a sliding window.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Window(Vec<Millis>);

impl Window {
    /// Whether it may be done now. Errors: from when it may.
    pub fn allows(&mut self, limit: Limit, now: Millis) -> Result<(), Millis> {
        self.0.retain(|at| now < at.plus(limit.within));
        match self.0.first() {
            Some(first) if self.0.len() >= limit.most => Err(first.plus(limit.within)),
            _ => Ok(()),
        }
    }

    /// It was done.
    pub fn count(&mut self, now: Millis) {
        self.0.push(now);
    }

    /// Nothing counts any more.
    pub fn clear(&mut self) {
        self.0.clear();
    }
}

/// So many at once, and then one for each pause: a leaky bucket (GCRA).
#[derive(Debug, Clone, Copy)]
pub struct Rate {
    /// How many at once.
    pub burst: i64,
    /// How long one takes to come back, in milliseconds.
    pub each: i64,
}

/// How full such a bucket is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Bucket {
    /// When everything that was taken will have come back.
    empty: Millis,
}

impl Default for Bucket {
    fn default() -> Self {
        Self { empty: Millis::ZERO }
    }
}

impl Bucket {
    /// From when one may be taken.
    pub fn free_at(&self, rate: Rate, now: Millis) -> Millis {
        let burst = rate.each.saturating_mul(rate.burst.saturating_sub(1));
        self.empty.plus(burst.saturating_neg()).max(now)
    }

    /// Takes one.
    pub fn take(&mut self, rate: Rate, now: Millis) {
        self.empty = self.empty.max(now).plus(rate.each);
    }

    /// At least as full as another.
    pub fn join(&mut self, other: Self) {
        self.empty = self.empty.max(other.empty);
    }
}

/// Failures that cost nothing but the answer.
const FREE: u32 = 5;
/// The first pause, in milliseconds; each further failure doubles it.
const FIRST_PAUSE: i64 = 30_000;
/// The longest pause, in milliseconds.
const LONGEST_PAUSE: i64 = 15 * MINUTE;

/// What is remembered of the guesses at one address, whether or not it has an account.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoginThrottle {
    failures: u32,
    last: Option<Millis>,
    blocked_until: Option<Millis>,
}

impl LoginThrottle {
    /// Takes one guess, counted as a failure until [`LoginThrottle::succeeded`]. Refused with the seconds to wait.
    pub fn take(&mut self, now: Millis) -> Result<(), u32> {
        if self.last.is_some_and(|last| now > last.plus(DAY)) {
            *self = Self::default();
        }
        if let Some(until) = self.blocked_until.filter(|until| now < *until) {
            let wait = until.get().saturating_sub(now.get()).div_euclid(1000).saturating_add(1);
            return Err(u32::try_from(wait).unwrap_or(u32::MAX));
        }
        self.failures = self.failures.saturating_add(1);
        self.last = Some(now);
        let over = self.failures.saturating_sub(FREE);
        if self.failures >= FREE {
            let pause = FIRST_PAUSE.saturating_mul(1_i64.checked_shl(over.min(16)).unwrap_or(1));
            self.blocked_until = Some(now.plus(pause.min(LONGEST_PAUSE)));
        }
        Ok(())
    }

    /// The guess was right: nothing is held against the address any more.
    pub fn succeeded(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fifth_failure_starts_a_pause_that_doubles() {
        let mut login_throttle = LoginThrottle::default();
        let mut now = Millis::new(1_000_000);
        for _ in 0..5 {
            assert_eq!(login_throttle.take(now), Ok(()));
        }
        assert_eq!(login_throttle.take(now), Err(31));
        now = now.plus(30_000);
        assert_eq!(login_throttle.take(now), Ok(()));
        assert_eq!(login_throttle.take(now), Err(61));
    }

    #[test]
    fn the_right_password_clears_the_slate() {
        let mut login_throttle = LoginThrottle::default();
        let now = Millis::new(0);
        for _ in 0..4 {
            assert_eq!(login_throttle.take(now), Ok(()));
        }
        login_throttle.succeeded();
        assert!((0..5).all(|_| login_throttle.take(now).is_ok()));
    }

    #[test]
    fn ten_thousand_guesses_in_a_day_get_about_a_hundred_tries() {
        let mut login_throttle = LoginThrottle::default();
        let allowed =
            (0..10_000).filter(|i| login_throttle.take(Millis::new(i * DAY / 10_000)).is_ok()).count();
        assert!((90..130).contains(&allowed), "{allowed}");
    }
}
