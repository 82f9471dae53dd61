//! What a link asks of a provider that holds no account of ours: which attempts were made, when to ask about each,
//! and what must still be removed there. When to ask; what comes of an answer is `core::pursuit`.

use account_link_shared::id::FlowId;
use account_link_shared::time::{DAY, HOUR, MINUTE, Millis};
use serde::{Deserialize, Serialize};

/// How long a question may take before it counts as lost, in milliseconds: more than the request's time limit.
const WATCHDOG: i64 = 12_000;
/// Two questions of one link are never closer than this, in milliseconds.
pub const APART: i64 = 1_000;
/// After its end an attempt may still turn out to have been completed, for this long, in milliseconds.
const GRACE: i64 = 20_000;
/// The pauses while an attempt lives, in seconds; the last one repeats.
const PAUSES: [i64; 8] = [3, 3, 4, 5, 7, 10, 15, 20];
/// The pauses between tries to remove, in seconds; the last one repeats.
const REMOVE_AGAIN: [i64; 6] = [5, 30, 120, 600, 3_600, 21_600];
/// A removal that never succeeds is given up after this many tries: about the life of a token.
const TRIES: u32 = 360;
/// How long a removal waits for answers about open attempts, in milliseconds.
const UNANSWERED: i64 = 10 * MINUTE;
/// How long after its end an attempt is asked about while there is no answer, and the longest pause then.
const SILENT: i64 = 7 * DAY;
const SILENT_PAUSE: i64 = 6 * HOUR;
/// Attempts that are remembered; of older ones nothing comes any more.
const REMEMBERED: usize = 24;
/// Hints that may ask at once, and how long each takes to come back, in milliseconds.
const HINTS: i64 = 10;
const HINT: i64 = MINUTE;
/// The same for an attempt of a closed flow.
const CLOSED_HINTS: i64 = 2;
const CLOSED_HINT: i64 = DAY;

/// What the provider gave for an account: sealed, and a mark by which two can be told apart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token {
    /// Opens under the link's name only.
    pub sealed: String,
    /// A keyed hash.
    pub mark: String,
}

/// One thing that was shown to the user, and may be completed at the provider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// The provider's name for it.
    pub id: String,
    /// By which flow.
    pub flow: FlowId,
    /// Until when it can be completed.
    pub until: Millis,
    /// Its flow was closed: it links nothing any more.
    pub closed: bool,
    asked: u32,
    /// When it last had a definite answer.
    answered: Option<Millis>,
    next: Option<Millis>,
    /// A hint came while it was asked about.
    hinted: bool,
    /// When the hints spent so far will have come back.
    spent: Millis,
}

/// What must be removed at the provider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Removal {
    token: Token,
    owed: Millis,
    tries: u32,
    next: Millis,
}

/// What the present linking holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// By which attempt it is asked about.
    pub attempt: String,
    /// At the provider.
    pub token: Token,
    /// How often in a row the provider did not know it.
    pub misses: u32,
}

/// See the file's head.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inquiry {
    /// Newest last.
    pub attempts: Vec<Attempt>,
    removals: Vec<Removal>,
    /// While linked.
    pub held: Option<Held>,
    last: Option<Millis>,
}

/// What is to be done now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Task {
    /// Ask about that attempt.
    Ask(String),
    /// Remove that token.
    Remove(Token),
}

impl Inquiry {
    /// An attempt is about to be made. Written before anything leaves us. False if too many are still open: what
    /// may yet be completed is never forgotten.
    pub fn begin(&mut self, id: String, flow: FlowId, until: Millis, now: Millis) -> bool {
        if self.attempts.len() >= REMEMBERED {
            let Some(over) = self.attempts.iter().position(|attempt| attempt.next.is_none()) else {
                return false;
            };
            self.attempts.remove(over);
        }
        let next = Some(now.plus(pause(&PAUSES, 0)));
        // Those of a flow that this one replaced count again.
        for attempt in self.attempts.iter_mut().filter(|attempt| !attempt.closed) {
            attempt.next = attempt.next.min(next);
        }
        let until = until.plus(GRACE);
        self.attempts.push(Attempt {
            id,
            flow,
            until,
            closed: false,
            asked: 0,
            answered: None,
            next,
            hinted: false,
            spent: Millis::ZERO,
        });
        true
    }

