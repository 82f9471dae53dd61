//! What is asked and answered about an attempt at a provider.

use crate::domain::link::LinkedHere;
use crate::domain::outbox::callback::Callback;
use crate::domain::polling::{OpenIn, ProviderToken, ReturnResult};
use account_link_shared::id::FlowId;
use account_link_shared::link::Identity;
use account_link_shared::link::reason::AccountStatus;
use account_link_shared::problem::FailureReason;
use account_link_shared::providers::ProviderRequest;
use account_link_shared::status::MaskedAccount;
use account_link_shared::time::Seconds;
use serde::{Deserialize, Serialize};

/// What a provider says of an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PollOutcome {
    /// Nothing came of it so far; for what is linked: it is not there any more.
    Absent,
    /// What came of it was removed there.
    Removed,
    /// An account.
    Account(ProviderAccount),
    /// No answer, or none that can be read.
    Silent,
}

/// An account at the provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProviderAccount {
    /// Whether it can be used now.
    pub status: AccountStatus,
    /// Whether it can be linked as it is now.
    pub linkable: bool,
    /// For people; at least one.
    pub accounts: Vec<MaskedAccount>,
    /// Until when it can be used: the earliest and the latest reading.
    pub valid_until: Option<(Seconds, Seconds)>,
    /// What we hold of it.
    pub token: ProviderToken,
}

/// Why no attempt may be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BeginRefusal {
    /// Linked already.
    AlreadyLinked,
    /// Another flow took over.
    Replaced,
    /// The flow was ended.
    Over,
    /// Something is still to be revoked at the provider.
    StillRevoking,
    /// Too many attempts are still open.
    TooMany,
    /// The provider does not say what is there already.
    NoAnswer,
}

/// How an attempt began.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttemptHandle {
    /// Which one.
    pub id: String,
    /// Which of our names for the user counts.
    pub subject_generation: u32,
}

/// What came of the question before the user is sent to the provider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Preflight {
    /// Nothing that links: the user may go. What an earlier flow brought back, where it is not decided yet.
    Open(Option<ReturnResult>),
    /// What an earlier flow brought about: linked.
    Linked(LinkedHere),
}

/// A link as the front sees it when a provider's page leads back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkSnapshot {
    /// Whose.
    pub identity: Identity,
    /// Which of our names for the user counts.
    pub subject_generation: u32,
    /// The flow that was the last to be sent to the provider, and how.
    pub flow: Option<(FlowId, OpenIn)>,
    /// That flow linked it.
    pub linked: Option<LinkedHere>,
    /// For what the present linking was made.
    pub made_for: Option<ProviderRequest>,
}

/// What an attempt is, once the provider has said until when it can be completed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AttemptStatus {
    /// It may be completed.
    Open,
    /// Its flow is linked by now.
    Linked(LinkedHere),
    /// It would link nothing any more.
    Over,
}

/// What an answer brought about.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Effects {
    /// To be written with the state.
    pub callback: Option<Callback>,
    /// The flow that should hear that it linked.
    pub linked: Option<(FlowId, LinkedHere)>,
    /// The flow that should hear that it failed, and why.
    pub failed: Option<(FlowId, FailureReason)>,
}
