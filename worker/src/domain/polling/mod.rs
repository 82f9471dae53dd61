//! What a link asks of a provider that holds no account of ours: which attempts were made (`attempt`), when to ask
//! about each, and what must still be removed there (`revocation`). What comes of an answer is `domain::reconcile`.
//!
//! Under how many of our names a user may be known there is the provider's matter: the name that counts is the
//! `subject_generation`'s. PayWay has one name for all rounds, and an account there is removed; WorldFirst removes nothing, so what
//! was opened in an earlier subject_generation is left behind under the earlier name.

mod attempt;
mod revocation;

pub use attempt::{Attempt, New, OpenIn, Rebind, ReturnResult};

use account_link_shared::id::FlowId;
use account_link_shared::time::{DAY, MINUTE, Millis};
use revocation::Revocation;
use serde::{Deserialize, Serialize};

/// How long a question may take before it counts as lost, in milliseconds: more than the request's time limit.
const WATCHDOG: i64 = 12_000;
/// Two questions of one link are never closer than this, in milliseconds.
pub const APART: i64 = 1_000;
/// Attempts that are remembered; of older ones nothing comes any more.
const REMEMBERED: usize = 24;
/// Hints that may ask at once, and how long each takes to come back, in milliseconds.
const HINTS: i64 = 10;
const HINT: i64 = MINUTE;
/// The same for an attempt of a closed flow.
const CLOSED_HINTS: i64 = 2;
const CLOSED_HINT: i64 = DAY;

/// What the provider gave for an account: sealed, and a fingerprint by which two can be told apart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProviderToken {
    /// Opens under the link's name only.
    pub sealed: String,
    /// A keyed hash.
    pub fingerprint: String,
}

/// What the present linking holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProviderCredential {
    /// By which attempt it is asked about.
    pub attempt: String,
    /// At the provider.
    pub token: ProviderToken,
    /// How often in a row the provider did not know it.
    pub misses: u32,
}

/// See the file's head.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inquiry {
    /// Newest last.
    pub attempts: Vec<Attempt>,
    revocations: Vec<Revocation>,
    /// While linked.
    pub held: Option<ProviderCredential>,
    last: Option<Millis>,
    /// Which of our names for the user counts.
    #[serde(default)]
    pub subject_generation: u32,
    /// Somebody was sent there under it: until then whatever is there was there before.
    #[serde(default = "yes")]
    pub sent: bool,
    /// Somebody was sent there again, to replace what is linked.
    #[serde(default)]
    pub sent_again: bool,
    /// Attempts that were given a name.
    #[serde(default)]
    named: u32,
}

/// Of documents that were written before there were rounds: a QR is always shown to somebody.
fn yes() -> bool {
    true
}

/// What is to be done now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Task {
    /// Ask about that attempt.
    Poll(String),
    /// Remove that token.
    Revoke(ProviderToken),
}

impl Inquiry {
    /// An attempt is about to be made. Written before anything leaves us. `None` if too many are still open: what may
    /// yet be completed is never forgotten.
    pub fn begin(&mut self, new: New, now: Millis) -> Option<String> {
        if self.attempts.len() >= REMEMBERED {
            let over = self.attempts.iter().position(|attempt| attempt.next.is_none())?;
            self.attempts.remove(over);
        }
        self.named = self.named.saturating_add(1);
        let id = new.id.clone().unwrap_or_else(|| format!("{}.{}", self.subject_generation, self.named));
        let mut attempt = Attempt::new(id.clone(), new, now);
        self.sent |= attempt.sent.is_some();
        self.sent_again |= attempt.sent.is_some() && attempt.replaces.is_some();
        // Those of a flow that this one replaced count again.
        for older in self.attempts.iter_mut().filter(|older| !older.closed) {
            older.next = older.next.min(attempt.next);
            if older.subject() == attempt.subject() {
                // One question serves both.
                older.next = None;
                attempt.inherit(older);
            }
        }
        self.attempts.push(attempt);
        Some(id)
    }

    /// The provider said until when; `None` where it refused.
    pub fn shown(&mut self, id: &str, until: Option<Millis>) {
        if let Some(attempt) = self.attempt(id) {
            match until {
                Some(until) => attempt.lives_until(until),
                None => attempt.next = None,
            }
        }
    }

    /// The flows are closed: each attempt is asked about once more, when it cannot be completed any longer.
    pub fn close(&mut self, now: Millis) {
        self.attempts.iter_mut().filter(|attempt| !attempt.closed).for_each(|attempt| attempt.close(now));
    }

    /// The same for one of them.
    pub fn close_one(&mut self, id: &str, now: Millis) {
        if let Some(attempt) = self.attempt(id) {
            attempt.close(now);
        }
    }

    /// The same for those that were to replace what is linked.
    pub fn close_replacing(&mut self, now: Millis) {
        let replacing = |attempt: &&mut Attempt| !attempt.closed && attempt.replaces.is_some();
        self.attempts.iter_mut().filter(replacing).for_each(|attempt| attempt.close(now));
    }

    /// From now on another name counts, under which nothing is there.
    pub fn next_generation(&mut self, now: Millis) {
        self.close(now);
        self.subject_generation = self.subject_generation.saturating_add(1);
        (self.sent, self.sent_again) = (false, false);
    }

