//! The steps a flow can be in. The server owns the step; the page shows it.
//!
//! Long because it is one list: every step, with what the page may know in it.

use crate::problem::FailureReason;
use crate::providers::Provider;
use crate::qr::Qr;
use crate::secret::Secret;
use crate::status::{KycStatus, LinkStatus};
use crate::time::Seconds;
use serde::{Deserialize, Serialize};

/// How a flow ended, as `result` says it to the partner page and in `redirect_url`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FlowResult {
    /// The accounts are linked (now or before).
    Linked,
    /// Consent is stored, or the provider still decides; the callback will tell.
    Pending,
    /// The user said no.
    Cancelled,
    /// Time ran out.
    Expired,
    /// It could not be done.
    Failed,
    /// The screen asked for by `feature` was finished.
    Done,
}

impl FlowResult {
    /// The word on the wire.
    pub fn text(self) -> &'static str {
        match self {
            Self::Linked => "linked",
            Self::Pending => "pending",
            Self::Cancelled => "cancelled",
            Self::Expired => "expired",
            Self::Failed => "failed",
            Self::Done => "done",
        }
    }
}

/// What the second step of confirm is, and how its field is explained.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum SecondStep {
    /// A code was mailed to the account's address for this flow.
    EmailCode {
        /// Until when the code is good.
        valid_until: Seconds,
        /// From when another one may be asked for.
        resend_at: Seconds,
    },
    /// The account was created in this flow: the onboarding code still counts.
    OnboardingCode {
        /// Until when the code is good.
        valid_until: Seconds,
        /// From when another one may be asked for.
        resend_at: Seconds,
    },
    /// The code of the account's authenticator app.
    Totp,
    /// The password was reset a short time ago: nothing confirms yet.
    Locked {
        /// From when something does.
        until: Seconds,
    },
}

/// The screen an ended flow shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum End {
    /// Linked in this flow.
    Linked,
    /// Linked before this flow was opened.
    AlreadyLinked,
    /// The user declined.
    Cancelled,
    /// Too slow.
    Expired,
    /// A newer link of the same user took over.
    Replaced,
    /// It could not be done.
    Failed,
    /// The user left while the provider decides, or agreed while the identity check runs: the rest needs no browser.
    Pending,
    /// The screen that `feature` asked for was finished.
    Done,
}

/// Where an ended flow goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// For the message and the redirect.
    pub result: FlowResult,
    /// Where the link stands now.
    pub link_status: LinkStatus,
    /// The partner's `redirect_url` with our parameters: `result`, `link_status`, `user_ext_ref`, `state`.
    pub return_url: String,
    /// The linked account for people, where there is one.
    pub masked_account: Option<String>,
    /// Why it failed, where the provider said so.
    pub reason: Option<FailureReason>,
}

/// A page of the provider, which cannot be framed: the ways to it, and what the user brought back from it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Portal {
    /// A path of ours that leads there, for a tab of its own. Good once; then the flow has another.
    pub tab: String,
    /// The same, for this window.
    pub top: String,
    /// The user came back from there, or had been there before: we ask what came of it.
    pub returned: bool,
    /// What they came back with, unless it was success.
    pub problem: Option<FailureReason>,
    /// Leaving now does not end it: the partner is told when it is decided.
    pub pending: bool,
}

/// What the page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "name", rename_all = "snake_case")]
pub enum Step {
    /// Which of the providers that the link offers.
    Choose {
        /// In the order of the registry; at least two.
        providers: Vec<Provider>,
    },
    /// What will be linked, for whom, what is shared.
    Landing,
    /// E-mail and password.
    Login,
    /// A new account: the e-mail.
    OnboardEmail,
    /// A new account: the code we mailed.
    OnboardCode {
        /// The address as typed.
        email: String,
        /// From when another code may be asked for.
        resend_at: Seconds,
    },
    /// A new account: the password and the terms.
    OnboardPassword {
        /// The verified address.
        email: String,
    },
    /// A forgotten password: the e-mail.
    ResetEmail,
    /// A forgotten password: the code we mailed.
    ResetCode {
        /// The address as typed.
        email: String,
        /// From when another code may be asked for.
        resend_at: Seconds,
    },
    /// A forgotten password: the new one.
    ResetPassword {
        /// The verified address.
        email: String,
    },
    /// The form of the identity check.
    Kyc {
        /// The account's address.
        email: String,
    },
    /// The identity check was begun before: how it stands.
    Checked {
        /// The account's address.
        email: String,
        /// How.
        status: KycStatus,
    },
    /// The user agreed in an earlier flow; the link waits for the identity check.
    Waiting {
        /// How that stands.
        status: KycStatus,
    },
    /// An authenticator app is to be bound: first the code we mailed.
    Authenticator {
        /// The account's address.
        email: String,
        /// A mailed code.
        second_step: SecondStep,
    },
    /// An authenticator app is to be bound: it reads the QR or the key, and shows its first code.
    Bind {
        /// The account's address.
        email: String,
        /// What the QR says: `otpauth://totp/…` (Key Uri Format).
        uri: Secret,
        /// The same key for typing: base32 in groups of four.
        key: Secret,
    },
    /// The app is bound: codes for the day it is lost, shown this once.
    RecoveryCodes {
        /// Each good once.
        codes: Vec<Secret>,
    },
    /// An authenticator app is bound, and may be removed.
    Bound {
        /// The account's address.
        email: String,
    },
    /// Both sides, and the second step.
    Confirm {
        /// The account's address.
        email: String,
        /// What the field takes.
        second_step: SecondStep,
    },
    /// A QR and a deeplink that the provider's app takes; whoever approves there is linked.
    Scan(Qr),
    /// The user goes to the provider's page.
    Portal(Portal),
    /// On the page to which the provider led back: what came of it is not known yet. Only looked at, without a session.
    Returned {
        /// What the user came back with, unless it was success.
        problem: Option<FailureReason>,
        /// Where to go without waiting.
        outcome: Outcome,
    },
    /// The end, in one of its forms.
    Ended {
        /// Which one.
        end: End,
        /// And where it goes.
        outcome: Outcome,
    },
}

