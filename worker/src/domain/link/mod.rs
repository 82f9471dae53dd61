//! A link as its object keeps it: its life, the flow that may move it, the grant that linked it, its callbacks.

pub mod flow_state;

pub use flow_state::{ActiveFlow, FlowState};

use crate::domain::account::Grant;
use crate::domain::consent::state::{Consent, ConsentState, ConsentTerms};
use crate::domain::outbox::callback::Callback;
use crate::domain::polling::Polling;
use account_link_shared::id::{AccountUuid, EventId, FlowId};
use account_link_shared::link::reason::{CloseReason, Refusal, UnlinkReason};
use account_link_shared::link::{Identity, Life, Link, LinkEvent, Linking};
use account_link_shared::providers::ProviderRequest;
use account_link_shared::status::{KycStatus, MaskedAccount};
use account_link_shared::time::Millis;
use flow_state::FlowTransition;
use serde::{Deserialize, Serialize};

/// The state of a link besides its callbacks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkState {
    /// Its life, as partners see it.
    pub link: Link,
    /// The flow that may move it.
    pub flow: FlowState,
    /// With what the user was sent to the provider last, in this generation.
    pub(super) sent_with: Option<ProviderRequest>,
    /// Who made the present linking, so that repeating it changes nothing.
    pub(super) linked_by: Option<LinkedBy>,
    /// Whose account it is linked with, or waits for; see `domain::consent`.
    pub consent: ConsentState,
    /// What is asked of a provider that holds no account of ours; see `domain::polling`.
    pub polling: Polling,
    /// Rises with every change that the status shows.
    pub version: u64,
    /// The version that KV holds; behind `version` means dirty.
    pub projected: u64,
}

/// The flow that made the present linking, and its `state`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct LinkedBy {
    pub(super) flow: FlowId,
    pub(super) state: Option<String>,
    pub(super) request: Option<ProviderRequest>,
}

/// It was that flow that linked it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkedHere {
    /// The account for people.
    pub masked: Option<String>,
}

/// How a flow came to its end at its link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CloseOutcome {
    /// It had linked it.
    Linked(LinkedHere),
    /// The provider still decides; that needs no browser.
    Pending,
    /// Nothing is open any more.
    Over,
}

/// Why the link does not do what is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum LinkRefusal {
    /// The same signature is in use by that flow; whether it is still open is the flow's to say.
    #[error("the signature is in use")]
    InUse {
        /// By which flow.
        flow: FlowId,
    },
    /// The flow no longer moves this link.
    #[error("another flow took over")]
    Replaced,
    /// No flow moves it: the partner ended it.
    #[error("the flow was ended")]
    Over,
    /// There is nothing to replace.
    #[error("nothing is linked that could be replaced")]
    NotLinked,
    /// Its life does not allow it.
    #[error(transparent)]
    Life(Refusal),
}

/// What happened when a flow came to its link.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opened {
    /// It is linked already: the flow shows that and ends.
    pub already_linked: Option<String>,
    /// It is linked already, and the flow was opened for another screen: the name of the account's object.
    pub linked_account: Option<String>,
    /// The user agreed in an earlier flow: how the identity check stands.
    pub waits: Option<KycStatus>,
    /// The flow that was replaced and should be told.
    pub replaced: Option<FlowId>,
}

