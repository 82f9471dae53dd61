//! What must be revoked at the provider: not before every open attempt was asked about, for it may be what one of them is
//! about to bring.

use super::attempt::Attempt;
use super::state::{Polling, ProviderToken, Revocation};
use crate::domain::outbox::{Entry, RetryPolicy};
use account_link_shared::time::{MINUTE, Millis};

/// How long a revocation waits for answers about open attempts, in milliseconds.
const UNANSWERED: i64 = 10 * MINUTE;

impl Polling {
    /// Something must be revoked at the provider. Open attempts are asked about first.
    pub fn revoke(&mut self, token: ProviderToken, now: Millis) {
        let known = |entry: &Entry<Revocation>| entry.item.token.fingerprint == token.fingerprint;
        if self.revocations.entries().any(known) {
            return;
        }
        for attempt in self.attempts.iter_mut().filter(|attempt| attempt.may_bring(now)) {
            attempt.next = Some(attempt.next.map_or(now, |next| next.min(now)));
        }
        self.revocations.push(Revocation { token, since: now }, now);
    }

    /// What is linked is not revoked after all.
    pub(super) fn keep(&mut self, fingerprint: &str) {
        self.revocations.retain(|revocation| revocation.token.fingerprint != fingerprint);
    }

    /// When the first revocation is to be tried.
    pub(super) fn revocation_due(&self) -> Option<Millis> {
        self.revocations.entries().map(|entry| due(&self.attempts, entry)).min()
    }

    /// Takes one that is due.
    pub(super) fn claim_revocation(&mut self, now: Millis) -> Option<ProviderToken> {
        let attempts = &self.attempts;
        let taken = self.revocations.claim_one(now, |entry| due(attempts, entry));
        taken.map(|revocation| revocation.token)
    }

    /// Whether something is still to be revoked.
    pub fn is_revoking(&self) -> bool {
        !self.revocations.is_empty()
    }

    /// What of that may be tried now, whether or not it is its turn.
    pub fn revocable_now(&self, now: Millis) -> Vec<ProviderToken> {
        let may = |entry: &&Entry<Revocation>| entry.retry.was_tried() || due(&self.attempts, entry) <= now;
        self.revocations.entries().filter(may).map(|entry| entry.item.token.clone()).collect()
    }

    /// A revocation was tried. True if it is given up.
    pub fn revoked(&mut self, fingerprint: &str, done: bool, now: Millis) -> bool {
        let is_it = |revocation: &Revocation| revocation.token.fingerprint == fingerprint;
        self.revocations.record(is_it, done, RetryPolicy::REVOCATION, now)
    }
}

/// When a revocation may be tried: not before each open attempt had an answer since it is wanted, or ten minutes.
fn due(attempts: &[Attempt], entry: &Entry<Revocation>) -> Millis {
    let since = entry.item.since;
    let unanswered =
        |attempt: &Attempt| attempt.may_bring(since) && attempt.answered.is_none_or(|at| at <= since);
    let waits = attempts.iter().any(unanswered);
    if waits { entry.retry.at.max(since.plus(UNANSWERED)) } else { entry.retry.at }
}
