//! Where the user can be, what moves them, and the whole table of where each event leads.

use crate::core::inquiry::Came;
use account_link_shared::cabital::models::Email;
use account_link_shared::connect::Destination;
use account_link_shared::payway::models::Qr;
use account_link_shared::problem::Code;
use account_link_shared::request::Asked;
use account_link_shared::session::End;
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
    /// Logged in.
    Confirm(Holder),
    /// A QR is shown, and somebody may be at the provider.
    Scan(Qr),
    /// On the way to the provider's page, or back from it with that.
    Portal(Option<Came>),
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
        reason: Option<Code>,
    },
}

/// With whom, and the name of that link's object.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// The provider, and what the partner asks of it.
    pub asked: Asked,
    /// See `store::keys::link`.
    pub link: String,
}

/// The logged-in account and its mailed code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// Its address.
    pub email: Email,
    /// Whether the code is the one of onboarding.
    pub onboarded: bool,
    /// Until when the mailed code is good.
    pub valid_until: Seconds,
    /// From when another may be asked for.
    pub resend_at: Seconds,
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
    AtPortal(Option<Came>),
    /// The user goes there, by the ticket of that number.
    Sent {
        /// Which one.
        ticket: u32,
    },
    /// The user came back from there.
    CameBack(Came),
    /// The user changed their mind.
    Went {
        /// Where to.
        to: Destination,
    },
    /// The password was right and a code was mailed.
    LoggedIn(Holder),
    /// An address was given, and something was mailed to it.
    EmailGiven {
        /// As given.
        email: Email,
        /// From when another code may be asked for.
        resend_at: Seconds,
    },
    /// The code was right.
    EmailVerified,
    /// The account was opened with a password.
    AccountOpened(Holder),
    /// Another code was mailed.
    CodeSent {
        /// Until when it is good.
        valid_until: Seconds,
        /// From when another may be asked for.
        resend_at: Seconds,
    },
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
        reason: Code,
    },
    /// The link was ended from elsewhere.
    Unlinked,
    /// The flow ends, the provider still decides.
    Lasts,
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
        (Ended { end: End::Expired | End::Pending, .. } | Portal(_), Event::Lasts) => {
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
        (Portal(came), Event::Sent { .. }) => Portal(came.filter(|came| came.lasts)),
        (Portal(_), Event::CameBack(came)) => Portal(Some(came)),
        (_, Event::Went { to }) => match to {
            Destination::Choose => Choose,
            Destination::Landing => Landing,
            // From the first screen on only Continue leads, and at a provider there is no account of ours.
            Destination::Login | Destination::OnboardEmail
                if matches!(stage, Landing | Scan(_) | Portal(_)) =>
            {
                return None;
            }
            Destination::Login => Login,
            Destination::OnboardEmail => OnboardEmail,
        },
        (Login, Event::LoggedIn(holder)) => Confirm(holder),
        (OnboardEmail | OnboardCode { .. }, Event::EmailGiven { email, resend_at }) => {
            OnboardCode { email, resend_at }
        }
        (OnboardCode { email, .. }, Event::EmailVerified) => OnboardPassword { email: email.clone() },
        (OnboardPassword { email }, Event::AccountOpened(holder)) if holder.email == *email => {
            Confirm(holder)
        }
        (Confirm(holder), Event::CodeSent { valid_until, resend_at }) => {
            Confirm(Holder { valid_until, resend_at, onboarded: false, email: holder.email.clone() })
        }
        (Landing | Login | OnboardEmail, _) => return None,
        (OnboardCode { .. } | OnboardPassword { .. } | Confirm(_) | Scan(_) | Portal(_), _) => return None,
    })
}

/// An end that needs no more words.
pub(super) fn ended(end: End, at: Millis) -> Stage {
    Stage::Ended { end, at, masked: None, reason: None }
}
