//! What comes of a provider's answer (`answer`): a link, another standing, an end, or something to remove there.
//!
//! PRODUCT, decisions 6 and 9: an attempt of the open flow links, superseded or not; so does one of a flow that the
//! open flow replaced, once that one is past Continue. What any other brings about is removed where it can be, unless
//! it is what the present linking holds. What was there before anybody was sent links nothing, ever.

mod answer;

use crate::domain::delivery::Delivery;
use crate::domain::link::{ActiveFlow, CloseOutcome, LinkState, LinkedHere};
use crate::domain::polling::{Attempt, Inquiry, New, OpenIn, ProviderToken, Rebind, ReturnResult};
use account_link_shared::id::FlowId;
use account_link_shared::link::{AccountStatus, CloseReason, Life};
use account_link_shared::problem::Code;
use account_link_shared::request::ProviderRequest;
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
    pub standing: AccountStatus,
    /// Whether it can be linked as it is now.
    pub links: bool,
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
    /// Something is still to be removed at the provider.
    StillRemoving,
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

/// What was there before the user is sent to the provider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Preflight {
    /// Nothing that links: the user may go. What an earlier flow brought back, where it is not decided yet.
    Open(Option<ReturnResult>),
    /// What an earlier flow brought about: linked.
    Linked(LinkedHere),
}

/// A link as the front sees it when a provider's page next_step back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkSnapshot {
    /// Whose.
    pub identity: account_link_shared::link::Identity,
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
    pub delivery: Option<Delivery>,
    /// The flow that should hear that it linked.
    pub linked: Option<(FlowId, LinkedHere)>,
    /// The flow that should hear that it failed, and why.
    pub failed: Option<(FlowId, Code)>,
}

impl LinkState {
    /// A flow makes an attempt.
    pub fn begin(
        &mut self,
        id: Option<String>,
        flow: &FlowId,
        until: Millis,
        sent: Option<OpenIn>,
        now: Millis,
    ) -> Result<AttemptHandle, BeginRefusal> {
        let current = self.current.as_ref().ok_or(BeginRefusal::Over)?;
        if current.flow != *flow {
            return Err(BeginRefusal::Replaced);
        }
        let replaces = current.asked.replaces();
        match self.link.life {
            Life::Linked(_) if !replaces => return Err(BeginRefusal::AlreadyLinked),
            Life::Pending if replaces => return Err(BeginRefusal::Over),
            Life::Closed { .. } | Life::Unlinked { .. } => return Err(BeginRefusal::Over),
            Life::Pending | Life::Linked(_) if self.inquiry.owes() => {
                return Err(BeginRefusal::StillRemoving);
            }
            Life::Pending | Life::Linked(_) => {}
        }
        let removes = self.link.identity.provider.removes();
        // Where an account may have been before, nobody is sent without an answer to what is there.
        let inquiry = &self.inquiry;
        let prepared = |attempt: &Attempt| {
            attempt.flow == *flow && !attempt.closed && (attempt.is_answered() || inquiry.sent)
        };
        if sent.is_some() && !removes && !inquiry.attempts.iter().any(prepared) {
            return Err(BeginRefusal::Over);
        }
        // Once somebody was sent to replace it, whatever is not what is linked came of that.
        let held =
            inquiry.held.as_ref().filter(|_| inquiry.sent_again).map(|held| held.token.fingerprint.clone());
        let replaces = replaces.then_some(Rebind { before: held });
        if sent.is_some() && replaces.is_none() {
            self.sent_as = self.current.as_ref().map(|current| current.asked.clone());
        }
        // What an earlier flow left to the provider goes on with this one.
        self.suspended = None;
        let new = New { id, flow: flow.clone(), until, sent, removes, replaces };
        let id = self.inquiry.begin(new, now).ok_or(BeginRefusal::TooMany)?;
        Ok(AttemptHandle { id, subject_generation: self.inquiry.subject_generation })
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
        if self.inquiry.subject_generation != handle.subject_generation {
            return None;
        }
        let attempt = self.inquiry.attempts.iter().find(|attempt| attempt.id == handle.id);
        let Some(attempt) = attempt.filter(|attempt| !attempt.closed) else {
            return Some(Err(BeginRefusal::Over));
        };
        // What is there now must be known, or it could later be taken for what the user did there.
        let known = match &attempt.replaces {
            Some(replaces) => replaces.before.is_some(),
            None => attempt.is_answered() || self.inquiry.sent,
        };
        let came = attempt.came;
        if !known {
            self.inquiry.close_one(&handle.id, now);
            return Some(Err(BeginRefusal::NoAnswer));
        }
        Some(Ok(Preflight::Open(came)))
    }

