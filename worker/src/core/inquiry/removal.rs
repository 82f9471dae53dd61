//! What must be removed at the provider: not before every open attempt was asked about, for it may be what one of them
//! is about to bring.

use super::{Inquiry, Token, WATCHDOG, pause};
use account_link_shared::time::{MINUTE, Millis};
use serde::{Deserialize, Serialize};

/// The pauses between tries to remove, in seconds; the last one repeats.
const REMOVE_AGAIN: [i64; 6] = [5, 30, 120, 600, 3_600, 21_600];
/// A removal that never succeeds is given up after this many tries: about the life of a token.
const TRIES: u32 = 360;
/// How long a removal waits for answers about open attempts, in milliseconds.
const UNANSWERED: i64 = 10 * MINUTE;

/// Something that must be removed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Removal {
    token: Token,
    owed: Millis,
    tries: u32,
    next: Millis,
}

impl Inquiry {
    /// Something must be removed at the provider. Open attempts are asked about first.
    pub fn owe(&mut self, token: Token, now: Millis) {
        if self.removals.iter().any(|removal| removal.token.mark == token.mark) {
            return;
        }
        for attempt in self.attempts.iter_mut().filter(|attempt| attempt.is_open(now)) {
            attempt.next = Some(attempt.next.map_or(now, |next| next.min(now)));
        }
        self.removals.push(Removal { token, owed: now, tries: 0, next: now });
    }

    /// What is linked is not removed after all.
    pub(super) fn forgive(&mut self, mark: &str) {
        self.removals.retain(|removal| removal.token.mark != mark);
    }

    /// When a removal may be tried: not before each open attempt had an answer since it is owed, or ten minutes.
    fn removal_at(&self, removal: &Removal) -> Millis {
        let unanswered = |attempt: &super::Attempt| {
            attempt.is_open(removal.owed) && attempt.answered.is_none_or(|at| at <= removal.owed)
        };
        let waits = self.attempts.iter().any(unanswered);
        if waits { removal.next.max(removal.owed.plus(UNANSWERED)) } else { removal.next }
    }

    /// When the first one is to be tried.
    pub(super) fn removal_due(&self) -> Option<Millis> {
        self.removals.iter().map(|removal| self.removal_at(removal)).min()
    }

    /// Takes one that is due.
    pub(super) fn claim_removal(&mut self, now: Millis) -> Option<Token> {
        let due = self.removals.iter().position(|removal| self.removal_at(removal) <= now)?;
        let removal = self.removals.get_mut(due)?;
        removal.next = now.plus(WATCHDOG);
        Some(removal.token.clone())
    }

    /// Whether something is still to be removed.
    pub fn owes(&self) -> bool {
        !self.removals.is_empty()
    }

    /// What of that may be tried now, whether or not it is its turn.
    pub fn removable(&self, now: Millis) -> Vec<Token> {
        let may = self.removals.iter().filter(|removal| removal.tries > 0 || self.removal_at(removal) <= now);
        may.map(|removal| removal.token.clone()).collect()
    }

    /// A removal was tried. True if it is given up.
    pub fn removed(&mut self, mark: &str, done: bool, now: Millis) -> bool {
        let Some(removal) = self.removals.iter_mut().find(|removal| removal.token.mark == mark) else {
            return false;
        };
        removal.next = now.plus(pause(&REMOVE_AGAIN, removal.tries));
        removal.tries = removal.tries.saturating_add(1);
        let given_up = !done && removal.tries >= TRIES;
        if done || given_up {
            self.forgive(mark);
        }
        given_up
    }
}
