//! What an address's object keeps: the account, the codes that were mailed, the browsers, the authenticator app, the
//! identity checks, and the links that are told of changes. What is done with it is in the files beside this one.

use crate::domain::case::Case;
use crate::domain::outbox::mail::Mail;
use crate::domain::outbox::{Outbox, Retry};
use crate::domain::throttle::{LoginThrottle, Window};
use account_link_shared::email::Email;
use account_link_shared::id::{ClientRequestId, FlowId, PartnerKey};
use account_link_shared::status::KycStatus;
use account_link_shared::time::Millis;
use serde::{Deserialize, Serialize};

/// The account behind an address, once there is one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Profile {
    pub(super) email: Email,
    pub(super) password: String,
    pub(super) opened: Millis,
    pub(super) terms_accepted: Millis,
    /// When the password was reset last.
    #[serde(default)]
    pub(super) reset: Option<Millis>,
}

/// The state of an address, as its object stores it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    pub(super) profile: Option<Profile>,
    pub(super) codes: Vec<Code>,
    pub(super) login_throttle: LoginThrottle,
    pub(super) mailed: Vec<(Purpose, Window)>,
    /// Mails on their way.
    pub mails: Outbox<Mail>,
    /// Browsers in which somebody knew the password.
    #[serde(default)]
    pub(super) devices: Vec<Device>,
    #[serde(default)]
    pub(super) authenticator: Option<Authenticator>,
    /// Wrong codes of the authenticator, or for removing it, in the last minutes.
    #[serde(default)]
    pub(super) tries: Window,
    /// The write that removed the app last.
    #[serde(default)]
    pub(super) unbound_by: Option<ClientRequestId>,
    /// One for each partner that asked.
    #[serde(default)]
    pub cases: Vec<Case>,
    #[serde(default)]
    pub(super) subscriptions: Vec<LinkSubscription>,
}

/// Why the account does not do what is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum AccountRefusal {
    /// Too many guesses or mails.
    #[error("too many; wait {seconds} s")]
    TooMany {
        /// How long to wait.
        seconds: u32,
    },
    /// Not the code.
    #[error("the code is wrong")]
    CodeWrong,
    /// No live code.
    #[error("the code has expired")]
    CodeExpired,
    /// Another flow opened an account for this address meanwhile.
    #[error("the account exists")]
    Exists,
    /// There is no account, or the address is not proven in this flow.
    #[error("not possible")]
    NotPossible,
    /// The password was reset a short time ago.
    #[error("locked; wait {seconds} s")]
    Locked {
        /// How long to wait.
        seconds: u32,
    },
    /// The second step is another one than the page asks for.
    #[error("the second step changed")]
    Changed,
}

/// What a code is for. One of each purpose is live in a flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Proving the address of a new account.
    Onboard,
    /// Proving the address of an account whose password was forgotten.
    Reset,
    /// The second step of confirm.
    Confirm,
    /// Binding an authenticator app.
    Bind,
}

/// A mailed code: only its keyed hash is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Code {
    pub(super) flow: FlowId,
    pub(super) purpose: Purpose,
    pub(super) hash: String,
    pub(super) until: Millis,
    pub(super) tries_left: u8,
    /// The address was proven with it, and when.
    pub(super) proven: Option<Millis>,
    /// The account was opened in this flow after proving.
    pub(super) opened_account: bool,
    /// The link it granted.
    pub(super) grant: Option<Grant>,
}

/// A browser in which somebody knew the password: it has guesses of its own, so that nobody can lock its user out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Device {
    /// Of its token.
    pub(super) hash: String,
    pub(super) login_throttle: LoginThrottle,
}

/// Leave to link one link in one flow, once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    /// Its own id: consumed by the link.
    pub id: String,
    /// In which flow.
    pub flow: FlowId,
    /// The name of the link's object.
    pub link: String,
}

/// A bound authenticator app.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Authenticator {
    /// Its key, sealed for this account.
    pub(super) sealed: String,
    /// When it was bound; or later, where it did not count yet when the password was reset again.
    pub(super) bound: Millis,
    /// The last step whose code was used: it and those before are never good again.
    pub(super) used: u64,
    /// The grant of that step, and the write that got it.
    pub(super) grant: Option<(ClientRequestId, Grant)>,
    /// Keyed hashes; each is good once.
    pub(super) recovery: Vec<String>,
}

/// What the status of a link shows of its account. The identity check is the partner's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountSnapshot {
    /// Whether an authenticator app is bound.
    pub otp_ready: bool,
    /// Of the case of this account and that partner.
    pub kyc_status: KycStatus,
}

/// A link of this account, and what it knows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct LinkSubscription {
    /// The name of the link's object.
    pub(super) link: String,
    pub(super) partner: PartnerKey,
    pub(super) told: AccountSnapshot,
    /// Where that differs from what is.
    pub(super) retry: Retry,
}

impl Account {
    /// Whose it is, once there is one.
    pub fn email(&self) -> Option<&Email> {
        self.profile.as_ref().map(|profile| &profile.email)
    }

    /// When something is to be done: a mail, a call to CaaS, news for a link.
    pub fn due(&self) -> Option<Millis> {
        let cases = self.cases.iter().filter_map(Case::due);
        cases.chain(self.mails.due()).chain(self.tells_at()).min()
    }
}

/// How long to wait, in seconds, rounded up.
pub(super) fn wait(until: Millis, now: Millis) -> u32 {
    let seconds = until.get().saturating_sub(now.get()).div_euclid(1000).saturating_add(1);
    u32::try_from(seconds).unwrap_or(1)
}
