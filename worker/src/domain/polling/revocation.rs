//! What must be removed at the provider: not before every open attempt was asked about, for it may be what one of them
//! is about to bring.

use super::{Inquiry, ProviderToken, WATCHDOG, pause};
use account_link_shared::time::{MINUTE, Millis};
use serde::{Deserialize, Serialize};

/// The pauses between tries to remove, in seconds; the last one repeats.
const REMOVE_AGAIN: [i64; 6] = [5, 30, 120, 600, 3_600, 21_600];
/// A revocation that never succeeds is given up after this many tries: about the life of a token.
const TRIES: u32 = 360;
/// How long a revocation waits for answers about open attempts, in milliseconds.
const UNANSWERED: i64 = 10 * MINUTE;

/// Something that must be removed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Revocation {
    token: ProviderToken,
    owed: Millis,
    tries: u32,
    next: Millis,
}

impl Inquiry {
    /// Something must be removed at the provider. Open attempts are asked about first.
    pub fn owe(&mut self, token: ProviderToken, now: Millis) {
        if self.revocations.iter().any(|revocation| revocation.token.fingerprint == token.fingerprint) {
            return;
        }
        for attempt in self.attempts.iter_mut().filter(|attempt| attempt.is_open(now)) {
            attempt.next = Some(attempt.next.map_or(now, |next| next.min(now)));
        }
        self.revocations.push(Revocation { token, owed: now, tries: 0, next: now });
    }

    /// What is linked is not removed after all.
    pub(super) fn forgive(&mut self, fingerprint: &str) {
        self.revocations.retain(|revocation| revocation.token.fingerprint != fingerprint);
    }

    /// When a revocation may be tried: not before each open attempt had an answer since it is owed, or ten minutes.
    fn revocation_at(&self, revocation: &Revocation) -> Millis {
        let unanswered = |attempt: &super::Attempt| {
            attempt.is_open(revocation.owed) && attempt.answered.is_none_or(|at| at <= revocation.owed)
        };
        let waits = self.attempts.iter().any(unanswered);
        if waits { revocation.next.max(revocation.owed.plus(UNANSWERED)) } else { revocation.next }
    }

    /// When the first one is to be tried.
    pub(super) fn revocation_due(&self) -> Option<Millis> {
        self.revocations.iter().map(|revocation| self.revocation_at(revocation)).min()
    }

    /// Takes one that is due.
    pub(super) fn claim_revocation(&mut self, now: Millis) -> Option<ProviderToken> {
        let due = self.revocations.iter().position(|revocation| self.revocation_at(revocation) <= now)?;
        let revocation = self.revocations.get_mut(due)?;
        revocation.next = now.plus(WATCHDOG);
        Some(revocation.token.clone())
    }

    /// Whether something is still to be removed.
    pub fn owes(&self) -> bool {
        !self.revocations.is_empty()
    }

    /// What of that may be tried now, whether or not it is its turn.
    pub fn revocable_now(&self, now: Millis) -> Vec<ProviderToken> {
        let may = self
            .revocations
            .iter()
            .filter(|revocation| revocation.tries > 0 || self.revocation_at(revocation) <= now);
        may.map(|revocation| revocation.token.clone()).collect()
    }

    /// A revocation was tried. True if it is given up.
    pub fn removed(&mut self, fingerprint: &str, done: bool, now: Millis) -> bool {
        let Some(revocation) =
            self.revocations.iter_mut().find(|revocation| revocation.token.fingerprint == fingerprint)
        else {
            return false;
        };
        revocation.next = now.plus(pause(&REMOVE_AGAIN, revocation.tries));
        revocation.tries = revocation.tries.saturating_add(1);
        let given_up = !done && revocation.tries >= TRIES;
        if done || given_up {
            self.forgive(fingerprint);
        }
        given_up
    }
}