    /// See [`LinkSnapshot`].
    pub fn looked(&self) -> LinkSnapshot {
        let sent = |attempt: &Attempt| Some((attempt.flow.clone(), attempt.sent?));
        let flow = self.inquiry.attempts.iter().rev().find_map(sent);
        LinkSnapshot {
            identity: self.link.identity.clone(),
            subject_generation: self.inquiry.subject_generation,
            linked: flow.as_ref().and_then(|(flow, _)| self.linked_by(flow)),
            flow,
            made_for: self.made_for(),
        }
    }

    /// The provider said until when an attempt can be completed; `None` where it refused.
    pub fn shown(&mut self, id: &str, flow: &FlowId, until: Option<Millis>) -> AttemptStatus {
        self.inquiry.shown(id, until);
        if let Some(here) = self.linked_by(flow) {
            return AttemptStatus::Linked(here);
        }
        let open = self.inquiry.attempts.iter().any(|attempt| attempt.id == id && self.is_live(attempt));
        if open { AttemptStatus::Open } else { AttemptStatus::Over }
    }

    /// The end of validity came: what a provider may have prolonged is asked about, anything else has ended. `true`:
    /// it has ended.
    pub fn ran_out(&self, now: Millis) -> bool {
        self.is_over(now) && self.inquiry.held.is_none()
    }

    fn is_over(&self, now: Millis) -> bool {
        self.link.valid_until().is_some_and(|until| until.millis() <= now)
    }

    /// When to look at the end of validity. What may have been prolonged has a question of its own.
    pub fn runs_out(&self) -> Option<Millis> {
        self.link.valid_until().filter(|_| !self.inquiry.asks_held()).map(Seconds::millis)
    }

    /// At the end of validity what is held is asked about, whatever became of the question for it.
    pub fn ask_at_end(&mut self, now: Millis) -> bool {
        let asks = self.is_over(now) && self.inquiry.held.is_some() && !self.inquiry.asks_held();
        if asks {
            self.inquiry.ask_held(now);
        }
        asks
    }

    /// A flow ends while the provider may still decide, which needs no browser. `None` where that is not so, or not for
    /// the flow that may move the link.
    pub fn leave(&mut self, flow: &FlowId, now: Millis) -> Option<CloseOutcome> {
        let current = self.current.as_ref().filter(|current| current.flow == *flow)?;
        if self.house.waits().is_some() {
            return Some(CloseOutcome::Pending);
        }
        let decides = |inquiry: &Inquiry| inquiry.lasts_until(now).is_some();
        if past_continue(&self.inquiry, current) && decides(&self.inquiry) {
            self.current.iter_mut().for_each(|current| current.left = true);
            return Some(CloseOutcome::Pending);
        }
        // Nobody took up what an earlier flow had left: that goes on as if this one had not been.
        let suspended = self.suspended.take().filter(|_| decides(&self.inquiry))?;
        self.current = Some(ActiveFlow { left: true, ..suspended });
        Some(CloseOutcome::Over)
    }

    /// A newer flow takes over. What the present one left, or could leave, to the provider is kept for the case that
    /// the newer one comes to nothing.
    pub(super) fn suspend(&mut self) {
        let lasts = self.inquiry.lasts_until(Millis::ZERO).is_some();
        if let Some(current) = self.current.take_if(|current| lasts && past_continue(&self.inquiry, current))
        {
            self.suspended = Some(current);
        }
    }

    /// Until when the provider decides though no flow is open.
    pub fn decides_until(&self) -> Option<Millis> {
        let left = self.current.as_ref().is_some_and(|current| current.left);
        left.then(|| self.inquiry.lasts_until(Millis::ZERO)).flatten()
    }

    /// The provider has not decided in time. True if that changed anything.
    pub fn give_up(&mut self, now: Millis) -> bool {
        let over = self.decides_until().is_some_and(|until| until <= now);
        if over && let Some(flow) = self.current.as_ref().map(|current| current.flow.clone()) {
            self.end_flow(&flow, CloseReason::Expired, now);
        }
        over
    }

    /// Whether what comes of an attempt links.
    fn is_live(&self, attempt: &Attempt) -> bool {
        let Some(current) = &self.current else { return false };
        let fits = match self.link.life {
            Life::Pending => !current.asked.replaces(),
            Life::Linked(_) => {
                let replaces = current.asked.replaces() && attempt.replaces.is_some();
                replaces && self.inquiry.sent_again
            }
            Life::Closed { .. } | Life::Unlinked { .. } => false,
        };
        fits && self.inquiry.sent && !attempt.closed && past_continue(&self.inquiry, current)
    }
}

/// Whether the user has pressed Continue in a flow.
fn past_continue(inquiry: &Inquiry, current: &ActiveFlow) -> bool {
    inquiry.attempts.iter().any(|attempt| attempt.flow == current.flow && !attempt.closed)
}
