//! What a link can be asked to do, and how the others ask.

use crate::domain::account::AccountSnapshot;
use crate::domain::link::{ActiveFlow, CloseOutcome, Confirm, LinkRefusal, LinkedHere, Opened};
use crate::domain::outbox::callback::Callback;
use crate::domain::polling::{OpenIn, ReturnResult};
use crate::domain::reconcile::{AttemptHandle, AttemptStatus, BeginRefusal, LinkSnapshot, Preflight};
use crate::durable::call;
use crate::error::ApiError;
use account_link_shared::id::{AccountUuid, EventId, FlowId, PartnerKey};
use account_link_shared::link::Identity;
use account_link_shared::link::reason::CloseReason;
use account_link_shared::problem::FailureReason;
use account_link_shared::status::{AccountBody, LinkStatusBody};
use account_link_shared::time::Millis;
use serde::{Deserialize, Serialize};
use worker::Env;

const BINDING: &str = "LINK";

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Command {
    Open { identity: Identity, flow: ActiveFlow, over: Option<FlowId> },
    EndFlow { flow: FlowId, reason: CloseReason, may_stay_pending: bool },
    Confirm { confirm: Box<Confirm> },
    LinkedBy { flow: FlowId },
    Prepare { flow: FlowId, until: Millis },
    Begin { id: Option<String>, flow: FlowId, until: Millis, open_in: OpenIn },
    Created { id: String, flow: FlowId, until: Option<Millis> },
    Returned { subject_generation: u32, result: ReturnResult },
    Snapshot,
    Hint { id: String },
    Renew,
    Status,
    Unlink,
    Account { partner: PartnerKey, account_uuid: AccountUuid },
    AccountChanged { account: String, snapshot: AccountSnapshot },
    AccountOf,
    Mailed { token: String, unlink: bool },
    Callbacks,
    Resend { event: EventId },
}

/// What DELETE did.
#[derive(Debug, Serialize, Deserialize)]
pub struct Unlinked {
    /// The open flow that should be told.
    pub flow: Option<FlowId>,
    /// KV holds the new status.
    pub projected: bool,
}

/// What an `account_uuid` is to its link.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Validity {
    /// The present linking.
    Valid(AccountBody),
    /// A former one.
    Former,
    /// Never told to anyone, or another partner's.
    Unknown,
}

/// The link that a mail told of.
#[derive(Debug, Serialize, Deserialize)]
pub struct Mailed {
    /// Whose.
    pub partner: PartnerKey,
    /// The partner's words for its user.
    pub label: Option<String>,
    /// The account for people.
    pub masked: Option<String>,
    /// Whether it still is linked.
    pub linked: bool,
    /// The open flow that should be told.
    pub flow: Option<FlowId>,
}

/// What came of confirming.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Linked, with the account for people.
    Linked(Option<String>),
    /// The consent is stored.
    Waits,
    /// Closed by the identity check.
    Rejected,
}

/// A flow was redeemed; see [`crate::domain::link::LinkState::open`].
pub async fn open(
    env: &Env,
    name: &str,
    identity: Identity,
    flow: ActiveFlow,
    over: Option<FlowId>,
) -> core::result::Result<core::result::Result<Opened, LinkRefusal>, ApiError> {
    call(env, BINDING, name, &Command::Open { identity, flow, over }).await
}

/// A flow ended; see [`crate::domain::link::LinkState::end_flow`]. `may_stay_pending`: what the provider still decides goes on.
pub async fn end_flow(
    env: &Env,
    name: &str,
    flow: &FlowId,
    reason: CloseReason,
    may_stay_pending: bool,
) -> core::result::Result<CloseOutcome, ApiError> {
    call(env, BINDING, name, &Command::EndFlow { flow: flow.clone(), reason, may_stay_pending }).await
}

/// Consumes a grant.
pub async fn confirm(
    env: &Env,
    name: &str,
    confirm: Confirm,
) -> core::result::Result<core::result::Result<Outcome, LinkRefusal>, ApiError> {
    call(env, BINDING, name, &Command::Confirm { confirm: Box::new(confirm) }).await
}

/// Whether that flow linked it.
pub async fn linked_by(
    env: &Env,
    name: &str,
    flow: &FlowId,
) -> core::result::Result<Option<LinkedHere>, ApiError> {
    call(env, BINDING, name, &Command::LinkedBy { flow: flow.clone() }).await
}

