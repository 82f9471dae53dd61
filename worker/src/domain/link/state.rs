//! What the link's object keeps, and what it answers.

use super::flow_state::FlowState;
use crate::domain::account::Grant;
use crate::domain::consent::state::{ConsentState, ConsentTerms};
use crate::domain::outbox::callback::Callback;
use crate::domain::polling::Polling;
use account_link_shared::id::{AccountUuid, EventId, FlowId};
use account_link_shared::link::Link;
use account_link_shared::link::reason::Refusal;
use account_link_shared::providers::ProviderRequest;
use account_link_shared::status::KycStatus;
use serde::{Deserialize, Serialize};

/// The state of a link besides its callbacks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkState {
    /// Its life, as partners see it.
    pub link: Link,
    /// The flow that may move it.
    pub flow: FlowState,
    /// With what the user was sent to the provider last, in this generation.
    pub(in crate::domain) sent_with: Option<ProviderRequest>,
    /// Who made the present linking, so that repeating it changes nothing.
    pub(in crate::domain) linked_by: Option<LinkedBy>,
    /// Whose account it is linked with, or waits for; see `domain::consent`.
    pub consent: ConsentState,
    /// What is asked of a provider that holds no account of ours; see `domain::polling`.
    pub polling: Polling,
    /// Rises with every change that the status shows.
    pub version: u64,
    /// The version that KV holds; behind `version` means dirty.
    pub projected: u64,
}

/// The flow that made the present linking, and its `state`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkedBy {
    /// Which.
    pub flow: FlowId,
    /// The partner's own value of its link.
    pub state: Option<String>,
    /// With what the user was sent to the provider.
    pub request: Option<ProviderRequest>,
}

/// It was that flow that linked it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkedHere {
    /// The account for people.
    pub masked: Option<String>,
}

/// How a flow came to its end at its link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CloseOutcome {
    /// It had linked it.
    Linked(LinkedHere),
    /// The provider still decides; that needs no browser.
    Pending,
    /// Nothing is open any more.
    Over,
}

/// Why the link does not do what is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum LinkRefusal {
    /// The same signature is in use by that flow; whether it is still open is the flow's to say.
    #[error("the signature is in use")]
    InUse {
        /// By which flow.
        flow: FlowId,
    },
    /// The flow no longer moves this link.
    #[error("another flow took over")]
    Replaced,
    /// No flow moves it: the partner ended it.
    #[error("the flow was ended")]
    Over,
    /// There is nothing to replace.
    #[error("nothing is linked that could be replaced")]
    NotLinked,
    /// Its life does not allow it.
    #[error(transparent)]
    Life(Refusal),
}

/// What happened when a flow came to its link.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opened {
    /// It is linked already: the flow shows that and ends.
    pub already_linked: Option<String>,
    /// It is linked already, and the flow was opened for another screen: the name of the account's object.
    pub linked_account: Option<String>,
    /// The user agreed in an earlier flow: how the identity check stands.
    pub waits: Option<KycStatus>,
    /// The flow that was replaced and should be told.
    pub replaced: Option<FlowId>,
}

/// What a confirmed flow brings.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the fields of Grant, Linking, Consent and Callback")]
pub struct Confirm {
    pub grant: Grant,
    pub account_uuid: AccountUuid,
    pub terms: ConsentTerms,
    /// The partner wants the identity check passed before.
    pub kyc_required: bool,
    pub event: EventId,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Confirmed {
    /// Linked, with its one callback; without one where it was before.
    Linked(Option<Callback>),
    /// The consent is stored: linked when the identity check is passed.
    Waits,
    /// Closed: the identity check was not passed.
    Rejected,
}
