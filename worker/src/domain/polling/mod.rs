//! What a link asks of a provider that holds no account of ours: which attempts were made (`attempt`, whose life is in
//! `phase`), when to ask about each, and what must still be revoked there (`revocation`). What comes of an answer is
//! decided in `domain::reconcile`.
//!
//! One user may have several subject ids at a provider; only the current generation counts. Where accounts are revoked
//! there, one id serves for all generations; where they are not, what was opened in an earlier one is left behind under
//! the earlier id.

pub mod attempt;
pub mod phase;
mod revocation;
mod state;

pub use attempt::{APART, Attempt, NewAttempt, Rebind, ReturnResult, generation_of};
pub use phase::OpenIn;
pub use state::{Polling, ProviderCredential, ProviderToken, Sent};

use crate::domain::outbox::LEASE;
use account_link_shared::id::FlowId;
use account_link_shared::time::Millis;
use phase::{Phase, Transition};

/// Attempts that are remembered; of older ones nothing comes any more.
const REMEMBERED: usize = 24;

/// What is to be done now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Task {
    /// Ask about that attempt.
    Poll(String),
    /// Revoke that token.
    Revoke(ProviderToken),
}

impl Polling {
    /// An attempt is about to be made. Written before anything leaves us. `None` if too many are still open: what may
    /// yet be completed is never forgotten.
    pub fn begin(&mut self, new: NewAttempt, now: Millis) -> Option<String> {
        if self.attempts.len() >= REMEMBERED {
            let over = self.attempts.iter().position(|attempt| attempt.next.is_none())?;
            self.attempts.remove(over);
        }
        self.named = self.named.saturating_add(1);
        let id = new.id.clone().unwrap_or_else(|| format!("{}.{}", self.subject_generation, self.named));
        let mut attempt = Attempt::new(id.clone(), new, now);
        self.sent = match (attempt.phase.open_in(), &attempt.rebind, self.sent) {
            (None, _, sent) => sent,
            (Some(_), Some(_), _) | (Some(_), None, Sent::ToRebind) => Sent::ToRebind,
            (Some(_), None, Sent::Nobody | Sent::ToLink) => Sent::ToLink,
        };
        // Those of a flow that this one replaced count again.
        for older in self.attempts.iter_mut().filter(|older| older.phase.is_open()) {
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
    pub fn created(&mut self, id: &str, until: Option<Millis>) {
        if let Some(attempt) = self.attempt(id) {
            match until {
                Some(until) => attempt.lives_until(until),
                None => attempt.next = None,
            }
        }
    }

    /// The flows are over: each attempt that may be revoked is asked about once more, when it cannot be completed any
    /// longer.
    pub fn close(&mut self, now: Millis) {
        self.close_where(|_| true, now);
    }

    /// The same for one of them.
    pub fn close_one(&mut self, id: &str, now: Millis) {
        self.close_where(|attempt| attempt.id == id, now);
    }

    /// The same for those that were to replace what is linked.
    pub fn close_rebinds(&mut self, now: Millis) {
        self.close_where(|attempt| attempt.rebind.is_some(), now);
    }

    fn close_where(&mut self, which: impl Fn(&Attempt) -> bool, now: Millis) {
        let open = |attempt: &&mut Attempt| attempt.phase.is_open() && which(attempt);
        self.attempts.iter_mut().filter(open).for_each(|attempt| attempt.close(now));
    }

    /// From now on another name counts, under which nothing is there.
    pub fn next_generation(&mut self, now: Millis) {
        self.attempts.iter_mut().for_each(|attempt| attempt.close(now));
        self.subject_generation = self.subject_generation.saturating_add(1);
        self.sent = Sent::Nobody;
    }

    /// The user came back from the provider's page. Counts once for each time they were sent there; what they brought
    /// is asked about. Gives the flow that should be told, and of what.
    pub fn returned(
        &mut self,
        subject_generation: u32,
        result: ReturnResult,
        now: Millis,
    ) -> Option<(FlowId, ReturnResult)> {
        if subject_generation != self.subject_generation {
            return None;
        }
        let attempt = self.attempts.iter_mut().rev().find_map(|attempt| {
            let awaited = matches!(attempt.phase, Phase::Awaiting { .. });
            (awaited && attempt.apply(Transition::Return)).then_some(attempt)
        })?;
        let (subject, by) = (attempt.subject().to_owned(), attempt.flow.clone());
        // The question is the newest one's.
        let newest = |attempt: &&mut Attempt| attempt.subject() == subject && attempt.phase.is_open();
        let newest = self.attempts.iter_mut().rev().find(newest)?;
        // What was refused to an earlier flow may be granted to this one, with other values.
        let told = (result.pending || newest.flow == by)
            .then(|| (newest.flow.clone(), newest.returned(result, now)));
        newest.hint(now);
        told
    }

    /// Until when the provider may decide without a browser, for the attempts of the open flows.
    pub fn pending_until(&self, now: Millis) -> Option<Millis> {
        let pending = self.attempts.iter().filter(|attempt| attempt.phase.is_open() && attempt.is_pending());
        pending.map(|attempt| attempt.until).max().filter(|until| now < *until)
    }

    /// The linking ended, and with it the name that it was made under. What is held there is to be revoked, or not.
    pub fn let_go(&mut self, revoke: bool, now: Millis) {
        self.next_generation(now);
        if let Some(credential) = self.credential.take().filter(|_| revoke) {
            self.revoke(credential.token, now);
        }
    }

    /// It is linked by that attempt: what is the same is not revoked after all.
    pub fn link(&mut self, id: &str, token: ProviderToken, now: Millis) {
        for attempt in &mut self.attempts {
            match attempt.id == id {
                true => drop(attempt.apply(Transition::Link)),
                // What was linked before makes way.
                false if matches!(attempt.phase, Phase::Linked { .. }) => attempt.close(now),
                false => {}
            }
        }
        self.hold(id, token);
    }

    /// That is what is held.
    pub fn hold(&mut self, id: &str, token: ProviderToken) {
        self.keep(&token.fingerprint);
        // What the provider was still to decide is decided.
        self.attempts.iter_mut().for_each(|attempt| attempt.result = None);
        if self.sent == Sent::ToRebind {
            self.sent = Sent::ToLink;
        }
        self.credential = Some(ProviderCredential { attempt: id.to_owned(), token, misses: 0 });
    }

    /// See [`Attempt::hint`].
    pub fn hint(&mut self, id: &str, now: Millis) {
        if let Some(attempt) = self.attempt(id) {
            attempt.hint(now);
        }
    }

    /// Whether what is held is asked about at some time.
    pub fn asks_held(&self) -> bool {
        let held = self.credential.as_ref().map(|credential| &credential.attempt);
        self.attempts.iter().any(|attempt| Some(&attempt.id) == held && attempt.next.is_some())
    }

    /// Asks about what is held at that time, at the latest.
    pub fn ask_held(&mut self, at: Millis) {
        let id = self.credential.as_ref().map(|credential| credential.attempt.clone());
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

    /// Takes what is due: nobody else does before the lease ends.
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
        attempt.next = Some(now.plus(LEASE));
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
            attempt.next = Some(now.plus(LEASE));
            attempt.hinted = false;
            self.last = Some(now);
        }
    }

    /// An answer came, or none: when to ask again. `live`: it may still be completed.
    pub fn polled(&mut self, id: &str, live: bool, answered: bool, now: Millis) {
        let sent = self.sent;
        let Some(attempt) = self.attempt(id) else { return };
        let was_sent = if attempt.rebind.is_some() { sent == Sent::ToRebind } else { sent != Sent::Nobody };
        attempt.was_asked(live, answered, now);
        if !was_sent && !attempt.revocable() {
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

    /// Asked about no more, until somebody says so.
    pub fn rest(&mut self, id: &str) {
        if let Some(attempt) = self.attempt(id) {
            attempt.next = None;
        }
    }

    fn attempt(&mut self, id: &str) -> Option<&mut Attempt> {
        self.attempts.iter_mut().find(|attempt| attempt.id == id)
    }
}
