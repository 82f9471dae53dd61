//! What the page knows and what it does next: pure, without a browser, a clock or a random number.
//!
//! `Event → (State, Effects)`: the shell in `app.rs` feeds events in and obeys the effects. The server owns the
//! step; this module decides which screen that is, what the partner's page is told, and what a failure means.

mod act;
mod countdown;
mod live;
#[cfg(test)]
mod live_tests;
#[cfg(test)]
mod portal_tests;
mod refusal;
#[cfg(test)]
mod tests;
mod update;

pub use act::{Act, Failure, Field, Trouble, TroubleKind};
pub use countdown::{left, spoken};
pub use refusal::{Refusal, RefusalKind};

use account_link_shared::connect::{Destination, Reply, View};
use account_link_shared::frame;
use account_link_shared::id::{ClientRequestId, FlowId, RequestId};
use account_link_shared::problem::Code;
use account_link_shared::session::{Outcome, Portal, Step, StepName};
use account_link_shared::time::Millis;

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
    Look,
    /// The flow was over when this entry was left.
    Ended(Box<View>),
    /// The worker answered with a failure page.
    Problem { code: Code, request_id: Option<RequestId>, return_url: Option<String> },
}

/// Something happened.
pub enum Event {
    /// The user did something; the id is fresh.
    Do(Act, ClientRequestId),
    /// The header's back button.
    Back(ClientRequestId),
    /// Close: the header's cross, Esc, or the loader's CLOSE.
    Close(ClientRequestId),
    /// "Back to {partner}".
    Leave,
    /// Try the refused call once more.
    Retry,
    /// The browser's back or forward button led to an entry of this screen.
    Popped { step: Option<StepName>, back: bool, id: ClientRequestId },
    /// The tab is seen again, or the network is back.
    Look,
    /// The tab is no longer seen.
    Hidden,
    /// A timer has run out.
    Woken(Wake),
    /// Something about the push channel of this number.
    Heard(u32, Heard),
    /// A call was answered, at this local time.
    Answered { number: u32, answer: Box<Result<Reply, Failure>>, now: Millis },
}

/// Something the shell must do.
#[derive(Debug, PartialEq)]
pub enum Effect {
    /// Ask the worker; a write carries its id.
    Call { number: u32, act: Act, id: Option<ClientRequestId> },
    /// Tell the partner's page.
    Tell(Box<frame::Event>),
    /// Write this entry of the history, or push a new one.
    Remember { push: bool },
    /// The session is over: drop the token.
    EndSession,
    /// Empty the secret fields: another screen is shown.
    ClearInputs,
    /// Leave for the partner, top-level only.
    Assign(String),
    /// Wake me.
    Wake { after: i64, wake: Wake },
    /// Open the push channel of this number in place of any other; none: have no channel.
    Channel(Option<u32>),
}

/// What a timer says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Wake {
    /// This call is still under way after a second.
    Slow(u32),
    /// The closing took too long: go all the same.
    CloseNow,
    /// The session's time has run out, unless it was given more since.
    End(u32),
    /// Time to read, unless that was done since.
    Poll(u32),
    /// Time to try this channel's successor.
    Reopen(u32),
}

/// What happened to a push channel.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Heard {
    /// It is open.
    Opened,
    /// Something has changed.
    Message,
    /// It is closed, or could not be opened.
    Closed,
}

/// A call under way.
struct Waiting {
    number: u32,
    act: Act,
    id: Option<ClientRequestId>,
}

/// Which screen is shown; another value means another `h1`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Screen {
    /// Before the first answer.
    Loading,
    /// A step of the flow.
    Step(StepName),
    /// This step after a visit to the provider's page, and what that ended with.
    Back(StepName, Option<Code>),
    /// No step: why not.
    Refused(RefusalKind),
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
    /// Why there is no step to show.
    pub refusal: Option<Refusal>,
    /// What is wrong with what the user did last.
    pub trouble: Option<Trouble>,
    /// The call under way lasts over a second.
    pub slow: bool,
    /// A new code was sent at the user's wish.
    pub sent: bool,
    /// The server's clock minus ours, in milliseconds.
    pub skew: i64,
    /// The onboarding code, for the confirm screen.
    pub kept_code: Option<String>,
    live: live::Live,
    waiting: Option<Waiting>,
    failed: Option<(Act, Option<ClientRequestId>)>,
    calls: u32,
    end: u32,
    kept_opening: bool,
    closing: bool,
    popped: bool,
    told_open: bool,
    told_linked: bool,
}

impl State {
    /// Which screen is shown.
    pub fn screen(&self) -> Screen {
        match (&self.refusal, &self.view) {
            (Some(refusal), _) => Screen::Refused(refusal.kind),
            (None, Some(view)) => match &view.step {
                Step::Portal(Portal { returned: true, problem, .. }) | Step::Returned { problem, .. } => {
                    Screen::Back(view.step.name(), *problem)
                }
                step => Screen::Step(step.name()),
            },
            (None, None) => Screen::Loading,
        }
    }

    /// The user's act under way; a quiet re-reading is none.
    pub fn busy(&self) -> Option<&Act> {
        self.waiting.as_ref().map(|waiting| &waiting.act).filter(|act| **act != Act::Read)
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
            Step::OnboardEmail | Step::Confirm { .. } => Some(Destination::Login),
            Step::OnboardCode { .. } | Step::OnboardPassword { .. } => Some(Destination::OnboardEmail),
            Step::Choose { .. } | Step::Landing | Step::Returned { .. } | Step::Ended { .. } => None,
        }
    }

    /// Whether closing does something: a page of its own without a way back has no cross.
    pub fn can_close(&self) -> bool {
        let led_back = |url: &str| !url.is_empty();
        let ended = self.outcome().is_none_or(|outcome| led_back(&outcome.return_url));
        let refused =
            self.refusal.as_ref().map(|refusal| refusal.return_url.as_deref().is_some_and(led_back));
        self.framed || refused.unwrap_or(ended)
    }

    /// Where the flow goes, once nothing more can be done in it here.
    pub fn outcome(&self) -> Option<&Outcome> {
        match self.view.as_ref().map(|view| &view.step) {
            Some(Step::Returned { outcome, .. } | Step::Ended { outcome, .. }) => Some(outcome),
            _ => None,
        }
    }

    /// Whether the flow goes on when this page is left.
    fn lasts(&self) -> bool {
        matches!(self.view.as_ref().map(|view| &view.step), Some(Step::Portal(Portal { lasts: true, .. })))
    }
}
