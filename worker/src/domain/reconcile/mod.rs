//! What comes of a provider's answer (`answer`): a link, another status of its account, an end, or something to revoke.
//!
//! An attempt of the open flow links, superseded or not; so does one of a flow that the open flow replaced, once that one
//! is past Continue. What any other brings about is revoked where it can be, unless it is what the present linking holds.
//! What was there before anybody was sent links nothing, ever (docs/SECURITY.md).

mod answer;
mod types;

pub use types::{
    AttemptHandle, AttemptStatus, BeginRefusal, Effects, LinkSnapshot, PollOutcome, Preflight,
    ProviderAccount,
};

use crate::domain::link::flow_state::FlowTransition;
use crate::domain::link::{CloseOutcome, FlowState, LinkState};
use crate::domain::polling::{Attempt, NewAttempt, OpenIn, Polling, Rebind, Sent};
use account_link_shared::id::FlowId;
use account_link_shared::link::Life;
use account_link_shared::link::reason::CloseReason;
use account_link_shared::time::{Millis, Seconds};

impl LinkState {
    /// A flow makes an attempt.
    pub fn begin(
        &mut self,
        id: Option<String>,
        flow: &FlowId,
        until: Millis,
        open_in: Option<OpenIn>,
        now: Millis,
    ) -> Result<AttemptHandle, BeginRefusal> {
        let current = self.flow.active().ok_or(BeginRefusal::Over)?;
        if current.flow != *flow {
            return Err(BeginRefusal::Replaced);
        }
        let rebinds = current.request.is_rebind();
        match self.link.life {
            Life::Linked(_) if !rebinds => return Err(BeginRefusal::AlreadyLinked),
            Life::Pending if rebinds => return Err(BeginRefusal::Over),
            Life::Closed { .. } | Life::Unlinked { .. } => return Err(BeginRefusal::Over),
            Life::Pending | Life::Linked(_) if self.polling.is_revoking() => {
                return Err(BeginRefusal::StillRevoking);
            }
            Life::Pending | Life::Linked(_) => {}
        }
        let revocable = self.link.identity.provider.revocable();
        // Where an account may have been before, nobody is sent without an answer to what is there.
        let polling = &self.polling;
        let prepared = |attempt: &Attempt| {
            attempt.flow == *flow
                && attempt.phase.is_open()
                && (attempt.is_answered() || polling.sent != Sent::Nobody)
        };
        if open_in.is_some() && !revocable && !polling.attempts.iter().any(prepared) {
            return Err(BeginRefusal::Over);
        }
        // Once somebody was sent to replace it, any account other than the linked one is new.
        let linked = polling.credential.as_ref().filter(|_| polling.sent == Sent::ToRebind);
        let before = linked.map(|credential| credential.token.fingerprint.clone());
        let rebind = rebinds.then_some(Rebind { before });
        if open_in.is_some() && rebind.is_none() {
            self.sent_with = Some(current.request.clone());
        }
        // What an earlier flow left to the provider goes on with this one.
        self.flow.apply(FlowTransition::GoOn);
        let new = NewAttempt { id, flow: flow.clone(), until, open_in, revocable, rebind };
        let id = self.polling.begin(new, now).ok_or(BeginRefusal::TooMany)?;
        Ok(AttemptHandle { id, subject_generation: self.polling.subject_generation })
    }

    /// What the first question about an attempt came to, before anybody is sent by it. `None`: our name for the user
    /// is another one now, under which to ask again.
    pub fn record_preflight(
        &mut self,
        handle: &AttemptHandle,
        flow: &FlowId,
        now: Millis,
    ) -> Option<Result<Preflight, BeginRefusal>> {
        if let Some(here) = self.linked_by(flow) {
            return Some(Ok(Preflight::Linked(here)));
        }
        if self.polling.subject_generation != handle.subject_generation {
            return None;
        }
        let attempt = self.polling.attempts.iter().find(|attempt| attempt.id == handle.id);
        let Some(attempt) = attempt.filter(|attempt| attempt.phase.is_open()) else {
            return Some(Err(BeginRefusal::Over));
        };
        // What is there now must be known, or it could later be taken for what the user did there.
        let known = match &attempt.rebind {
            Some(rebind) => rebind.before.is_some(),
            None => attempt.is_answered() || self.polling.sent != Sent::Nobody,
        };
        let result = attempt.result.clone();
        if !known {
            self.polling.close_one(&handle.id, now);
            return Some(Err(BeginRefusal::NoAnswer));
        }
        Some(Ok(Preflight::Open(result)))
    }

