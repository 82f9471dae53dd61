//! The screens without a step: why the page cannot begin or go on.

use account_link_shared::error_code::Code;
use account_link_shared::id::RequestId;
use account_link_shared::session::FlowResult;

/// Why there is no step to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Which screen.
    pub kind: RefusalKind,
    /// What the partner's page is told.
    pub code: Code,
    /// For finding it in the log.
    pub request_id: Option<RequestId>,
    /// Where "Back to {partner}" leads; known on top-level failure pages.
    pub return_url: Option<String>,
}

/// The refusal screens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefusalKind {
    /// The signed link is too old.
    LinkExpired,
    /// Another browser was first.
    AlreadyOpened,
    /// The opening code was used or is too old.
    OpeningCode,
    /// The session has ended.
    SessionMissing,
    /// A newer link took over.
    Replaced,
    /// The way to the provider was used.
    Ticket,
    /// The mailed way to unlink is too old.
    Mailed,
    /// No connection.
    Offline,
    /// Our fault.
    Wrong,
    /// Something about the link itself.
    Link(Code),
}

impl RefusalKind {
    /// The screen of a problem code.
    pub fn of(code: Code) -> Self {
        match code {
            Code::LinkExpired => Self::LinkExpired,
            Code::LinkAlreadyOpened => Self::AlreadyOpened,
            Code::OpeningCodeInvalid => Self::OpeningCode,
            Code::SessionMissing => Self::SessionMissing,
            Code::FlowReplaced => Self::Replaced,
            Code::TicketInvalid => Self::Ticket,
            Code::UnlinkInvalid => Self::Mailed,
            Code::Internal | Code::Unavailable | Code::TooManyAttempts => Self::Wrong,
            other => Self::Link(other),
        }
    }

    /// Whether the problem ends the flow in this browser, whatever screen is shown.
    pub fn ends(code: Code) -> bool {
        matches!(
            code,
            Code::LinkExpired
                | Code::LinkAlreadyOpened
                | Code::OpeningCodeInvalid
                | Code::SessionMissing
                | Code::FlowReplaced
                | Code::UnlinkInvalid
                | Code::NotFound
        )
    }

    /// Whether trying again may help.
    pub fn retryable(self) -> bool {
        matches!(self, Self::Offline | Self::Wrong)
    }

    /// How the partner's page is told that the user left from here.
    pub fn result(self) -> FlowResult {
        match self {
            Self::LinkExpired | Self::AlreadyOpened | Self::OpeningCode => FlowResult::Expired,
            Self::SessionMissing | Self::Replaced => FlowResult::Expired,
            Self::Offline => FlowResult::Cancelled,
            Self::Ticket | Self::Mailed | Self::Wrong | Self::Link(_) => FlowResult::Failed,
        }
    }
}
