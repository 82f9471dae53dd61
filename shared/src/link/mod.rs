//! The life of a link, as an enum whose transitions consume it (ARCHITECTURE.md, "Lives").
//!
//! ```text
//! (none) ─▶ Pending ─▶ Linked{account_status} ─▶ Unlinked(reason) ─▶ Pending …
//!               └────▶ Closed(reason)   ─▶ Pending …
//! ```
//! Entering Linked or Unlinked, or another status of its account, takes the next sequence number and makes one callback;
//! Pending and Closed make none. Each linking has a new `account_uuid`; an old one is never valid again.

pub mod reason;
#[cfg(test)]
mod tests;

use crate::callback::{Body, Data, LinkEventStatus};
use crate::id::{AccountUuid, PartnerKey, UserExtRef};
use crate::link::reason::{AccountStatus, CloseReason, Refusal, UnlinkReason};
use crate::providers::Provider;
use crate::status::{KycStatus, LinkStatus, LinkStatusBody, MaskedAccount, Reason};
use crate::time::{Millis, Seconds};
use serde::{Deserialize, Serialize};

/// What makes a link the same link: one partner account has one link per provider.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Identity {
    /// Whose user.
    pub partner: PartnerKey,
    /// The partner's reference of its user.
    pub user_ext_ref: UserExtRef,
    /// Who holds the account.
    pub provider: Provider,
}

/// What is known of the account on the other side while it is linked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// Whether a one-time password device is bound.
    pub otp_ready: bool,
    /// Null for providers without accounts of ours.
    pub kyc_status: Option<KycStatus>,
    /// Null for providers without accounts of ours.
    pub email_address: Option<String>,
    /// Masked.
    pub accounts: Vec<MaskedAccount>,
}

/// One linking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Linking {
    /// The virtual account id, new for each linking.
    pub account_uuid: AccountUuid,
    /// Active or frozen.
    pub account_status: AccountStatus,
    /// When the link ends by itself; seconds since the epoch.
    pub valid_until: Option<Seconds>,
    /// Who is behind it.
    pub holder: Holder,
}

/// Where a link is in its life.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Life {
    /// A flow was opened.
    Pending,
    /// The flow ended without a link.
    Closed {
        /// Why.
        reason: CloseReason,
    },
    /// Linked.
    Linked(Linking),
    /// Linked once.
    Unlinked {
        /// Why not any more.
        reason: UnlinkReason,
    },
}

/// A link: who, where in its life, and how many events it has had.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// Who and with whom.
    pub identity: Identity,
    /// Where it stands.
    pub life: Life,
    /// Of the last event; 0 before the first.
    pub sequence: u64,
}

/// A link after an event that partners are told of, with the callback's body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkEvent {
    /// The link as it is now.
    pub link: Link,
    /// What is told.
    pub body: Body,
}

impl Link {
    /// A first flow was opened.
    pub fn first(identity: Identity) -> Self {
        Self { identity, life: Life::Pending, sequence: 0 }
    }

    /// A further flow was opened: a linked link stays linked, any other becomes pending.
    pub fn opened(self) -> Self {
        match self.life {
            Life::Linked(_) => self,
            Life::Pending | Life::Closed { .. } | Life::Unlinked { .. } => {
                Self { life: Life::Pending, ..self }
            }
        }
    }

    /// Pending → Linked. Refuses in any other state.
    pub fn linked(self, linking: Linking, now: Millis) -> Result<LinkEvent, Refusal> {
        match self.life {
            Life::Pending => {
                let frozen = Some(linking.account_status).filter(|status| *status == AccountStatus::Frozen);
                let data = self.data(linking.valid_until, frozen);
                let uuid = linking.account_uuid.clone();
                Ok(Self { life: Life::Linked(linking), ..self }.told(
                    LinkEventStatus::Linked,
                    uuid,
                    data,
                    now,
                ))
            }
            Life::Linked(_) => Err(Refusal::AlreadyLinked),
            Life::Closed { .. } | Life::Unlinked { .. } => Err(Refusal::NotPending),
        }
    }

    /// Linked stays Linked, with another account in place of the present one. Refuses in any other state.
    pub fn rebound(self, linking: Linking, now: Millis) -> Result<LinkEvent, Refusal> {
        match self.life {
            Life::Linked(_) => Self { life: Life::Pending, ..self }.linked(linking, now),
            Life::Pending | Life::Closed { .. } | Life::Unlinked { .. } => Err(Refusal::NotLinked),
        }
    }

