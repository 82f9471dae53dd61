//! What the page knows and what it does next: pure, without a browser, a clock or a random number.
//!
//! `Event → (State, Effects)`: the shell in `app/` feeds events in and performs the effects. The server owns the
//! step; this module decides which screen that is, what the partner's page is told, and what a failure means.

#[cfg(test)]
mod account_tests;
mod action;
mod countdown;
mod event;
mod failures;
mod form_error;
mod identity;
mod leave;
mod live;
#[cfg(test)]
mod live_tests;
#[cfg(test)]
mod portal_tests;
mod refusal;
#[cfg(test)]
mod tests;
mod update;

pub use action::{Action, CodeOf, EmailProof};
pub use countdown::{remaining, spoken};
pub use event::{ChannelEvent, Effect, Event, Timer};
pub use form_error::{CallError, Field, FormError, FormErrorKind};
pub use identity::Identity;
pub use refusal::{Refusal, RefusalKind};

use account_link_shared::connect::{Destination, PartnerView, UnlinkView, View};
use account_link_shared::error_code::Code;
use account_link_shared::id::{ClientRequestId, FlowId, RequestId};
use account_link_shared::problem::FailureReason;
use account_link_shared::session::{Outcome, Portal, SecondStep, Step, StepName};

/// What the address, the template and this entry of the history tell before the first call.
pub struct Boot {
    /// Inside a partner's page.
    pub framed: bool,
    /// The flow of the query.
    pub flow: Option<FlowId>,
    /// How the session is found.
    pub opening: Opening,
}

/// How the page comes to its session.
pub enum Opening {
    /// By the one-use code of the fragment; `kept` when a reload found it in the history entry.
    Code { code: String, id: ClientRequestId, kept: bool },
    /// By the cookie or the token of an earlier load.
    Resume,
    /// Not at all: the provider led here, and what came of that is looked at.
    Returned,
    /// Not at all: a mail led here, and the link it told of may be ended.
    Mailed,
    /// The flow was over when this entry was left.
    Ended(Box<View>),
    /// The worker answered with a failure page.
    Problem { code: Code, request_id: Option<RequestId>, return_url: Option<String> },
}

/// A call under way.
struct Waiting {
    number: u32,
    action: Action,
    id: Option<ClientRequestId>,
}

/// Which screen is shown; another value means another `h1`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Screen {
    /// Before the first answer.
    Loading,
    /// A step of the flow.
    Step(StepName),
    /// This step after a visit to the provider's page, and what that ended with.
    Back(StepName, Option<FailureReason>),
    /// The step of confirming, while nothing confirms.
    Locked,
    /// The link that a mail told of.
    Mailed(UnlinkState),
    /// No step: why not.
    Refused(RefusalKind),
}

/// How it stands about the link that a mail told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnlinkState {
    /// It may be ended here.
    Linked,
    /// It was ended here.
    Ended,
    /// It had been ended before.
    Over,
}

/// What is known of the channel, and when is read.
#[derive(Default)]
struct Live {
    /// The step shown waits.
    on: bool,
    /// The tab is not seen.
    hidden: bool,
    /// The channel that counts; others are of the past.
    channel: u32,
    open: bool,
    /// Something was heard while a call was under way.
    again: bool,
    /// Reads since the channel was lost.
    reads: usize,
    /// Channels lost since one held.
    losses: usize,
    /// The next read.
    poll: u32,
}

/// Everything the page knows.
#[derive(Default)]
pub struct State {
    /// Inside a partner's page.
    pub framed: bool,
    /// Of the query, later of the view.
    pub flow: Option<FlowId>,
    /// The last answer.
    pub view: Option<View>,
    /// The link that a mail told of; then there is no flow.
    pub mailed: Option<(UnlinkView, UnlinkState)>,
    /// Why there is no step to show.
    pub refusal: Option<Refusal>,
    /// What is wrong with what the user did last.
    pub form_error: Option<FormError>,
    /// The call under way lasts over a second.
    pub slow: bool,
    /// A new code was sent at the user's wish.
    pub sent: bool,
    /// The server's clock minus ours, in milliseconds.
    pub skew: i64,
    /// The onboarding code, for the second step.
    pub kept_code: Option<String>,
    live: Live,
    waiting: Option<Waiting>,
    failed: Option<(Action, Option<ClientRequestId>)>,
    calls: u32,
    end: u32,
    kept_opening: bool,
    closing: bool,
    popped: bool,
    told_open: bool,
    told_linked: bool,
}