    /// The provider said until when; `None` where it refused.
    pub fn shown(&mut self, id: &str, until: Option<Millis>) {
        if let Some(attempt) = self.attempt(id) {
            match until {
                Some(until) => attempt.until = until.plus(GRACE),
                None => attempt.next = None,
            }
        }
    }

    /// The flows are closed: each attempt is asked about once more, when it cannot be completed any longer.
    pub fn close(&mut self, now: Millis) {
        for attempt in self.attempts.iter_mut().filter(|attempt| !attempt.closed) {
            attempt.closed = true;
            attempt.next = attempt.next.map(|_| attempt.until.max(now));
        }
    }

    /// The linking ended. What is held there is owed unless it ended there.
    pub fn let_go(&mut self, owed: bool, now: Millis) {
        self.close(now);
        if let Some(held) = self.held.take().filter(|_| owed) {
            self.owe(held.token, now);
        }
    }

    /// Something must be removed at the provider. It may be what an open attempt is about to bring: those are asked
    /// about first.
    pub fn owe(&mut self, token: Token, now: Millis) {
        if self.removals.iter().any(|removal| removal.token.mark == token.mark) {
            return;
        }
        for attempt in self.attempts.iter_mut().filter(|attempt| attempt.is_open(now)) {
            attempt.next = Some(attempt.next.map_or(now, |next| next.min(now)));
        }
        self.removals.push(Removal { token, owed: now, tries: 0, next: now });
    }

    /// When a removal may be tried: not before each open attempt had an answer since it is owed, or ten minutes.
    fn removal_at(&self, removal: &Removal) -> Millis {
        let unanswered = |attempt: &Attempt| {
            attempt.is_open(removal.owed) && attempt.answered.is_none_or(|at| at <= removal.owed)
        };
        let waits = self.attempts.iter().any(unanswered);
        if waits { removal.next.max(removal.owed.plus(UNANSWERED)) } else { removal.next }
    }

