//! Where the user can be, what moves them, and the whole table of where each event leads.

use super::event::{Event, Holder, LoginOutcome};
use crate::domain::polling::ReturnResult;
use account_link_shared::connect::Destination;
use account_link_shared::email::Email;
use account_link_shared::error_code::Code;
use account_link_shared::problem::FailureReason;
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
    /// The user agreed in an earlier flow, and the identity check stands so.
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

/// The whole table of stages: where an event leads, or `None` where it does not apply.
pub(crate) fn next(stage: &Stage, event: Event, now: Millis) -> Option<Stage> {
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

/// An end that needs no more words.
pub(super) fn ended(end: End, at: Millis) -> Stage {
    Stage::Ended { end, at, masked: None, reason: None }
}