impl State {
    /// What the step shown asks for as the second step.
    pub fn second_step(&self) -> Option<&SecondStep> {
        match &self.view.as_ref()?.step {
            Step::Confirm { second_step, .. } | Step::Authenticator { second_step, .. } => Some(second_step),
            _ => None,
        }
    }

    /// Which screen is shown.
    pub fn screen(&self) -> Screen {
        match (&self.refusal, &self.view) {
            (Some(refusal), _) => Screen::Refused(refusal.kind),
            (None, Some(view)) => match &view.step {
                Step::Portal(Portal { returned: true, problem, .. }) | Step::Returned { problem, .. } => {
                    Screen::Back(view.step.name(), problem.clone())
                }
                Step::Confirm { second_step: SecondStep::Locked { .. }, .. } => Screen::Locked,
                step => Screen::Step(step.name()),
            },
            (None, None) => {
                self.mailed.as_ref().map_or(Screen::Loading, |(_, standing)| Screen::Mailed(*standing))
            }
        }
    }

    /// Whether the second step is a code of the authenticator app.
    pub fn asks_for_the_app(&self) -> bool {
        self.second_step() == Some(&SecondStep::Totp)
    }

    /// The user's act under way; a quiet re-reading is none.
    pub fn busy(&self) -> Option<&Action> {
        self.waiting.as_ref().map(|waiting| &waiting.action).filter(|action| **action != Action::Read)
    }

    /// Where "back" leads from here.
    pub fn back(&self) -> Option<Destination> {
        if self.refusal.is_some() {
            return None;
        }
        let view = self.view.as_ref()?;
        match view.step {
            Step::Landing if view.chosen => Some(Destination::Choose),
            Step::Login | Step::Scan(_) | Step::Portal(_) => Some(Destination::Landing),
            Step::OnboardEmail
            | Step::ResetEmail
            | Step::Kyc { .. }
            | Step::Checked { .. }
            | Step::Authenticator { .. }
            | Step::Bind { .. }
            | Step::Bound { .. }
            | Step::Confirm { .. } => Some(Destination::Login),
            Step::OnboardCode { .. } | Step::OnboardPassword { .. } => Some(Destination::OnboardEmail),
            Step::ResetCode { .. } | Step::ResetPassword { .. } => Some(Destination::ResetEmail),
            // What was agreed to or bound is not undone by going back.
            Step::Waiting { .. } | Step::RecoveryCodes { .. } => None,
            Step::Choose { .. } | Step::Landing | Step::Returned { .. } | Step::Ended { .. } => None,
        }
    }

    /// Whether closing does something: a page of its own without a way back has no cross.
    pub fn can_close(&self) -> bool {
        let led_back = |url: &str| !url.is_empty();
        let ended = self.outcome().is_none_or(|outcome| led_back(&outcome.return_url));
        let refused =
            self.refusal.as_ref().map(|refusal| refusal.return_url.as_deref().is_some_and(led_back));
        self.framed || refused.unwrap_or(ended && self.mailed.is_none())
    }

    /// Where the flow goes, once nothing more can be done in it here.
    pub fn outcome(&self) -> Option<&Outcome> {
        match self.view.as_ref().map(|view| &view.step) {
            Some(Step::Returned { outcome, .. } | Step::Ended { outcome, .. }) => Some(outcome),
            _ => None,
        }
    }

    /// The partner, once it is known.
    pub fn partner(&self) -> Option<&PartnerView> {
        let mailed = self.mailed.as_ref().map(|(view, _)| &view.partner);
        self.view.as_ref().map(|view| &view.partner).or(mailed)
    }

    /// The partner's words for its user, where it gave some.
    pub fn user_label(&self) -> Option<&str> {
        let mailed = self.mailed.as_ref().map(|(view, _)| view.user_label.as_deref());
        self.view.as_ref().map(|view| view.user_label.as_deref()).or(mailed)?
    }

    /// Whether there is nothing to show yet.
    fn is_bare(&self) -> bool {
        self.view.is_none() && self.mailed.is_none()
    }
}