    /// It is linked: what is the same is not removed after all.
    pub fn hold(&mut self, attempt: &str, token: Token) {
        self.removals.retain(|removal| removal.token.mark != token.mark);
        self.held = Some(Held { attempt: attempt.to_owned(), token, misses: 0 });
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

    /// Somebody says that something happened: asked about soon, but only so often.
    pub fn hint(&mut self, id: &str, now: Millis) {
        let held = self.held.as_ref().is_some_and(|held| held.attempt == id);
        let Some(attempt) = self.attempt(id) else { return };
        let (hints, each) = if attempt.closed && !held { (CLOSED_HINTS, CLOSED_HINT) } else { (HINTS, HINT) };
        let burst = each.saturating_mul(hints.saturating_sub(1));
        let at = attempt.spent.plus(burst.saturating_neg()).max(now);
        // Who has to wait is asked about at the usual time, if that comes first.
        let sooner = attempt.next.is_some_and(|next| next <= at);
        if attempt.hinted || (sooner && at > now) {
            return;
        }
        attempt.spent = attempt.spent.max(now).plus(each);
        attempt.hinted = true;
        attempt.next = Some(attempt.next.map_or(at, |next| next.min(at)));
    }

    /// Whether what is held is asked about at some time.
    pub fn asks_held(&self) -> bool {
        let held = self.held.as_ref().map(|held| &held.attempt);
        self.attempts.iter().any(|attempt| Some(&attempt.id) == held && attempt.next.is_some())
    }

    /// Asks about what is held at that time, at the latest.
    pub fn ask_held(&mut self, at: Millis) {
        let id = self.held.as_ref().map(|held| held.attempt.clone());
        if let Some(attempt) = id.and_then(|id| self.attempt(&id)) {
            attempt.next = Some(attempt.next.map_or(at, |next| next.min(at)));
        }
    }

    /// When something is to be done.
    pub fn due(&self) -> Option<Millis> {
        let asks = self.attempts.iter().filter_map(|attempt| attempt.next);
        let removals = self.removals.iter().map(|removal| self.removal_at(removal));
        let first = asks.chain(removals).min()?;
        Some(first.max(self.free_at()))
    }

    /// Takes what is due: nobody else does before the watchdog ends.
    pub fn claim(&mut self, now: Millis) -> Option<Task> {
        if self.due()? > now {
            return None;
        }
        self.last = Some(now);
        let due = self.removals.iter().position(|removal| self.removal_at(removal) <= now);
        if let Some(removal) = due.and_then(|due| self.removals.get_mut(due)) {
            removal.next = now.plus(WATCHDOG);
            return Some(Task::Remove(removal.token.clone()));
        }
        // What somebody spoke of first, then the newest: those that failed before hold nobody up.
        let due = self.attempts.iter_mut().rev().filter(|a| a.next.is_some_and(|next| next <= now));
        let attempt = due.min_by_key(|attempt| !attempt.hinted)?;
        attempt.next = Some(now.plus(WATCHDOG));
        attempt.hinted = false;
        Some(Task::Ask(attempt.id.clone()))
    }

    /// From when a question may be asked: two of one second would be the same request.
    pub fn free_at(&self) -> Millis {
        self.last.map_or(Millis::ZERO, |last| last.plus(APART))
    }

    /// Takes the question about what is held out of turn.
    pub fn claim_held(&mut self, now: Millis) -> Option<String> {
        let id = self.held.as_ref().map(|held| held.attempt.clone())?;
        let attempt = self.attempt(&id)?;
        attempt.next = Some(now.plus(WATCHDOG));
        attempt.hinted = false;
        self.last = Some(now);
        Some(id)
    }

    /// An answer came, or none: when to ask again. `live`: it may still be completed.
    pub fn asked(&mut self, id: &str, live: bool, answered: bool, now: Millis) {
        let Some(attempt) = self.attempt(id) else { return };
        attempt.asked = attempt.asked.saturating_add(1);
        if answered {
            attempt.answered = Some(now);
        }
        let late = now.get().saturating_sub(attempt.until.get());
        let soon = now.plus(pause(&PAUSES, attempt.asked));
        attempt.next = match (answered, attempt.closed) {
            _ if attempt.hinted => Some(now.plus(APART)),
            // After its end the pauses grow with the time since, for as long as a week.
            (false, _) if late > SILENT => None,
            (false, _) => Some(soon.max(now.plus(late.min(SILENT_PAUSE)))),
            (true, false) if live => Some(soon.min(attempt.until)).filter(|_| now < attempt.until),
            // The last question comes when it can no longer be completed.
            (true, _) => Some(attempt.until).filter(|until| now < *until),
        };
    }

    /// Done with: asked about no more, but on a hint.
    pub fn settled(&mut self, id: &str, now: Millis) {
        if let Some(attempt) = self.attempt(id) {
            attempt.answered = Some(now);
            attempt.next = attempt.hinted.then(|| now.plus(APART));
        }
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
            self.removals.retain(|removal| removal.token.mark != mark);
        }
        given_up
    }

    fn attempt(&mut self, id: &str) -> Option<&mut Attempt> {
        self.attempts.iter_mut().find(|attempt| attempt.id == id)
    }
}

impl Attempt {
    /// Whether it may yet be completed, as far as we know.
    fn is_open(&self, now: Millis) -> bool {
        !self.closed && now < self.until
    }
}

fn pause(pauses: &[i64], n: u32) -> i64 {
    let n = usize::try_from(n).unwrap_or(usize::MAX);
    pauses.get(n).or(pauses.last()).copied().unwrap_or_default().saturating_mul(1_000)
}
