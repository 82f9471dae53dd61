//! What a link and the account of the house behind it owe each other: consent that waits for the identity check, notification
//! of the account, and the mail about a new link.

use crate::domain::account::AccountSnapshot;
use crate::domain::delivery::Delivery;
use crate::domain::link::{Confirmed, LinkRefusal, LinkState, LinkedBy, LinkedHere};
use crate::domain::owed::Owed;
use account_link_shared::id::{AccountUuid, EventId, FlowId};
use account_link_shared::link::{AccountStatus, CloseReason, Holder, Life, Linking};
use account_link_shared::locale::Locale;
use account_link_shared::request::ProviderRequest;
use account_link_shared::status::{KycStatus, LinkStatusBody};
use account_link_shared::time::Millis;
use serde::{Deserialize, Serialize};

/// How long introducing a link to its account may take before it counts as lost, in milliseconds.
const WATCHDOG: i64 = 25_000;

/// What the owner of an account terms to with the second step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentTerms {
    /// The name of the account's object.
    pub account: String,
    /// As it was then.
    pub holder: Holder,
    /// How long the link lasts, in seconds; without it, until it is ended.
    pub valid_for: Option<i64>,
    /// The partner's words for its user, for the mail.
    pub label: Option<String>,
    /// The mail's language.
    pub locale: Option<Locale>,
}

/// Consent that waits for the identity check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    /// To what.
    pub terms: ConsentTerms,
    /// In which flow.
    pub flow: FlowId,
    /// That flow's `state`, for the callback.
    pub state: Option<String>,
}

/// What the owner is told of by mail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Notification {
    /// A new link, and how to undo it.
    Linked(AccountUuid),
    /// The identity check was not passed, so there is none.
    Rejected,
    /// Nothing yet: the account only has to know the link.
    Waits,
}

/// The link is to be registered to its account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountRegistration {
    /// With which notification.
    pub notification: Notification,
    owed: Owed,
}

/// The side of a link that faces its account.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentState {
    /// The name of the account's object, while it is linked or waits.
    pub account: Option<String>,
    consent: Option<Consent>,
    /// Of the last linking or consent, for its mail and for who follows it later.
    pub terms: Option<ConsentTerms>,
    /// The linking that the mail is about.
    pub uuid: Option<AccountUuid>,
    owes: Option<AccountRegistration>,
}

impl ConsentState {
    /// How the identity check stands that stored consent waits for.
    pub fn waits(&self) -> Option<KycStatus> {
        self.consent.as_ref().and_then(|consent| consent.terms.holder.kyc_status)
    }

    /// Consent is withdrawn.
    pub fn withdraw(&mut self) {
        if self.consent.take().is_some() {
            self.left();
        }
    }

    /// No longer linked. The mail's way stays, to say so.
    pub fn left(&mut self) {
        self.account = None;
        // What has not been told yet is not true any more.
        self.owes = None;
    }

    fn owe(&mut self, notification: Notification, now: Millis) {
        self.owes = Some(AccountRegistration { notification, owed: Owed::new(now) });
    }

    /// When the link is to be registered.
    pub fn due(&self) -> Option<Millis> {
        self.owes.as_ref().map(|owes| owes.owed.at)
    }

    /// Takes the registration that is due; nobody else makes it before the watchdog ends.
    pub fn take(&mut self, now: Millis) -> Option<AccountRegistration> {
        let owes = self.owes.as_mut()?;
        owes.owed.claim(now, WATCHDOG).then(|| owes.clone())
    }

    /// What became of it; other notification that came meanwhile is still owed.
    pub fn registered(&mut self, what: &AccountRegistration, done: bool, now: Millis) {
        let Some(owes) = self.owes.as_mut().filter(|owes| owes.notification == what.notification) else {
            return;
        };
        match done {
            true => self.owes = None,
            false => owes.owed.failed(now),
        }
    }
}

/// What notification of the account came to.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct AccountChange {
    /// It still is this account's.
    pub keeps: bool,
    /// To be written with the state.
    pub delivery: Option<Delivery>,
    /// The flow that shows how it stands, and what it should hear.
    pub tell: Option<(FlowId, FlowUpdate)>,
}