    /// Linked stays Linked, in another status, with its accounts as they are now. Refuses where that changes nothing,
    /// and in any other state.
    pub fn account_changed(
        mut self,
        account_status: AccountStatus,
        accounts: Vec<MaskedAccount>,
        now: Millis,
    ) -> Result<LinkEvent, Refusal> {
        let Life::Linked(linking) = &mut self.life else { return Err(Refusal::NotLinked) };
        if linking.account_status == account_status {
            return Err(Refusal::Unchanged);
        }
        linking.account_status = account_status;
        linking.holder.accounts = accounts;
        let (uuid, valid_until) = (linking.account_uuid.clone(), linking.valid_until);
        let data = self.data(valid_until, Some(account_status));
        Ok(self.told(LinkEventStatus::Linked, uuid, data, now))
    }

    /// Linked stays Linked, until another time: no event. True if that changed anything.
    pub fn extend_to(&mut self, until: Option<Seconds>) -> bool {
        let Life::Linked(linking) = &mut self.life else { return false };
        let changed = linking.valid_until != until;
        linking.valid_until = until;
        changed
    }

    /// Linked → Unlinked. Refuses in any other state.
    pub fn unlinked(self, reason: UnlinkReason, now: Millis) -> Result<LinkEvent, Refusal> {
        match self.life {
            Life::Linked(linking) => {
                let link = Self {
                    identity: self.identity,
                    life: Life::Unlinked { reason },
                    sequence: self.sequence,
                };
                let data = link.data(None, None);
                Ok(link.told(LinkEventStatus::Unlinked, linking.account_uuid, data, now))
            }
            Life::Pending | Life::Closed { .. } | Life::Unlinked { .. } => Err(Refusal::NotLinked),
        }
    }

    /// Pending → Closed. Refuses in any other state.
    pub fn closed(self, reason: CloseReason) -> Result<Self, Refusal> {
        match self.life {
            Life::Pending => Ok(Self { life: Life::Closed { reason }, ..self }),
            Life::Linked(_) | Life::Closed { .. } | Life::Unlinked { .. } => Err(Refusal::NotPending),
        }
    }

    /// The linking, while there is one that has not run out.
    pub fn linking(&self, now: Seconds) -> Option<&Linking> {
        match &self.life {
            Life::Linked(linking) if linking.valid_until.is_none_or(|until| now < until) => Some(linking),
            Life::Linked(_) | Life::Pending | Life::Closed { .. } | Life::Unlinked { .. } => None,
        }
    }

    /// When an alarm must unlink it.
    pub fn valid_until(&self) -> Option<Seconds> {
        match &self.life {
            Life::Linked(linking) => linking.valid_until,
            Life::Pending | Life::Closed { .. } | Life::Unlinked { .. } => None,
        }
    }

    /// The status as partners read it.
    pub fn status(&self) -> LinkStatusBody {
        let (link_status, linking, reason) = match &self.life {
            Life::Pending => (LinkStatus::Pending, None, None),
            Life::Closed { reason } => (LinkStatus::Unlinked, None, Some(Reason::Closed(*reason))),
            Life::Linked(linking) => (LinkStatus::Linked, Some(linking), None),
            Life::Unlinked { reason } => (LinkStatus::Unlinked, None, Some(Reason::Unlinked(*reason))),
        };
        let holder = linking.map(|linking| &linking.holder);
        let hosted = self.identity.provider.hosts_accounts().then_some(KycStatus::KycInit);
        LinkStatusBody {
            account_uuid: linking.map(|linking| linking.account_uuid.clone()),
            user_ext_ref: self.identity.user_ext_ref.clone(),
            link_status,
            otp_ready: holder.is_some_and(|holder| holder.otp_ready),
            kyc_status: holder.map_or(hosted, |holder| holder.kyc_status),
            email_address: holder.and_then(|holder| holder.email_address.clone()),
            valid_until: linking.and_then(|linking| linking.valid_until),
            provider: self.identity.provider,
            sequence: self.sequence,
            reason,
            accounts: holder.map(|holder| holder.accounts.clone()).unwrap_or_default(),
        }
    }

    fn data(&self, valid_until: Option<Seconds>, account_status: Option<AccountStatus>) -> Data {
        // 000 knows no provider: its own body stays as it is.
        let provider = Some(self.identity.provider).filter(|provider| *provider != Provider::default());
        Data { valid_until, provider, account_status }
    }

    fn told(self, status: LinkEventStatus, account_uuid: AccountUuid, data: Data, now: Millis) -> LinkEvent {
        let body = Body {
            account_uuid,
            user_ext_ref: self.identity.user_ext_ref.clone(),
            status,
            event_time: crate::callback::event_time(now),
            data,
        };
        LinkEvent { link: Self { sequence: self.sequence.saturating_add(1), ..self }, body }
    }
}
