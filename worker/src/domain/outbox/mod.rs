//! What is to be done outside: callbacks, mails, revocations at providers, notices to accounts, calls about KYC cases.
//!
//! All of it goes the same way: it is written down with the state that it follows from, taken under a lease before it is
//! done, and done again, later each time, until it is done or given up. Who dies meanwhile only delays it by the lease.

pub mod callback;
pub mod mail;

use account_link_shared::time::{HOUR, MINUTE, Millis};
use serde::{Deserialize, Serialize};

/// How long whoever took something has for it, in milliseconds, before somebody else may take it. Every request that leaves
/// us for it has a shorter time limit.
pub const LEASE: i64 = 12_000;

/// When something that could not be done is tried again.
#[derive(Debug, Clone, Copy)]
pub struct RetryPolicy {
    /// After the first failure, the second, …; the last one repeats. Milliseconds.
    pauses: &'static [i64],
    /// After how many failures it is given up; `None`: never.
    attempts: Option<u32>,
}

impl RetryPolicy {
    /// At once, then 5 min, 1 h, 5 h and 18 h after the attempt before (001, "Webhook").
    pub const CALLBACK: Self = Self { pauses: &[5 * MINUTE, HOUR, 5 * HOUR, 18 * HOUR], attempts: Some(5) };
    /// A code is good for ten minutes: who waits for its mail does not wait longer.
    pub const MAIL: Self = Self { pauses: &[10_000, MINUTE], attempts: Some(3) };
    /// Given up after about the life of a credential, three months.
    pub const REVOCATION: Self =
        Self { pauses: &[5_000, 30_000, 2 * MINUTE, 10 * MINUTE, HOUR, 6 * HOUR], attempts: Some(360) };
    /// Of ours, and of CaaS: they come back one day.
    pub const NOTICE: Self = Self { pauses: &[2_000, 30_000, 5 * MINUTE, HOUR], attempts: None };

    /// How long after the failure of that number, from 1, the next attempt follows, in milliseconds; `None`: it is given up.
    pub fn pause_after(&self, failures: u32) -> Option<i64> {
        if self.attempts.is_some_and(|attempts| failures >= attempts) {
            return None;
        }
        let index = usize::try_from(failures.saturating_sub(1)).unwrap_or(usize::MAX);
        self.pauses.get(index).or(self.pauses.last()).copied()
    }
}

/// When something is done next, and how often that has failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Retry {
    /// Milliseconds since the epoch.
    pub at: Millis,
    failures: u32,
}

impl Retry {
    /// To be done at that time.
    pub fn new(at: Millis) -> Self {
        Self { at, failures: 0 }
    }

    /// Takes it, where it is due, for the length of a lease.
    pub fn claim(&mut self, now: Millis) -> bool {
        let due = self.at <= now;
        if due {
            self.at = now.plus(LEASE);
        }
        due
    }

    /// It could not be done. True if it is given up.
    pub fn failed(&mut self, policy: RetryPolicy, now: Millis) -> bool {
        self.failures = self.failures.saturating_add(1);
        let pause = policy.pause_after(self.failures);
        self.at = now.plus(pause.unwrap_or(LEASE));
        pause.is_none()
    }

    /// Whether it was tried before.
    pub fn was_tried(&self) -> bool {
        self.failures > 0
    }
}

/// Something, and when it is done next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry<T> {
    /// What.
    pub item: T,
    /// When.
    pub retry: Retry,
}

/// Things to be done, in the order in which they came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Outbox<T>(Vec<Entry<T>>);

impl<T> Default for Outbox<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: Clone> Outbox<T> {
    /// To be done at once.
    pub fn push(&mut self, item: T, now: Millis) {
        self.0.push(Entry { item, retry: Retry::new(now) });
    }

    /// Whether nothing is to be done.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Everything that is to be done.
    pub fn entries(&self) -> impl Iterator<Item = &Entry<T>> {
        self.0.iter()
    }

    /// When the next of it is to be done.
    pub fn due(&self) -> Option<Millis> {
        self.0.iter().map(|entry| entry.retry.at).min()
    }

    /// Takes what is due.
    pub fn claim(&mut self, now: Millis) -> Vec<T> {
        let due = self.0.iter_mut().filter_map(|entry| entry.retry.claim(now).then(|| entry.item.clone()));
        due.collect()
    }

    /// Takes the first that is due by another time than its own.
    pub fn claim_one(&mut self, now: Millis, due: impl Fn(&Entry<T>) -> Millis) -> Option<T> {
        let entry = self.0.iter_mut().find(|entry| due(entry) <= now)?;
        entry.retry.at = now.plus(LEASE);
        Some(entry.item.clone())
    }

    /// What became of one. True if it is given up.
    pub fn record(
        &mut self,
        is_it: impl Fn(&T) -> bool,
        done: bool,
        policy: RetryPolicy,
        now: Millis,
    ) -> bool {
        let Some(entry) = self.0.iter_mut().find(|entry| is_it(&entry.item)) else { return false };
        let given_up = !done && entry.retry.failed(policy, now);
        if done || given_up {
            self.0.retain(|entry| !is_it(&entry.item));
        }
        given_up
    }

    /// Keeps only what is still to be done.
    pub fn retain(&mut self, keep: impl Fn(&T) -> bool) {
        self.0.retain(|entry| keep(&entry.item));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fails_is_tried_again_later_each_time_and_given_up_in_the_end() {
        let mut outbox = Outbox::default();
        outbox.push('a', Millis::new(0));
        let mut times = Vec::new();
        while let Some(due) = outbox.due() {
            times.push(due.get());
            assert_eq!(outbox.claim(due), ['a']);
            assert_eq!(outbox.claim(due), [], "it is taken");
            let given_up = outbox.record(|item| *item == 'a', false, RetryPolicy::MAIL, due);
            assert_eq!(given_up, times.len() == 3);
        }
        assert_eq!(times, [0, 10_000, 70_000]);
    }

    #[test]
    fn what_was_taken_by_somebody_who_died_is_taken_again_after_the_lease() {
        let mut outbox = Outbox::default();
        outbox.push('a', Millis::new(0));
        assert_eq!(outbox.claim(Millis::new(0)), ['a']);
        assert_eq!(outbox.claim(Millis::new(LEASE - 1)), []);
        assert_eq!(outbox.claim(Millis::new(LEASE)), ['a']);
        assert!(!outbox.record(|item| *item == 'a', true, RetryPolicy::MAIL, Millis::new(LEASE)));
        assert!(outbox.is_empty());
    }

    #[test]
    fn a_notice_is_never_given_up() {
        let mut retry = Retry::new(Millis::new(0));
        assert!((0..1_000).all(|_| !retry.failed(RetryPolicy::NOTICE, Millis::new(0))));
        assert_eq!(retry.at, Millis::new(HOUR));
    }
}
