//! A link and the account of ours behind it: consent that waits for the identity check (`state`), and what becomes of the
//! link when the account changes.

pub mod state;

use crate::domain::account::AccountSnapshot;
use crate::domain::link::{Confirmed, LinkRefusal, LinkState, LinkedBy, LinkedHere};
use crate::domain::outbox::callback::Callback;
use account_link_shared::id::{AccountUuid, EventId, FlowId};
use account_link_shared::link::reason::{AccountStatus, CloseReason};
use account_link_shared::link::{Life, Linking};
use account_link_shared::status::{KycStatus, LinkStatusBody};
use account_link_shared::time::Millis;
use state::{Consent, ConsentState, ConsentTerms, Notification};

/// What a change of the account came to.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct AccountChange {
    /// It still is this account's.
    pub keeps: bool,
    /// To be written with the state.
    pub callback: Option<Callback>,
    /// The flow that shows how it stands, and what it is told.
    pub tell: Option<(FlowId, FlowUpdate)>,
}

/// What a waiting flow is told.
#[derive(Debug, PartialEq, Eq)]
pub enum FlowUpdate {
    /// It is linked.
    Linked(LinkedHere),
    /// It will not be.
    Rejected,
    /// It still waits.
    Waits(KycStatus),
}

impl LinkState {
    /// Pending → Linked by consent, with its one callback.
    pub(super) fn agree(
        &mut self,
        consent: Consent,
        account_uuid: AccountUuid,
        event: EventId,
        now: Millis,
    ) -> Result<Confirmed, LinkRefusal> {
        let Consent { terms, flow, state } = consent;
        let valid_until = terms.valid_for.map(|seconds| now.seconds().plus(seconds));
        let holder = terms.holder.clone();
        let linking = Linking {
            account_uuid: account_uuid.clone(),
            account_status: AccountStatus::Active,
            valid_until,
            holder,
        };
        let told = self.link.clone().linked(linking, now).map_err(LinkRefusal::Life)?;
        let request = self.flow.active().map(|current| current.request.clone());
        self.linked_by = Some(LinkedBy { flow, state, request });
        self.consent = ConsentState {
            account: Some(terms.account.clone()),
            terms: Some(terms),
            uuid: Some(account_uuid.clone()),
            ..ConsentState::default()
        };
        self.consent.notify(Notification::Linked(account_uuid), now);
        Ok(Confirmed::Linked(Some(self.told(told, event, now))))
    }

    /// Stores consent.
    pub(super) fn wait_for(&mut self, consent: Consent) {
        let terms = consent.terms.clone();
        let account = Some(terms.account.clone());
        self.consent =
            ConsentState { account, consent: Some(consent), terms: Some(terms), ..ConsentState::default() };
        self.consent.notify(Notification::Waits, Millis::ZERO);
        self.touched();
    }

    /// Closes it: the identity check was not passed.
    pub(super) fn reject(&mut self, consent: Consent, now: Millis) {
        self.close(CloseReason::KycRejected, now);
        self.consent = ConsentState { terms: Some(consent.terms), ..ConsentState::default() };
        self.consent.notify(Notification::Rejected, now);
    }

    /// The status as partners read it: while it waits for the identity check, or was closed by it, with that.
    pub fn status(&self) -> LinkStatusBody {
        let status = self.link.status();
        let closed = matches!(self.link.life, Life::Closed { reason: CloseReason::KycRejected });
        match &self.consent.terms {
            Some(ConsentTerms { holder, .. }) if closed || self.consent.consent.is_some() => {
                LinkStatusBody { otp_ready: holder.otp_ready, kyc_status: holder.kyc_status, ..status }
            }
            _ => status,
        }
    }

    /// The name of the account's object whose identity check is this link's: linked, waiting for it, or closed by it.
    pub fn account(&self) -> Option<&str> {
        let closed = matches!(self.link.life, Life::Closed { reason: CloseReason::KycRejected });
        let rejected = self.consent.terms.as_ref().filter(|_| closed).map(|terms| &terms.account);
        self.consent.account.as_ref().or(rejected).map(String::as_str)
    }

    /// Whether news of its account would link it: that needs a new `account_uuid`.
    pub fn would_agree(&self, account: &str, snapshot: AccountSnapshot) -> bool {
        self.consent.consent.is_some()
            && self.consent.account.as_deref() == Some(account)
            && snapshot.kyc_status == KycStatus::KycPass
    }

    /// A change of the account: what the status shows of it, and what consent waited for. `account_uuid` is written to the
    /// index already.
    pub fn on_account_changed(
        &mut self,
        account: &str,
        snapshot: AccountSnapshot,
        account_uuid: AccountUuid,
        event: EventId,
        now: Millis,
    ) -> AccountChange {
        if self.consent.account.as_deref() != Some(account) {
            return AccountChange::default();
        }
        if let Life::Linked(linking) = &mut self.link.life {
            let known = (linking.holder.otp_ready, linking.holder.kyc_status);
            (linking.holder.otp_ready, linking.holder.kyc_status) =
                (snapshot.otp_ready, Some(snapshot.kyc_status));
            if known != (snapshot.otp_ready, Some(snapshot.kyc_status)) {
                self.touched();
            }
            return AccountChange { keeps: true, ..AccountChange::default() };
        }
        let Some(mut consent) = self.consent.consent.take() else { return AccountChange::default() };
        let holder = &mut consent.terms.holder;
        (holder.otp_ready, holder.kyc_status) = (snapshot.otp_ready, Some(snapshot.kyc_status));
        let flow = self.flow.active().map(|current| current.flow.clone());
        match snapshot.kyc_status {
            KycStatus::KycPass => {
                // Who waits for it now is who hears of it.
                consent.flow = flow.clone().unwrap_or(consent.flow);
                let Ok(Confirmed::Linked(callback)) = self.agree(consent, account_uuid, event, now) else {
                    return AccountChange::default();
                };
                let heard =
                    flow.and_then(|flow| Some((flow.clone(), FlowUpdate::Linked(self.linked_by(&flow)?))));
                AccountChange { keeps: true, callback, tell: heard }
            }
            KycStatus::KycReject => {
                self.reject(consent, now);
                AccountChange {
                    tell: flow.map(|flow| (flow, FlowUpdate::Rejected)),
                    ..AccountChange::default()
                }
            }
            status => {
                self.consent.terms = Some(consent.terms.clone());
                self.consent.consent = Some(consent);
                self.touched();
                let tell = flow.map(|flow| (flow, FlowUpdate::Waits(status)));
                AccountChange { keeps: true, callback: None, tell }
            }
        }
    }
}
