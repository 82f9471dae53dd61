//! The life of an attempt at a provider. The whole of it is [`Phase::after`]; ARCHITECTURE.md draws it.

use serde::{Deserialize, Serialize};

/// How a user goes to the provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OpenIn {
    /// In the page of the flow, or in its place.
    SameWindow,
    /// In a tab beside it.
    NewTab,
}

/// Where an attempt is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Nobody was sent by it: the provider is asked what is there already.
    Preflight,
    /// The user was sent to the provider's page, or is shown a QR.
    Awaiting {
        /// How.
        open_in: OpenIn,
    },
    /// The user came back from the provider's page.
    Returned {
        /// From where.
        open_in: OpenIn,
    },
    /// What came of it is what is linked.
    Linked {
        /// How the user went, where they did.
        open_in: Option<OpenIn>,
    },
    /// Its flow is over: it links nothing any more, and what comes of it is revoked.
    Closed {
        /// How the user went, where they did.
        open_in: Option<OpenIn>,
    },
}

/// What moves an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transition {
    /// The user came back.
    Return,
    /// The provider has an account for it, and it links.
    Link,
    /// The flow is over, or the link is, or another account took its place.
    Close,
}

impl Phase {
    /// Where a new attempt is.
    pub fn new(open_in: Option<OpenIn>) -> Self {
        open_in.map_or(Self::Preflight, |open_in| Self::Awaiting { open_in })
    }

    /// The whole table: where a transition leads, or `None` where it does not apply.
    pub fn after(self, transition: Transition) -> Option<Self> {
        let open_in = self.open_in();
        match (self, transition) {
            (Self::Awaiting { open_in }, Transition::Return) => Some(Self::Returned { open_in }),
            (Self::Preflight | Self::Awaiting { .. } | Self::Returned { .. }, Transition::Link) => {
                Some(Self::Linked { open_in })
            }
            (
                Self::Preflight | Self::Awaiting { .. } | Self::Returned { .. } | Self::Linked { .. },
                Transition::Close,
            ) => Some(Self::Closed { open_in }),
            (Self::Preflight | Self::Returned { .. }, Transition::Return)
            | (Self::Linked { .. }, Transition::Return | Transition::Link)
            | (Self::Closed { .. }, _) => None,
        }
    }

    /// Whether it may still link.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Preflight | Self::Awaiting { .. } | Self::Returned { .. })
    }

    /// How the user went to the provider by it; `None` if nobody did.
    pub fn open_in(self) -> Option<OpenIn> {
        match self {
            Self::Preflight => None,
            Self::Awaiting { open_in } | Self::Returned { open_in } => Some(open_in),
            Self::Linked { open_in } | Self::Closed { open_in } => open_in,
        }
    }
}
