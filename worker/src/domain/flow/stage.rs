//! Where the user can be, what moves them, and the whole table of where each event leads.

use crate::domain::account::Sent;
use crate::domain::polling::ReturnResult;
use account_link_shared::connect::Destination;
use account_link_shared::email::Email;
use account_link_shared::error_code::Code;
use account_link_shared::problem::FailureReason;
use account_link_shared::providers::ProviderRequest;
use account_link_shared::qr::Qr;
use account_link_shared::session::End;
use account_link_shared::status::KycStatus;
use account_link_shared::time::{Millis, Seconds};
use serde::{Deserialize, Serialize};

/// Where the user is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// The 303 was sent, no browser has come yet.
    Unopened,
    /// See `shared::session::Step`, as all that follow.
    Choose,
    /// What will be linked.
    Landing,
    /// E-mail and password.
    Login,
    /// The address of a new account.
    OnboardEmail,
    /// The code mailed to it.
    OnboardCode {
        /// To be verified.
        email: Email,
        /// From when another code may be asked for.
        resend_at: Seconds,
    },
    /// Its password.
    OnboardPassword {
        /// Verified.
        email: Email,
    },
    /// The address of a forgotten password.
    ResetEmail,
    /// The code mailed to it.
    ResetCode {
        /// To be verified.
        email: Email,
        /// From when another code may be asked for.
        resend_at: Seconds,
    },
    /// Its new password.
    ResetPassword {
        /// Verified.
        email: Email,
    },
    /// Logged in; the form of the identity check.
    Kyc {
        /// Whose.
        email: Email,
    },
    /// Logged in; the identity check stands so.
    Checked {
        /// Whose.
        email: Email,
        /// How.
        status: KycStatus,
    },
    /// The user terms in an earlier flow, and the identity check stands so.
    Waiting {
        /// How.
        status: KycStatus,
    },
    /// Logged in; an authenticator app is to be bound, after a mailed code.
    Authenticator(Holder),
    /// The app's key was made, and is shown.
    Bind {
        /// Whose.
        email: Email,
        /// The key, sealed for the account.
        sealed: String,
    },
    /// The app is bound.
    RecoveryCodes {
        /// Whose.
        email: Email,
        /// The codes, sealed for the account.
        sealed: String,
    },
    /// Logged in; an app is bound.
    Bound {
        /// Whose.
        email: Email,
    },
    /// Logged in.
    Confirm(Holder),
    /// A QR is shown, and somebody may be at the provider.
    Scan(Qr),
    /// On the way to the provider's page, or back from it with that.
    Portal(Option<ReturnResult>),
    /// Over.
    Ended {
        /// How.
        end: End,
        /// When.
        at: Millis,
        /// The linked account for people.
        masked: Option<String>,
        /// Why, where the provider said so.
        #[serde(default)]
        reason: Option<FailureReason>,
    },
}

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
    /// The link is another flow's to make: the user terms there.
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

