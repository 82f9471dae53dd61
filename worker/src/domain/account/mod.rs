//! An account of the house: its password (`password`), mailed codes (`codes`), the second step and the one-use grants
//! that make a link (`second`), and what partners on_account_changed of it (`house`).
//!
//! The object of an address exists before its account: guesses and mails to an unknown address are counted
//! exactly as to a known one.

mod codes;
mod password;
mod second;
mod subscriptions;

pub use codes::{CODE_LIFE, Mails, Purpose, RESEND_AFTER, Sent};
pub use second::{Grant, RequiredFactor, SecondFactor, Seed, SubmittedCode};
pub use subscriptions::{AccountSnapshot, SubscriptionUpdate};

use crate::domain::case::Case;
use crate::domain::outbox::Outbox;
use crate::domain::outbox::mail::Mail;
use crate::domain::throttle::LoginThrottle;
use crate::domain::throttle::Window;
use account_link_shared::email::Email;
use account_link_shared::id::ClientRequestId;
use account_link_shared::time::Millis;
use codes::Code;
use password::Device;
use second::Authenticator;
use serde::{Deserialize, Serialize};
use subscriptions::LinkSubscription;

/// The account behind an address, once there is one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Profile {
    email: Email,
    password: String,
    opened: Millis,
    terms_accepted: Millis,
    /// When the password was reset last.
    #[serde(default)]
    reset: Option<Millis>,
}

/// The state of an address, as its object stores it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    profile: Option<Profile>,
    codes: Vec<Code>,
    login_throttle: LoginThrottle,
    mailed: Vec<(Purpose, Window)>,
    /// Mails on their way.
    pub mails: Outbox<Mail>,
    /// Browsers in which somebody knew the password.
    #[serde(default)]
    devices: Vec<Device>,
    #[serde(default)]
    authenticator: Option<Authenticator>,
    /// Wrong codes of the authenticator, or for removing it, in the last minutes.
    #[serde(default)]
    tries: Window,
    /// The write that removed the app last.
    #[serde(default)]
    unbound_by: Option<ClientRequestId>,
    /// One for each partner that asked.
    #[serde(default)]
    pub cases: Vec<Case>,
    #[serde(default)]
    subscriptions: Vec<LinkSubscription>,
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

impl Account {
    /// Whose it is, once there is one.
    pub fn email(&self) -> Option<&Email> {
        self.profile.as_ref().map(|profile| &profile.email)
    }

    /// When something is to be done: a mail, a call to CaaS, notification for a link.
    pub fn due(&self) -> Option<Millis> {
        let cases = self.cases.iter().filter_map(Case::due);
        cases.chain(self.mails.due()).chain(self.tells_at()).min()
    }
}

/// How long to wait, in seconds, rounded up.
fn wait(until: Millis, now: Millis) -> u32 {
    let seconds = until.get().saturating_sub(now.get()).div_euclid(1000).saturating_add(1);
    u32::try_from(seconds).unwrap_or(1)
}