/// What a confirmed flow brings.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the fields of Grant, Linking, Consent and Callback")]
pub struct Confirm {
    pub grant: Grant,
    pub account_uuid: AccountUuid,
    pub terms: ConsentTerms,
    /// The partner wants the identity check passed before.
    pub kyc_required: bool,
    pub event: EventId,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Confirmed {
    /// Linked, with its one callback; without one where it was before.
    Linked(Option<Callback>),
    /// The consent is stored: linked when the identity check is passed.
    Waits,
    /// Closed: the identity check was not passed.
    Rejected,
}

impl LinkState {
    /// A flow was redeemed. `over` names a flow that is known to be closed, which a conflict named before.
    pub fn open(
        known: Option<Self>,
        identity: Identity,
        flow: ActiveFlow,
        over: Option<&FlowId>,
    ) -> Result<(Self, Opened), LinkRefusal> {
        let linked = known.as_ref().is_some_and(|state| matches!(state.link.life, Life::Linked(_)));
        if flow.request.is_rebind() && !linked {
            return Err(LinkRefusal::NotLinked);
        }
        let Some(mut state) = known else {
            let state = Self {
                link: Link::first(identity),
                flow: FlowState::Open { flow, suspended: None },
                sent_with: None,
                linked_by: None,
                consent: ConsentState::default(),
                polling: Polling::default(),
                version: 1,
                projected: 0,
            };
            return Ok((state, Opened::default()));
        };
        if let (true, Life::Linked(_)) = (flow.account_screen_only, &state.link.life) {
            // Does not supersede the active flow, and leaves the link as it is.
            let linked_account = state.consent.account.clone();
            return Ok((state, Opened { linked_account, ..Opened::default() }));
        }
        let replaced = match state.flow.current() {
            Some(old) if old.flow == flow.flow => None,
            Some(old) if old.signature == flow.signature && over != Some(&old.flow) => {
                return Err(LinkRefusal::InUse { flow: old.flow.clone() });
            }
            Some(old) => Some(old.flow.clone()),
            None => None,
        };
        let already_linked = match &state.link.life {
            Life::Linked(_) if flow.request.is_rebind() => None,
            Life::Linked(linking) => Some(masked(linking).unwrap_or_default()),
            Life::Pending | Life::Closed { .. } | Life::Unlinked { .. } => None,
        };
        if already_linked.is_some() {
            // The newer flow ends at once, and does not supersede the active one.
            return Ok((state, Opened { already_linked, ..Opened::default() }));
        }
        let life = state.link.life.clone();
        // What the present flow left, or could leave, to the provider is kept for the case that the newer one comes to
        // nothing.
        let suspend = state.may_be_decided();
        state.flow.apply(FlowTransition::Open { flow, suspend });
        state.link = state.link.opened();
        if state.link.life != life {
            state.touched();
        }
        let waits = state.consent.waits();
        Ok((state, Opened { replaced, waits, ..Opened::default() }))
    }

    /// Consumes a grant: Pending → Linked, with its one callback; or stores the consent. The same grant again changes
    /// nothing.
    pub fn confirm(&mut self, confirm: Confirm, now: Millis) -> Result<Confirmed, LinkRefusal> {
        if matches!(self.link.life, Life::Linked(_)) {
            let ours = self.linked_by(&confirm.grant.flow).is_some();
            let refusal = LinkRefusal::Life(Refusal::AlreadyLinked);
            return if ours { Ok(Confirmed::Linked(None)) } else { Err(refusal) };
        }
        let current = self.flow.current().ok_or(LinkRefusal::Over)?;
        if current.flow != confirm.grant.flow {
            return Err(LinkRefusal::Replaced);
        }
        let state = current.state.clone();
        let consent = Consent { terms: confirm.terms, flow: confirm.grant.flow, state };
        match consent.terms.holder.kyc_status {
            Some(KycStatus::KycReject) if confirm.kyc_required => {
                self.reject(consent, now);
                Ok(Confirmed::Rejected)
            }
            Some(KycStatus::KycPass) => self.agree(consent, confirm.account_uuid, confirm.event, now),
            _ if confirm.kyc_required => {
                self.wait_for(consent);
                Ok(Confirmed::Waits)
            }
            _ => self.agree(consent, confirm.account_uuid, confirm.event, now),
        }
    }