/// What a waiting flow update.
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
            standing: AccountStatus::Active,
            valid_until,
            holder,
        };
        let told = self.link.clone().linked(linking, now).map_err(LinkRefusal::Life)?;
        self.linked_by_flow = Some(LinkedBy { flow, state, asked: ProviderRequest::Cabital });
        self.house = ConsentState {
            account: Some(terms.account.clone()),
            terms: Some(terms),
            uuid: Some(account_uuid.clone()),
            ..ConsentState::default()
        };
        self.house.owe(Notification::Linked(account_uuid), now);
        Ok(Confirmed::Linked(Some(self.told(told, event, now))))
    }

    /// Stores consent.
    pub(super) fn wait_for(&mut self, consent: Consent) {
        let terms = consent.terms.clone();
        let account = Some(terms.account.clone());
        self.house =
            ConsentState { account, consent: Some(consent), terms: Some(terms), ..ConsentState::default() };
        self.house.owe(Notification::Waits, Millis::ZERO);
        self.touched();
    }

    /// Closes it: the identity check was not passed.
    pub(super) fn reject(&mut self, consent: Consent, now: Millis) {
        self.close(CloseReason::KycRejected, now);
        self.house = ConsentState { terms: Some(consent.terms), ..ConsentState::default() };
        self.house.owe(Notification::Rejected, now);
    }

    /// The status as partners read it: while it waits for the identity check, or was closed by it, with that.
    pub fn status(&self) -> LinkStatusBody {
        let status = self.link.status();
        let closed = matches!(self.link.life, Life::Closed { reason: CloseReason::KycRejected });
        match &self.house.terms {
            Some(ConsentTerms { holder, .. }) if closed || self.house.consent.is_some() => {
                LinkStatusBody { otp_ready: holder.otp_ready, kyc_status: holder.kyc_status, ..status }
            }
            _ => status,
        }
    }

    /// The name of the account's object whose identity check is this link's: linked, waiting for it, or closed by it.
    pub fn account(&self) -> Option<&str> {
        let closed = matches!(self.link.life, Life::Closed { reason: CloseReason::KycRejected });
        let rejected = self.house.terms.as_ref().filter(|_| closed).map(|terms| &terms.account);
        self.house.account.as_ref().or(rejected).map(String::as_str)
    }

    /// Whether notification would link it: that needs a new `account_uuid`.
    pub fn would_agree(&self, account: &str, snapshot: AccountSnapshot) -> bool {
        self.house.consent.is_some()
            && self.house.account.as_deref() == Some(account)
            && snapshot.kyc_status == KycStatus::KycPass
    }

    /// Notification of an account: what the status shows of it, and what consent waited for. `account_uuid` is written to the
    /// index already.
    pub fn on_account_changed(
        &mut self,
        account: &str,
        snapshot: AccountSnapshot,
        account_uuid: AccountUuid,
        event: EventId,
        now: Millis,
    ) -> AccountChange {
        if self.house.account.as_deref() != Some(account) {
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
        let Some(mut consent) = self.house.consent.take() else { return AccountChange::default() };
        let holder = &mut consent.terms.holder;
        (holder.otp_ready, holder.kyc_status) = (snapshot.otp_ready, Some(snapshot.kyc_status));
        let flow = self.current.as_ref().map(|current| current.flow.clone());
        match snapshot.kyc_status {
            KycStatus::KycPass => {
                // Who waits for it now is who update of it.
                consent.flow = flow.clone().unwrap_or(consent.flow);
                let Ok(Confirmed::Linked(delivery)) = self.agree(consent, account_uuid, event, now) else {
                    return AccountChange::default();
                };
                let heard =
                    flow.and_then(|flow| Some((flow.clone(), FlowUpdate::Linked(self.linked_by(&flow)?))));
                AccountChange { keeps: true, delivery, tell: heard }
            }
            KycStatus::KycReject => {
                self.reject(consent, now);
                AccountChange {
                    tell: flow.map(|flow| (flow, FlowUpdate::Rejected)),
                    ..AccountChange::default()
                }
            }
            status => {
                self.house.terms = Some(consent.terms.clone());
                self.house.consent = Some(consent);
                self.touched();
                let tell = flow.map(|flow| (flow, FlowUpdate::Waits(status)));
                AccountChange { keeps: true, delivery: None, tell }
            }
        }
    }
}
