//! What others say to a flow.

use crate::domain::flow::{Cost, Event, Flow as State_, FlowRefusal, NewFlow};
use crate::durable::call;
use crate::error::ApiError;
use account_link_shared::id::{ClientRequestId, FlowId};
use serde::{Deserialize, Serialize};
use worker::Env;

pub(super) const BINDING: &str = "FLOW";
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Command {
    Create { new: Box<NewFlow> },
    Redeem { code_hash: String, request: ClientRequestId, token_hash: String },
    Enter { token_hash: String, request: Option<ClientRequestId>, cost: Cost, rotate_to: Option<String> },
    Apply { event: Event, request: Option<ClientRequestId>, rotate_to: Option<String> },
    Ticket { hash: String },
    Read,
}

/// What a command gives: the flow as it is now, and whether the write was done before.
#[derive(Debug, Serialize, Deserialize)]
pub struct Entered {
    /// The flow.
    pub flow: State_,
    /// This write was done before.
    pub repeated: bool,
    /// The new token counts from now on.
    pub rotated: bool,
}

/// What a command gives, or why it was not done.
pub type Answer = core::result::Result<Entered, FlowRefusal>;

/// Makes a flow that waits for its browser.
pub async fn create(env: &Env, new: NewFlow) -> core::result::Result<(), ApiError> {
    let name = new.id.to_string();
    let made: Answer = call(env, BINDING, &name, &Command::Create { new: Box::new(new) }).await?;
    made.map(drop).map_err(|error| ApiError::internal("a flow id was taken").because(&error))
}

/// Spends the opening code.
pub async fn redeem(
    env: &Env,
    flow: &FlowId,
    code_hash: String,
    request: ClientRequestId,
    token_hash: String,
) -> core::result::Result<Entered, ApiError> {
    let command = Command::Redeem { code_hash, request, token_hash };
    let answer: Answer = call(env, BINDING, flow.as_str(), &command).await?;
    Ok(answer?)
}

/// Lets a browser in with its token. `rotate_to` is a token for a repeated write that had rotated.
pub async fn enter(
    env: &Env,
    flow: &FlowId,
    token_hash: String,
    request: Option<ClientRequestId>,
    cost: Cost,
    rotate_to: Option<String>,
) -> core::result::Result<core::result::Result<Entered, FlowRefusal>, ApiError> {
    call(env, BINDING, flow.as_str(), &Command::Enter { token_hash, request, cost, rotate_to }).await
}

/// Moves the stage.
pub async fn apply(
    env: &Env,
    flow: &FlowId,
    event: Event,
    request: Option<ClientRequestId>,
    rotate_to: Option<String>,
) -> core::result::Result<core::result::Result<Entered, FlowRefusal>, ApiError> {
    call(env, BINDING, flow.as_str(), &Command::Apply { event, request, rotate_to }).await
}

/// Gives out a ticket for the push channel.
pub async fn ticket(env: &Env, flow: &FlowId, hash: String) -> core::result::Result<(), ApiError> {
    let answer: Answer = call(env, BINDING, flow.as_str(), &Command::Ticket { hash }).await?;
    answer.map(drop).map_err(ApiError::from)
}

/// Reads a flow from inside, without a browser; `None` if there is none any more.
pub async fn read(env: &Env, flow: &FlowId) -> core::result::Result<Option<State_>, ApiError> {
    let answer: Answer = call(env, BINDING, flow.as_str(), &Command::Read).await?;
    Ok(answer.ok().map(|entered| entered.flow))
}

/// Tells a flow what became of its link.
pub async fn tell(env: &Env, flow: &FlowId, event: Event) {
    // Best effort: a flow that does not hear of it learns it from the link at its next step.
    let _ = apply(env, flow, event, None, None).await;
}