    /// The user came back from the provider's page. Counts once for each time they were sent there; what they brought
    /// is asked about. Gives the flow that should be told, and of what.
    pub fn came_back(
        &mut self,
        subject_generation: u32,
        came: ReturnResult,
        now: Millis,
    ) -> Option<(FlowId, ReturnResult)> {
        if subject_generation != self.subject_generation {
            return None;
        }
        let counts = |attempt: &&mut Attempt| attempt.sent.is_some() && !attempt.returned && !attempt.closed;
        let attempt = self.attempts.iter_mut().rev().find(counts)?;
        attempt.returned = true;
        let (subject, by) = (attempt.subject().to_owned(), attempt.flow.clone());
        // The question is the newest one's.
        let newest =
            self.attempts.iter_mut().rev().find(|newest| newest.subject() == subject && !newest.closed)?;
        // What was refused to an earlier flow may be granted to this one, with other values.
        let told =
            (came.lasts || newest.flow == by).then(|| (newest.flow.clone(), newest.brought(came, now)));
        let id = newest.id.clone();
        self.hint(&id, now);
        told
    }

    /// Until when the provider may decide without a browser, for the attempts of the open flows.
    pub fn lasts_until(&self, now: Millis) -> Option<Millis> {
        let lasting = self.attempts.iter().filter(|attempt| !attempt.closed && attempt.lasts());
        lasting.map(|attempt| attempt.until).max().filter(|until| now < *until)
    }

    /// The linking ended, and with it the name that it was made under. What is held there is owed, or not.
    pub fn let_go(&mut self, owed: bool, now: Millis) {
        self.next_generation(now);
        if let Some(held) = self.held.take().filter(|_| owed) {
            self.owe(held.token, now);
        }
    }

    /// It is linked: what is the same is not removed after all.
    pub fn hold(&mut self, attempt: &str, token: ProviderToken) {
        self.forgive(&token.fingerprint);
        // What the provider was still to decide is decided.
        self.attempts.iter_mut().for_each(|attempt| attempt.came = None);
        self.sent_again = false;
        self.held = Some(ProviderCredential { attempt: attempt.to_owned(), token, misses: 0 });
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

    /// SecondFactor about what is held at that time, at the latest.
    pub fn ask_held(&mut self, at: Millis) {
        let id = self.held.as_ref().map(|held| held.attempt.clone());
        if let Some(attempt) = id.and_then(|id| self.attempt(&id)) {
            attempt.next = Some(attempt.next.map_or(at, |next| next.min(at)));
        }
    }

    /// When something is to be done.
    pub fn due(&self) -> Option<Millis> {
        let asks = self.attempts.iter().filter_map(|attempt| attempt.next);
        let first = asks.chain(self.revocation_due()).min()?;
        Some(first.max(self.free_at()))
    }

    /// Takes what is due: nobody else does before the watchdog ends.
    pub fn claim(&mut self, now: Millis) -> Option<Task> {
        if self.due()? > now {
            return None;
        }
        self.last = Some(now);
        if let Some(token) = self.claim_revocation(now) {
            return Some(Task::Revoke(token));
        }
        // What somebody spoke of first, then the newest: those that failed before hold nobody up.
        let due = self.attempts.iter_mut().rev().filter(|a| a.next.is_some_and(|next| next <= now));
        let attempt = due.min_by_key(|attempt| !attempt.hinted)?;
        attempt.next = Some(now.plus(WATCHDOG));
        attempt.hinted = false;
        Some(Task::Poll(attempt.id.clone()))
    }

    /// From when a question may be asked: two of one second would be the same request.
    pub fn free_at(&self) -> Millis {
        self.last.map_or(Millis::ZERO, |last| last.plus(APART))
    }

    /// Takes the question about an attempt out of turn.
    pub fn claim_now(&mut self, id: &str, now: Millis) {
        if let Some(attempt) = self.attempt(id) {
            attempt.next = Some(now.plus(WATCHDOG));
            attempt.hinted = false;
            self.last = Some(now);
        }
    }

    /// An answer came, or none: when to ask again. `live`: it may still be completed.
    pub fn asked(&mut self, id: &str, live: bool, answered: bool, now: Millis) {
        let (sent, sent_again) = (self.sent, self.sent_again);
        let Some(attempt) = self.attempt(id) else { return };
        let sent = if attempt.replaces.is_some() { sent_again } else { sent };
        attempt.was_asked(live, answered, now);
        if !sent && !attempt.removes() {
            // Until somebody is sent nothing can come of it.
            attempt.next = None;
        }
    }

    /// Done with: asked about no more, but on a hint.
    pub fn settled(&mut self, id: &str, now: Millis) {
        if let Some(attempt) = self.attempt(id) {
            attempt.answered = Some(now);
            attempt.next = attempt.hinted.then(|| now.plus(APART));
        }
    }

    fn attempt(&mut self, id: &str) -> Option<&mut Attempt> {
        self.attempts.iter_mut().find(|attempt| attempt.id == id)
    }
}

fn pause(pauses: &[i64], n: u32) -> i64 {
    let n = usize::try_from(n).unwrap_or(usize::MAX);
    pauses.get(n).or(pauses.last()).copied().unwrap_or_default().saturating_mul(1_000)
}
