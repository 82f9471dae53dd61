//! What the owner of an account has agreed to, as a link keeps it.

use crate::domain::outbox::{Retry, RetryPolicy};
use account_link_shared::id::{AccountUuid, FlowId};
use account_link_shared::link::Holder;
use account_link_shared::locale::Locale;
use account_link_shared::status::KycStatus;
use account_link_shared::time::Millis;
use serde::{Deserialize, Serialize};

/// What the owner of an account agreed to with the second step.
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

/// The link is to be registered with its account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountRegistration {
    /// What the owner is told.
    pub notification: Notification,
    retry: Retry,
}

/// The side of a link that faces its account.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentState {
    /// The name of the account's object, while it is linked or waits.
    pub account: Option<String>,
    pub(super) consent: Option<Consent>,
    /// Of the last linking or consent, for its mail and for who follows it later.
    pub terms: Option<ConsentTerms>,
    /// The linking that the mail is about.
    pub uuid: Option<AccountUuid>,
    pub(super) registration: Option<AccountRegistration>,
}

impl ConsentState {
    /// How the identity check stands that stored consent waits for.
    pub fn waits(&self) -> Option<KycStatus> {
        self.consent.as_ref().and_then(|consent| consent.terms.holder.kyc_status)
    }

    /// Consent is withdrawn.
    pub fn withdraw(&mut self) {
        if self.consent.take().is_some() {
            self.clear();
        }
    }

    /// No longer linked. The mail's way stays, to say so.
    pub fn clear(&mut self) {
        self.account = None;
        // What has not been told yet is not true any more.
        self.registration = None;
    }

    pub(super) fn notify(&mut self, notification: Notification, now: Millis) {
        self.registration = Some(AccountRegistration { notification, retry: Retry::new(now) });
    }

    /// When the link is to be registered.
    pub fn due(&self) -> Option<Millis> {
        self.registration.as_ref().map(|registration| registration.retry.at)
    }

    /// Takes the registration that is due; nobody else makes it before the lease ends.
    pub fn claim(&mut self, now: Millis) -> Option<AccountRegistration> {
        let registration = self.registration.as_mut()?;
        registration.retry.claim(now).then(|| registration.clone())
    }

    /// What became of it; another one that came meanwhile is still to be made.
    pub fn registered(&mut self, what: &AccountRegistration, done: bool, now: Millis) {
        let Some(registration) =
            self.registration.as_mut().filter(|registration| registration.notification == what.notification)
        else {
            return;
        };
        match done {
            true => self.registration = None,
            false => {
                registration.retry.failed(RetryPolicy::NOTICE, now);
            }
        }
    }
}