/// An attempt at a provider is about to be made; see [`crate::domain::link::LinkState::begin`]. What is still owed there is tried first.
/// `id` is the provider's name for it, where it has one.
pub async fn begin(
    env: &Env,
    name: &str,
    id: Option<String>,
    flow: &FlowId,
    until: Millis,
    open_in: OpenIn,
) -> core::result::Result<core::result::Result<AttemptHandle, BeginRefusal>, ApiError> {
    call(env, BINDING, name, &Command::Begin { id, flow: flow.clone(), until, open_in }).await
}

/// Asks what is there before the user is sent; see [`crate::domain::link::LinkState::record_preflight`].
pub async fn prepare(
    env: &Env,
    name: &str,
    flow: &FlowId,
    until: Millis,
) -> core::result::Result<core::result::Result<Preflight, BeginRefusal>, ApiError> {
    call(env, BINDING, name, &Command::Prepare { flow: flow.clone(), until }).await
}

/// The user came back from the provider's page. Gives the flow that should be told, and of what, where it counts.
pub async fn returned(
    env: &Env,
    name: &str,
    subject_generation: u32,
    result: ReturnResult,
) -> core::result::Result<Option<(FlowId, ReturnResult)>, ApiError> {
    call(env, BINDING, name, &Command::Returned { subject_generation, result }).await
}

/// Looks at it; `None` if no flow was ever opened.
pub async fn snapshot(env: &Env, name: &str) -> core::result::Result<Option<LinkSnapshot>, ApiError> {
    call(env, BINDING, name, &Command::Snapshot).await
}

/// The provider said until when the attempt can be completed; see [`crate::domain::link::LinkState::created`].
pub async fn created(
    env: &Env,
    name: &str,
    id: &str,
    flow: &FlowId,
    until: Option<Millis>,
) -> core::result::Result<AttemptStatus, ApiError> {
    call(env, BINDING, name, &Command::Created { id: id.to_owned(), flow: flow.clone(), until }).await
}

/// Somebody says that something happened to an attempt.
pub async fn hint(env: &Env, name: &str, id: &str) -> core::result::Result<(), ApiError> {
    call(env, BINDING, name, &Command::Hint { id: id.to_owned() }).await
}

/// Renews what is linked at the provider, and gives the status it has then.
pub async fn renew(
    env: &Env,
    name: &str,
) -> core::result::Result<core::result::Result<LinkStatusBody, FailureReason>, ApiError> {
    call(env, BINDING, name, &Command::Renew).await
}

/// The status; `None` if no flow was ever opened.
pub async fn read(env: &Env, name: &str) -> core::result::Result<Option<LinkStatusBody>, ApiError> {
    call(env, BINDING, name, &Command::Status).await
}

/// Ends it; `None` if no flow was ever opened.
pub async fn unlink(env: &Env, name: &str) -> core::result::Result<Option<Unlinked>, ApiError> {
    call(env, BINDING, name, &Command::Unlink).await
}

/// What an `account_uuid` is to it, for that partner.
pub async fn validity(
    env: &Env,
    name: &str,
    partner: &PartnerKey,
    account_uuid: &AccountUuid,
) -> core::result::Result<Validity, ApiError> {
    let command = Command::Account { partner: partner.clone(), account_uuid: account_uuid.clone() };
    call(env, BINDING, name, &command).await
}

/// Tells a link that its account changed; whether the link still is that account's. See [`crate::domain::link::LinkState::on_account_changed`].
pub async fn on_account_changed(
    env: &Env,
    name: &str,
    account: &str,
    snapshot: AccountSnapshot,
) -> core::result::Result<bool, ApiError> {
    call(env, BINDING, name, &Command::AccountChanged { account: account.to_owned(), snapshot }).await
}

/// The name of the account's object behind it; `None` where it neither is linked nor waits, nor was closed by the identity check.
pub async fn account_of(env: &Env, name: &str) -> core::result::Result<Option<String>, ApiError> {
    call(env, BINDING, name, &Command::AccountOf).await
}

/// What the mail with that token tells of, and where `unlink` the end of it. `None`: of nothing any more.
pub async fn mailed(
    env: &Env,
    name: &str,
    token: &str,
    unlink: bool,
) -> core::result::Result<Option<Mailed>, ApiError> {
    call(env, BINDING, name, &Command::Mailed { token: token.to_owned(), unlink }).await
}

/// Every callback of it, oldest first; `None` if no flow was ever opened.
pub async fn callbacks(env: &Env, name: &str) -> core::result::Result<Option<Vec<Callback>>, ApiError> {
    call(env, BINDING, name, &Command::Callbacks).await
}

/// One more attempt of a callback. False if there is none of that id.
pub async fn resend(env: &Env, name: &str, event: &EventId) -> core::result::Result<bool, ApiError> {
    call(env, BINDING, name, &Command::Resend { event: event.clone() }).await
}
