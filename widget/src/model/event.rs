//! What happens to the page, and what the shell must do about it.

use super::{Action, CallError};
use account_link_shared::connect::{Reply, UnlinkView};
use account_link_shared::frame;
use account_link_shared::id::ClientRequestId;
use account_link_shared::session::StepName;
use account_link_shared::time::Millis;

/// Something happened.
pub enum Event {
    /// The user did something; the id is fresh.
    Do(Action, ClientRequestId),
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
    Seen,
    /// The tab is no longer seen.
    Hidden,
    /// A timer has run out.
    TimerFired(Timer),
    /// Something about the push channel of this number.
    Channel(u32, ChannelEvent),
    /// A call was answered, at this local time.
    Answered { number: u32, answer: Box<Result<Reply, CallError>>, now: Millis },
    /// A call about the link of a mail was answered.
    Told { number: u32, view: Box<UnlinkView> },
}

/// Something the shell must do.
#[derive(Debug, PartialEq)]
pub enum Effect {
    /// Ask the worker; a write carries its id.
    Call { number: u32, action: Action, id: Option<ClientRequestId> },
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
    Timer { after: i64, timer: Timer },
    /// Open the push channel of this number in place of any other; none: have no channel.
    Channel(Option<u32>),
}

/// What a timer says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Timer {
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
pub enum ChannelEvent {
    /// It is open.
    Opened,
    /// Something has changed.
    Message,
    /// It is closed, or could not be opened.
    Closed,
}