    /// Pending → Linked for the current flow, or Linked in place of the present linking, with its one callback.
    pub(super) fn link_up(
        &mut self,
        linking: Linking,
        flow: FlowId,
        event: EventId,
        now: Millis,
    ) -> Result<Callback, LinkRefusal> {
        let current = self.flow.current().ok_or(LinkRefusal::Over)?;
        let (link, state, request) = (self.link.clone(), current.state.clone(), current.request.clone());
        let rebinds = request.is_rebind();
        let told = if rebinds { link.rebound(linking, now) } else { link.linked(linking, now) };
        let told = told.map_err(LinkRefusal::Life)?;
        // What was opened there was opened with what the user was sent with.
        let request = Some(self.sent_with.take().filter(|_| !rebinds).unwrap_or(request));
        self.linked_by = Some(LinkedBy { flow, state, request });
        self.flow.apply(FlowTransition::GoOn);
        Ok(self.told(told, event, now))
    }

    /// What the present linking was made for.
    pub(super) fn made_for(&self) -> Option<ProviderRequest> {
        self.linked_by.as_ref().and_then(|linked_by| linked_by.request.clone())
    }

    /// Takes over what happened in its life, and makes the one callback about it.
    pub(super) fn told(&mut self, told: LinkEvent, event: EventId, now: Millis) -> Callback {
        let state = self.linked_by.as_ref().and_then(|linked_by| linked_by.state.clone());
        self.link = told.link;
        self.touched();
        Callback::new(event, self.link.sequence, told.body.bytes(), state, now)
    }

    /// Ends it: a linked link becomes Unlinked with one callback, a pending one is closed, any other stays.
    /// Gives the flow that should be told.
    pub fn unlink(
        &mut self,
        reason: UnlinkReason,
        event: EventId,
        now: Millis,
    ) -> (Option<Callback>, Option<FlowId>) {
        let flow = self.flow.current().map(|current| current.flow.clone());
        if let Ok(told) = self.link.clone().unlinked(reason, now) {
            let callback = self.told(told, event, now);
            self.linked_by = None;
            self.sent_with = None;
            self.consent.left();
            self.flow.apply(FlowTransition::End);
            let revocable = self.link.identity.provider.revocable();
            self.polling.let_go(revocable && reason != UnlinkReason::Provider, now);
            return (Some(callback), flow);
        }
        match self.close(CloseReason::Cancelled, now) {
            true => (None, flow),
            false => (None, None),
        }
    }

    /// A flow ended, as it believes without a link. Only the current flow's end counts.
    pub fn end_flow(&mut self, flow: &FlowId, reason: CloseReason, now: Millis) -> CloseOutcome {
        if self.flow.is(flow) && !self.close(reason, now) {
            self.flow.apply(FlowTransition::End);
            self.polling.close_rebinds(now);
        }
        self.linked_by(flow).map_or(CloseOutcome::Over, CloseOutcome::Linked)
    }

    pub(super) fn close(&mut self, reason: CloseReason, now: Millis) -> bool {
        let closed = self.link.clone().closed(reason);
        let Ok(link) = closed else { return false };
        self.link = link;
        self.flow.apply(FlowTransition::End);
        self.polling.close(now);
        self.consent.withdraw();
        self.touched();
        true
    }

    /// Whether that flow is the one that linked it.
    pub fn linked_by(&self, flow: &FlowId) -> Option<LinkedHere> {
        match (&self.link.life, &self.linked_by) {
            (Life::Linked(linking), Some(linked_by)) if linked_by.flow == *flow => {
                Some(LinkedHere { masked: masked(linking) })
            }
            _ => None,
        }
    }

    pub(super) fn touched(&mut self) {
        self.version = self.version.saturating_add(1);
    }
}

/// The accounts for people. What tells several apart is said with them.
pub(super) fn masked(linking: &Linking) -> Option<String> {
    let accounts = &linking.holder.accounts;
    let one = accounts.len() == 1 && accounts.iter().all(|account| account.currencies.len() < 2);
    let text = |account: &MaskedAccount| match one {
        true => account.masked.clone(),
        false => format!("{} {}", account.masked, account.currencies.join("/")),
    };
    let all: Vec<String> = accounts.iter().map(text).collect();
    Some(all.join(", ")).filter(|text| !text.is_empty())
}
