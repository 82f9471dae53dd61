//! What moves a flow, and what it brings.

use crate::domain::account::Sent;
use crate::domain::polling::ReturnResult;
use account_link_shared::connect::Destination;
use account_link_shared::email::Email;
use account_link_shared::problem::FailureReason;
use account_link_shared::providers::ProviderRequest;
use account_link_shared::qr::Qr;
use account_link_shared::session::End;
use account_link_shared::status::KycStatus;
use account_link_shared::time::Seconds;
use serde::{Deserialize, Serialize};

/// With whom, and the name of that link's object.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// The provider, and what the partner asks of it.
    pub request: ProviderRequest,
    /// See `kv::keys::link`.
    pub link: String,
}

/// The logged-in account and its second step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// Its address.
    pub email: Email,
    /// What is asked of its owner.
    pub second: Second,
}

/// The second step; see `shared::session::SecondStep`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Second {
    /// A code was mailed.
    Mailed(Sent),
    /// The onboarding code still counts.
    Kept(Sent),
    /// The code of the authenticator app.
    Totp,
    /// Nothing, before that time.
    Locked(Seconds),
}

impl Holder {
    /// Whether a mailed code is asked for.
    pub fn is_mailed(&self) -> bool {
        matches!(self.second, Second::Mailed(_) | Second::Kept(_))
    }

    pub(super) fn mailed(&self, valid_until: Seconds, resend_at: Seconds) -> Self {
        Self { email: self.email.clone(), second: Second::Mailed(Sent { valid_until, resend_at }) }
    }
}

/// Where a user arrives who has shown that an account is theirs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LoginOutcome {
    /// At the second step that links.
    Confirm(Holder),
    /// At the form of the identity check.
    Kyc,
    /// At what became of it.
    Checked(KycStatus),
    /// At the code that is mailed before an app is bound.
    Authenticator(Holder),
    /// At the app that is bound.
    Bound,
}

/// What moves the stage. Each is a fact the front worker has established.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// The user chose a provider; its link is about to be opened.
    Choosing(Target),
    /// Its link is open.
    Chosen(Target),
    /// The user pressed Continue.
    Continued,
    /// A QR is live.
    QrShown(Qr),
    /// The user may go to the provider's page; what an earlier flow brought back from it.
    AtPortal(Option<ReturnResult>),
    /// The user goes there, by the ticket of that number.
    Sent {
        /// Which one.
        ticket: u32,
    },
    /// The user came back from there.
    Returned(ReturnResult),
    /// The user changed their mind.
    Went {
        /// Where to.
        to: Destination,
    },
    /// The link is another flow's to make: the user agrees there.
    Waits {
        /// How the identity check stands.
        status: KycStatus,
    },
    /// The link is linked, with that account, and stays so.
    KeepsLink {
        /// The name of the account's object.
        account: String,
    },
    /// The password was right, or reset, or chosen with a new account; or the second step changed meanwhile.
    LoggedIn {
        /// The account.
        email: Email,
        /// Where that leads.
        outcome: LoginOutcome,
    },
    /// Who is to be checked was handed over.
    KycSubmitted(LoginOutcome),
    /// The mailed code was right: a key was made.
    KeyMade {
        /// Sealed for the account.
        sealed: String,
    },
    /// The app is bound.
    AppBound {
        /// The recovery codes, sealed for the account.
        sealed: String,
    },
    /// An address was given, and something was mailed to it.
    EmailGiven {
        /// As given.
        email: Email,
        /// From when another code may be asked for.
        resend_at: Seconds,
    },
    /// The code was right.
    EmailVerified,
    /// Another code was mailed.
    CodeSent {
        /// Until when it is good.
        valid_until: Seconds,
        /// From when another may be asked for.
        resend_at: Seconds,
    },
    /// The screen that was asked for is finished.
    Finished,
    /// The link says that this flow linked it.
    Linked {
        /// The account for people.
        masked: Option<String>,
    },
    /// It ended otherwise.
    Ended {
        /// How.
        end: End,
        /// The account for people, where there is a link.
        masked: Option<String>,
    },
    /// The provider refused.
    Failed {
        /// Why.
        reason: FailureReason,
    },
    /// The link was ended from elsewhere.
    Unlinked,
    /// The flow ends, the provider still decides.
    LeftPending,
}