/// The name of a screen, without its data. Each has a page, a test and a screenshot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepName {
    /// See [`Step::Choose`].
    Choose,
    /// See [`Step::Landing`].
    Landing,
    /// See [`Step::Login`].
    Login,
    /// See [`Step::OnboardEmail`].
    OnboardEmail,
    /// See [`Step::OnboardCode`].
    OnboardCode,
    /// See [`Step::OnboardPassword`].
    OnboardPassword,
    /// See [`Step::ResetEmail`].
    ResetEmail,
    /// See [`Step::ResetCode`].
    ResetCode,
    /// See [`Step::ResetPassword`].
    ResetPassword,
    /// See [`Step::Kyc`].
    Kyc,
    /// See [`Step::Checked`].
    Checked,
    /// See [`Step::Waiting`].
    Waiting,
    /// See [`Step::Authenticator`].
    Authenticator,
    /// See [`Step::Bind`].
    Bind,
    /// See [`Step::RecoveryCodes`].
    RecoveryCodes,
    /// See [`Step::Bound`].
    Bound,
    /// See [`Step::Confirm`].
    Confirm,
    /// See [`Step::Scan`].
    Scan,
    /// See [`Step::Portal`].
    Portal,
    /// See [`Step::Returned`].
    Returned,
    /// See [`End::Linked`].
    Linked,
    /// See [`End::AlreadyLinked`].
    AlreadyLinked,
    /// See [`End::Cancelled`].
    Cancelled,
    /// See [`End::Expired`].
    Expired,
    /// See [`End::Replaced`].
    Replaced,
    /// See [`End::Failed`].
    Failed,
    /// See [`End::Pending`].
    Pending,
    /// See [`End::Done`].
    Done,
}

impl StepName {
    /// Every screen of the server's making.
    pub const ALL: [Self; 28] = [
        Self::Choose,
        Self::Landing,
        Self::Login,
        Self::OnboardEmail,
        Self::OnboardCode,
        Self::OnboardPassword,
        Self::ResetEmail,
        Self::ResetCode,
        Self::ResetPassword,
        Self::Kyc,
        Self::Checked,
        Self::Waiting,
        Self::Authenticator,
        Self::Bind,
        Self::RecoveryCodes,
        Self::Bound,
        Self::Confirm,
        Self::Scan,
        Self::Portal,
        Self::Returned,
        Self::Linked,
        Self::AlreadyLinked,
        Self::Cancelled,
        Self::Expired,
        Self::Replaced,
        Self::Failed,
        Self::Pending,
        Self::Done,
    ];
}

impl Step {
    /// Which screen this is.
    pub fn name(&self) -> StepName {
        match self {
            Self::Choose { .. } => StepName::Choose,
            Self::Landing => StepName::Landing,
            Self::Login => StepName::Login,
            Self::OnboardEmail => StepName::OnboardEmail,
            Self::OnboardCode { .. } => StepName::OnboardCode,
            Self::OnboardPassword { .. } => StepName::OnboardPassword,
            Self::ResetEmail => StepName::ResetEmail,
            Self::ResetCode { .. } => StepName::ResetCode,
            Self::ResetPassword { .. } => StepName::ResetPassword,
            Self::Kyc { .. } => StepName::Kyc,
            Self::Checked { .. } => StepName::Checked,
            Self::Waiting { .. } => StepName::Waiting,
            Self::Authenticator { .. } => StepName::Authenticator,
            Self::Bind { .. } => StepName::Bind,
            Self::RecoveryCodes { .. } => StepName::RecoveryCodes,
            Self::Bound { .. } => StepName::Bound,
            Self::Confirm { .. } => StepName::Confirm,
            Self::Scan(_) => StepName::Scan,
            Self::Portal(_) => StepName::Portal,
            Self::Returned { .. } => StepName::Returned,
            Self::Ended { end, .. } => match end {
                End::Linked => StepName::Linked,
                End::AlreadyLinked => StepName::AlreadyLinked,
                End::Cancelled => StepName::Cancelled,
                End::Expired => StepName::Expired,
                End::Replaced => StepName::Replaced,
                End::Failed => StepName::Failed,
                End::Pending => StepName::Pending,
                End::Done => StepName::Done,
            },
        }
    }
}
