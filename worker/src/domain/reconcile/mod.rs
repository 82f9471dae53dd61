//! What comes of a provider's answer (`answer`): a link, another status of its account, an end, or something to revoke.
//!
//! An attempt of the open flow links, superseded or not; so does one of a flow that the open flow replaced, once that one
//! is past Continue. What any other brings about is revoked where it can be, unless it is what the present linking holds.
//! What was there before anybody was sent links nothing, ever (docs/SECURITY.md).

mod answer;

use crate::domain::link::flow_state::FlowTransition;
use crate::domain::link::{CloseOutcome, FlowState, LinkState, LinkedHere};
use crate::domain::outbox::callback::Callback;
use crate::domain::polling::{
    Attempt, NewAttempt, OpenIn, Polling, ProviderToken, Rebind, ReturnResult, Sent,
};
use account_link_shared::id::FlowId;
use account_link_shared::link::reason::{AccountStatus, CloseReason};
use account_link_shared::link::{Identity, Life};
use account_link_shared::problem::FailureReason;
use account_link_shared::providers::ProviderRequest;
use account_link_shared::status::MaskedAccount;
use account_link_shared::time::{Millis, Seconds};
use serde::{Deserialize, Serialize};

/// What a provider says of an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PollOutcome {
    /// Nothing came of it so far; for what is linked: it is not there any more.
    Absent,
    /// What came of it was removed there.
    Removed,
    /// An account.
    Account(ProviderAccount),
    /// No answer, or none that can be read.
    Silent,
}

/// An account at the provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProviderAccount {
    /// Whether it can be used now.
    pub status: AccountStatus,
    /// Whether it can be linked as it is now.
    pub linkable: bool,
    /// For people; at least one.
    pub accounts: Vec<MaskedAccount>,
    /// Until when it can be used: the earliest and the latest reading.
    pub valid_until: Option<(Seconds, Seconds)>,
    /// What we hold of it.
    pub token: ProviderToken,
}

/// Why no attempt may be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BeginRefusal {
    /// Linked already.
    AlreadyLinked,
    /// Another flow took over.
    Replaced,
    /// The flow was ended.
    Over,
    /// Something is still to be revoked at the provider.
    StillRevoking,
    /// Too many attempts are still open.
    TooMany,
    /// The provider does not say what is there already.
    NoAnswer,
}

/// How an attempt began.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttemptHandle {
    /// Which one.
    pub id: String,
    /// Which of our names for the user counts.
    pub subject_generation: u32,
}

/// What came of the question before the user is sent to the provider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Preflight {
    /// Nothing that links: the user may go. What an earlier flow brought back, where it is not decided yet.
    Open(Option<ReturnResult>),
    /// What an earlier flow brought about: linked.
    Linked(LinkedHere),
}

/// A link as the front sees it when a provider's page leads back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkSnapshot {
    /// Whose.
    pub identity: Identity,
    /// Which of our names for the user counts.
    pub subject_generation: u32,
    /// The flow that was the last to be sent to the provider, and how.
    pub flow: Option<(FlowId, OpenIn)>,
    /// That flow linked it.
    pub linked: Option<LinkedHere>,
    /// For what the present linking was made.
    pub made_for: Option<ProviderRequest>,
}

/// What an attempt is, once the provider has said until when it can be completed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AttemptStatus {
    /// It may be completed.
    Open,
    /// Its flow is linked by now.
    Linked(LinkedHere),
    /// It would link nothing any more.
    Over,
}

/// What an answer brought about.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Effects {
    /// To be written with the state.
    pub callback: Option<Callback>,
    /// The flow that should hear that it linked.
    pub linked: Option<(FlowId, LinkedHere)>,
    /// The flow that should hear that it failed, and why.
    pub failed: Option<(FlowId, FailureReason)>,
}

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
        let current = self.flow.current().ok_or(BeginRefusal::Over)?;
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
    pub fn prepared(
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
        let flow = self.flow.current().map(|current| current.flow.clone());
        if let Some(flow) = flow.filter(|_| over) {
            self.end_flow(&flow, CloseReason::Expired, now);
        }
        over
    }

    /// Whether what comes of an attempt links.
    fn is_live(&self, attempt: &Attempt) -> bool {
        let Some(current) = self.flow.current() else { return false };
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
