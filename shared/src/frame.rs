//! The messages between the partner's page and the framed page (docs/MESSAGES.md).
//!
//! A message carries no secret and no authority: it is a hint, the callback is the truth. Targets are exact
//! origins, both sides check source, origin and shape.

use crate::error_code::Code;
use crate::id::{FlowId, RequestId, UserExtRef};
use crate::locale::{Locale, Theme};
use crate::providers::Provider;
use crate::session::{FlowResult, StepName};
use crate::status::LinkStatus;
use serde::{Deserialize, Serialize};

/// The version of this protocol: the value of `account_link` in every message.
pub const VERSION: u8 = 1;

/// The longest message either side reads, in characters of its JSON.
pub const MAX_LENGTH: usize = 8192;

/// A message with its version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Envelope<T> {
    /// Always [`VERSION`].
    pub account_link: u8,
    /// What is said.
    #[serde(flatten)]
    pub message: T,
}

/// What the loader says to the page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "UPPERCASE")]
pub enum ToFrame {
    /// The handshake, repeated until READY.
    Init {
        /// Wish of the partner page; the link's own goes first.
        locale: Option<Locale>,
        /// Wish of the partner page; the link's own goes first.
        theme: Option<Theme>,
    },
    /// The user pressed Esc or tapped beside the dialog, or the partner page called `close()`.
    Close,
}

/// What the page says to the loader.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "UPPERCASE")]
pub enum FromFrame {
    /// The answer to INIT.
    Ready,
    /// Something happened.
    Event(Event),
}

/// The stable list of events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum EventName {
    /// The session is open.
    Open,
    /// Another step is shown.
    Step,
    /// The accounts are linked.
    Linked,
    /// The flow is over; the loader closes the dialog.
    Exit,
    /// It could not begin or go on.
    Error,
}

/// An event and what it is about; what does not apply is absent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "each field is the one of the same name in docs/MESSAGES.md")]
pub struct Event {
    pub name: EventName,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flow: Option<FlowId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider: Option<Provider>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step: Option<StepName>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub result: Option<FlowResult>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link_status: Option<LinkStatus>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_ext_ref: Option<UserExtRef>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<Code>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_id: Option<RequestId>,
}

impl Event {
    /// An event of that name with nothing else in it.
    pub fn new(name: EventName) -> Self {
        Self {
            name,
            flow: None,
            provider: None,
            step: None,
            result: None,
            link_status: None,
            user_ext_ref: None,
            state: None,
            code: None,
            request_id: None,
        }
    }
}
