//! A link as its object keeps it: its life, the flow that may move it, the grant that linked it, its callbacks.

pub mod flow_state;

mod state;

pub use flow_state::{ActiveFlow, FlowState};
pub use state::{CloseOutcome, Confirm, Confirmed, LinkRefusal, LinkState, LinkedBy, LinkedHere, Opened};

use crate::domain::consent::state::{Consent, ConsentState};
use crate::domain::outbox::callback::Callback;
use crate::domain::polling::Polling;
use account_link_shared::id::{EventId, FlowId};
use account_link_shared::link::reason::{CloseReason, Refusal, UnlinkReason};
use account_link_shared::link::{Identity, Life, Link, LinkEvent, Linking};
use account_link_shared::providers::ProviderRequest;
use account_link_shared::status::{KycStatus, MaskedAccount};
use account_link_shared::time::Millis;
use flow_state::FlowTransition;

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
        let replaced = match state.flow.active() {
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
        let current = self.flow.active().ok_or(LinkRefusal::Over)?;
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
        let current = self.flow.active().ok_or(LinkRefusal::Over)?;
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
        let flow = self.flow.active().map(|current| current.flow.clone());
        if let Ok(told) = self.link.clone().unlinked(reason, now) {
            let callback = self.told(told, event, now);
            self.linked_by = None;
            self.sent_with = None;
            self.consent.clear();
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