    /// See [`LinkSnapshot`].
    pub fn snapshot(&self) -> LinkSnapshot {
        let sent = |attempt: &Attempt| Some((attempt.flow.clone(), attempt.phase.open_in()?));
        let flow = self.polling.attempts.iter().rev().find_map(sent);
        LinkSnapshot {
            identity: self.link.identity.clone(),
            subject_generation: self.polling.subject_generation,
            linked: flow.as_ref().and_then(|(flow, _)| self.linked_by(flow)),
            flow,
            made_for: self.made_for(),
        }
    }

    /// The provider said until when an attempt can be completed; `None` where it refused.
    pub fn created(&mut self, id: &str, flow: &FlowId, until: Option<Millis>) -> AttemptStatus {
        self.polling.created(id, until);
        if let Some(here) = self.linked_by(flow) {
            return AttemptStatus::Linked(here);
        }
        let open = self.polling.attempts.iter().any(|attempt| attempt.id == id && self.is_live(attempt));
        if open { AttemptStatus::Open } else { AttemptStatus::Over }
    }

    /// The end of validity came: what a provider may have prolonged is asked about, anything else has ended. `true`:
    /// it has ended.
    pub fn ran_out(&self, now: Millis) -> bool {
        self.is_over(now) && self.polling.credential.is_none()
    }

    fn is_over(&self, now: Millis) -> bool {
        self.link.valid_until().is_some_and(|until| until.millis() <= now)
    }

    /// When to look at the end of validity. What may have been prolonged has a question of its own.
    pub fn runs_out(&self) -> Option<Millis> {
        self.link.valid_until().filter(|_| !self.polling.asks_held()).map(Seconds::millis)
    }

    /// At the end of validity what is held is asked about, whatever became of the question for it.
    pub fn ask_at_end(&mut self, now: Millis) -> bool {
        let asks = self.is_over(now) && self.polling.credential.is_some() && !self.polling.asks_held();
        if asks {
            self.polling.ask_held(now);
        }
        asks
    }

    /// A flow ends while the provider may still decide, which needs no browser. `None` where that is not so, or not for
    /// the flow that may move the link.
    pub fn leave(&mut self, flow: &FlowId, now: Millis) -> Option<CloseOutcome> {
        if !self.flow.is(flow) {
            return None;
        }
        if self.consent.waits().is_some() {
            return Some(CloseOutcome::Pending);
        }
        let pending = self.polling.pending_until(now).is_some();
        if pending && self.is_past_continue() {
            self.flow.apply(FlowTransition::Detach);
            return Some(CloseOutcome::Pending);
        }
        // Nobody took up what an earlier flow had left: that goes on as if this one had not been.
        let resumed = pending && self.flow.apply(FlowTransition::Resume);
        resumed.then_some(CloseOutcome::Over)
    }

    /// Whether the flow that may move the link has left, or could leave, something to the provider.
    pub(super) fn may_be_decided(&self) -> bool {
        self.polling.pending_until(Millis::ZERO).is_some() && self.is_past_continue()
    }

    /// Until when the provider decides though no flow is open.
    pub fn decides_until(&self) -> Option<Millis> {
        match self.flow {
            FlowState::Detached { .. } => self.polling.pending_until(Millis::ZERO),
            FlowState::Idle | FlowState::Open { .. } => None,
        }
    }

    /// The provider has not decided in time. True if that changed anything.
    pub fn give_up(&mut self, now: Millis) -> bool {
        let over = self.decides_until().is_some_and(|until| until <= now);
        let flow = self.flow.active().map(|current| current.flow.clone());
        if let Some(flow) = flow.filter(|_| over) {
            self.end_flow(&flow, CloseReason::Expired, now);
        }
        over
    }

    /// Whether what comes of an attempt links.
    fn is_live(&self, attempt: &Attempt) -> bool {
        let Some(current) = self.flow.active() else { return false };
        let rebinds = current.request.is_rebind();
        let fits = match self.link.life {
            Life::Pending => !rebinds,
            Life::Linked(_) => rebinds && attempt.rebind.is_some() && self.polling.sent == Sent::ToRebind,
            Life::Closed { .. } | Life::Unlinked { .. } => false,
        };
        fits && self.polling.sent != Sent::Nobody && attempt.phase.is_open() && self.is_past_continue()
    }

    /// Whether the user has pressed Continue in the flow that may move the link.
    fn is_past_continue(&self) -> bool {
        let Self { flow, polling: Polling { attempts, .. }, .. } = self;
        attempts.iter().any(|attempt| attempt.phase.is_open() && flow.is(&attempt.flow))
    }
}
