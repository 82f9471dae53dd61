//! Which flow may move a link. The whole of it is [`FlowState::after`]; ARCHITECTURE.md draws it.

use account_link_shared::id::FlowId;
use account_link_shared::providers::ProviderRequest;
use serde::{Deserialize, Serialize};

/// A flow that may move a link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActiveFlow {
    /// Which one.
    pub flow: FlowId,
    /// Opened by which signature, hashed.
    pub signature: String,
    /// The link's `state`, for the callback.
    pub state: Option<String>,
    /// What is asked of the provider.
    pub request: ProviderRequest,
    /// It was opened for another screen than the one that links; see `Flow::is_account_screen_only`.
    pub account_screen_only: bool,
}

/// Which flow may move a link.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FlowState {
    /// None.
    #[default]
    Idle,
    /// One that is open.
    Open {
        /// Which one.
        flow: ActiveFlow,
        /// The one before, whose answer the provider still owes: until the user goes on in the newer flow, it is not
        /// known whether that takes its place.
        suspended: Option<ActiveFlow>,
    },
    /// One that has ended while the provider decides: its answer still counts.
    Detached {
        /// Which one.
        flow: ActiveFlow,
    },
}

/// What changes that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FlowTransition {
    /// A newer flow is opened. `suspend`: the provider may still decide about the present one.
    Open {
        /// The newer one.
        flow: ActiveFlow,
        /// Whether the present one is kept.
        suspend: bool,
    },
    /// The user goes on in the open flow: what was suspended goes on with it.
    GoOn,
    /// The open flow ends, and the provider decides.
    Detach,
    /// The open flow comes to nothing, and the one before goes on.
    Resume,
    /// It is over.
    End,
}

impl FlowState {
    /// The whole table: where a transition leads, or `None` where it does not apply.
    pub fn after(&self, transition: FlowTransition) -> Option<Self> {
        match (self.clone(), transition) {
            (Self::Idle, FlowTransition::Open { flow, .. }) => Some(Self::Open { flow, suspended: None }),
            (Self::Open { flow: before, suspended }, FlowTransition::Open { flow, suspend }) => {
                Some(Self::Open { flow, suspended: if suspend { Some(before) } else { suspended } })
            }
            (Self::Detached { flow: before }, FlowTransition::Open { flow, suspend }) => {
                Some(Self::Open { flow, suspended: suspend.then_some(before) })
            }
            (Self::Open { flow, .. }, FlowTransition::GoOn) => Some(Self::Open { flow, suspended: None }),
            (Self::Open { flow, .. }, FlowTransition::Detach) => Some(Self::Detached { flow }),
            (Self::Open { suspended: Some(flow), .. }, FlowTransition::Resume) => {
                Some(Self::Detached { flow })
            }
            (Self::Open { .. } | Self::Detached { .. }, FlowTransition::End) => Some(Self::Idle),
            (Self::Open { suspended: None, .. }, FlowTransition::Resume)
            | (
                Self::Detached { .. },
                FlowTransition::GoOn | FlowTransition::Detach | FlowTransition::Resume,
            )
            | (
                Self::Idle,
                FlowTransition::GoOn | FlowTransition::Detach | FlowTransition::Resume | FlowTransition::End,
            ) => None,
        }
    }

    /// Moves it, where that applies. True if it moved.
    pub fn apply(&mut self, transition: FlowTransition) -> bool {
        let next = self.after(transition);
        let moved = next.is_some();
        if let Some(next) = next {
            *self = next;
        }
        moved
    }

    /// The flow that may move the link.
    pub fn active(&self) -> Option<&ActiveFlow> {
        match self {
            Self::Idle => None,
            Self::Open { flow, .. } | Self::Detached { flow } => Some(flow),
        }
    }

    /// Whether it is that one.
    pub fn is(&self, flow: &FlowId) -> bool {
        self.active().is_some_and(|current| current.flow == *flow)
    }
}