/// The whole table of stages: where an event leads, or `None` where it does not apply.
pub(super) fn next(stage: &Stage, event: Event, now: Millis) -> Option<Stage> {
    use Stage::*;
    Some(match (stage, event) {
        // Twenty confirms at once: the first ends the flow, the others are shown that it did.
        (Ended { end: End::Linked, .. }, Event::Linked { .. }) => stage.clone(),
        // The link's word outranks every stage: whatever the page believed meanwhile, it is linked.
        (_, Event::Linked { masked }) => Ended { end: End::Linked, at: now, masked, reason: None },
        // It expired, and then its link says that it goes on.
        (Ended { end: End::Expired | End::Pending, .. } | Portal(_), Event::LeftPending) => {
            ended(End::Pending, now)
        }
        (Ended { .. }, _) => return None,
        (_, Event::Ended { end, masked }) => Ended { end, at: now, masked, reason: None },
        (_, Event::Unlinked) => ended(End::Cancelled, now),
        (Portal(_), Event::Failed { reason }) => {
            Ended { end: End::Failed, at: now, masked: None, reason: Some(reason) }
        }
        (Unopened, _) => return None,
        (Choose, Event::Choosing(_)) => Choose,
        (Choose, Event::Chosen(_)) => Landing,
        (Choose, _) => return None,
        (Landing, Event::Continued) => Login,
        (Landing | Scan(_), Event::QrShown(qr)) => Scan(qr),
        (Landing, Event::AtPortal(came)) => Portal(came),
        // What the provider had to decide it still has to.
        (Portal(came), Event::Sent { .. }) => Portal(came.clone().filter(|came| came.pending)),
        (Portal(_), Event::Returned(came)) => Portal(Some(came)),
        (_, Event::Went { to }) => match to {
            Destination::Choose => Choose,
            Destination::Landing if matches!(stage, Waiting { .. }) => return None,
            Destination::Landing => Landing,
            // From the first screen on only Continue leads, at a provider there is no account of ours, and who waits
            // has nothing to log in for.
            Destination::Login | Destination::OnboardEmail | Destination::ResetEmail
                if matches!(stage, Landing | Waiting { .. } | Scan(_) | Portal(_)) =>
            {
                return None;
            }
            Destination::Login => Login,
            Destination::OnboardEmail => OnboardEmail,
            Destination::ResetEmail => ResetEmail,
        },
        (Landing | Waiting { .. }, Event::Waits { status }) => Waiting { status },
        (_, Event::Waits { .. }) => return None,
        (_, Event::KeepsLink { .. }) => stage.clone(),
        (Login, Event::LoggedIn { email, outcome }) => logged_in(email, outcome)?,
        (
            OnboardPassword { email: ours } | ResetPassword { email: ours },
            Event::LoggedIn { email, outcome },
        ) if *ours == email => logged_in(email, outcome)?,
        // The second step is another one by now.
        (Confirm(holder), Event::LoggedIn { email, outcome }) if holder.email == email => {
            logged_in(email, outcome)?
        }
        (Kyc { email }, Event::KycSubmitted(outcome)) => logged_in(email.clone(), outcome)?,
        (OnboardEmail | OnboardCode { .. }, Event::EmailGiven { email, resend_at }) => {
            OnboardCode { email, resend_at }
        }
        (ResetEmail | ResetCode { .. }, Event::EmailGiven { email, resend_at }) => {
            ResetCode { email, resend_at }
        }
        (OnboardCode { email, .. }, Event::EmailVerified) => OnboardPassword { email: email.clone() },
        (ResetCode { email, .. }, Event::EmailVerified) => ResetPassword { email: email.clone() },
        (Confirm(holder), Event::CodeSent { valid_until, resend_at }) if holder.is_mailed() => {
            Confirm(holder.mailed(valid_until, resend_at))
        }
        (Authenticator(holder), Event::CodeSent { valid_until, resend_at }) => {
            Authenticator(holder.mailed(valid_until, resend_at))
        }
        (Authenticator(holder), Event::KeyMade { sealed }) => Bind { email: holder.email.clone(), sealed },
        (Bind { email, .. }, Event::AppBound { sealed }) => RecoveryCodes { email: email.clone(), sealed },
        (RecoveryCodes { .. } | Bound { .. } | Checked { .. } | Kyc { .. }, Event::Finished) => {
            ended(End::Done, now)
        }
        (Waiting { .. } | Confirm(_), Event::LeftPending) => ended(End::Pending, now),
        (_, Event::Failed { reason }) if reason.code == Code::KycRejected => {
            Ended { end: End::Failed, at: now, masked: None, reason: Some(reason) }
        }
        (Landing | Login | OnboardEmail | OnboardCode { .. } | OnboardPassword { .. }, _) => return None,
        (ResetEmail | ResetCode { .. } | ResetPassword { .. } | Confirm(_), _) => return None,
        (Kyc { .. } | Checked { .. } | Waiting { .. } | Scan(_) | Portal(_), _) => return None,
        (Authenticator(_) | Bind { .. } | RecoveryCodes { .. } | Bound { .. }, _) => return None,
    })
}

fn logged_in(email: Email, outcome: LoginOutcome) -> Option<Stage> {
    match outcome {
        LoginOutcome::Confirm(holder) => (holder.email == email).then_some(Stage::Confirm(holder)),
        LoginOutcome::Authenticator(holder) => {
            (holder.email == email).then_some(Stage::Authenticator(holder))
        }
        LoginOutcome::Kyc => Some(Stage::Kyc { email }),
        LoginOutcome::Checked(status) => Some(Stage::Checked { email, status }),
        LoginOutcome::Bound => Some(Stage::Bound { email }),
    }
}

impl Holder {
    /// Whether a mailed code is asked for.
    pub fn is_mailed(&self) -> bool {
        matches!(self.second, Second::Mailed(_) | Second::Kept(_))
    }

    fn mailed(&self, valid_until: Seconds, resend_at: Seconds) -> Self {
        Self { email: self.email.clone(), second: Second::Mailed(Sent { valid_until, resend_at }) }
    }
}

/// An end that needs no more words.
pub(super) fn ended(end: End, at: Millis) -> Stage {
    Stage::Ended { end, at, masked: None, reason: None }
}
