//! What the flow's object keeps.

use super::event::Target;
use super::stage::Stage;
use account_link_shared::id::{ClientRequestId, FlowId};
use account_link_shared::request::LinkRequest;
use account_link_shared::time::{MINUTE, Millis};
use account_link_shared::url::SafeUrl;
use serde::{Deserialize, Serialize};

/// How long the opening code is good, in milliseconds.
pub const OPENING: i64 = MINUTE;
/// A session without a request ends after this, in milliseconds.
pub const IDLE: i64 = 15 * MINUTE;
/// A session ends after this in any case, in milliseconds.
pub const ABSOLUTE: i64 = 60 * MINUTE;
/// How long an ended flow can still be looked at, in milliseconds; then its rows are deleted.
pub const KEPT: i64 = 60 * MINUTE;
/// How long a rotated token may repeat the write that rotated it, in milliseconds.
pub(super) const OVERLAP: i64 = MINUTE;
/// Why the flow does not do what is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum FlowRefusal {
    /// The opening code is wrong, used or late.
    #[error("the opening code is not valid")]
    Opening,
    /// No or an old session token.
    #[error("no session")]
    Session,
    /// Not at this stage.
    #[error("the flow is at another step")]
    Stage,
    /// The flow has sent all the mails, or tried all the passwords, that one flow may.
    #[error("too many in one flow")]
    Spent,
}

/// The state of a flow, as its object stores it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flow {
    /// Its own id.
    pub id: FlowId,
    /// What the partner asked for.
    pub request: LinkRequest,
    /// Where it ends.
    pub return_to: SafeUrl,
    /// With whom; `None` until the user has chosen.
    pub target: Option<Target>,
    /// Which signature opened it, hashed: the first browser to redeem it owns it.
    pub signature: String,
    /// Where the user is.
    pub stage: Stage,
    pub(super) opening: Opening,
    pub(super) session: Option<Session>,
    pub(super) created: Millis,
    pub(super) recent: Vec<ClientRequestId>,
    #[serde(default)]
    pub(super) mails: u8,
    #[serde(default)]
    pub(super) password_tries: u8,
    #[serde(default)]
    pub(super) provider_calls: u8,
    /// The hash of the ticket that opens the push channel, and until when it does.
    #[serde(default)]
    pub(super) ticket: Option<(String, Millis)>,
    /// Tickets to the provider's page so far: only the last one is good.
    #[serde(default)]
    pub tickets: u32,
    /// The link that was to be replaced is no longer there.
    #[serde(default)]
    pub unlinked: bool,
    /// The link is linked and stays so whatever the user does here: the name of its account's object.
    #[serde(default)]
    pub owner: Option<String>,
    /// The flow expired and its link has not been told yet.
    #[serde(default)]
    pub owes_end: bool,
    /// It was opened for another screen while the user's consent waits for the identity check: that goes on whatever
    /// the user does here.
    #[serde(default)]
    pub waits: bool,
}

/// What a new flow is made of.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the fields of Flow")]
pub struct NewFlow {
    pub id: FlowId,
    pub request: LinkRequest,
    pub return_to: SafeUrl,
    pub target: Option<Target>,
    pub signature: String,
    pub code_hash: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Opening {
    pub(super) code_hash: String,
    pub(super) until: Millis,
    pub(super) used: Option<(ClientRequestId, Millis)>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Session {
    pub(super) hash: String,
    /// The token before the last rotation, the write that rotated it, and until when it may repeat it.
    pub(super) previous: Option<(String, ClientRequestId, Millis)>,
    pub(super) opened: Millis,
    pub(super) seen: Millis,
}
