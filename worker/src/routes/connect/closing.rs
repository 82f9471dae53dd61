//! Ending a flow from the page: a screen that `feature` asked for is done, the user gives up, or leaves the provider to it.

use crate::domain::flow::Event;
use crate::domain::link::{CloseOutcome, LinkedHere};
use crate::durable::link;
use crate::error::ApiError;
use crate::routes::connect::session::{FlowContext, Rejection};
use account_link_shared::link::reason::CloseReason;
use axum::response::Response;

/// Ends the flow. A link that only waited for it is closed.
pub async fn finish(session: Box<FlowContext>) -> Result<Response, Rejection> {
    match close(&session, CloseReason::Cancelled, true).await? {
        Some(Event::Linked { masked }) => session.apply(Event::Linked { masked }).await,
        _ => session.apply(Event::Finished).await,
    }
}

/// Ends the flow as given up. What the user agreed to in another flow stays.
pub async fn give_up(session: &FlowContext) -> Result<Option<Event>, ApiError> {
    let linked = close(session, CloseReason::Cancelled, session.flow.is_account_screen_only()).await?;
    Ok(linked.filter(|event| matches!(event, Event::Linked { .. })))
}

/// Closes the link for this flow. Where it was linked after all, or what the provider decides may go on, that is what
/// the flow must be told.
pub async fn close(
    session: &FlowContext,
    reason: CloseReason,
    may_stay_pending: bool,
) -> Result<Option<Event>, ApiError> {
    let Some(target) = &session.flow.target else { return Ok(None) };
    let (env, flow) = (&session.context.env, &session.flow.id);
    Ok(match link::end_flow(env, &target.link, flow, reason, may_stay_pending).await? {
        CloseOutcome::Linked(LinkedHere { masked }) => Some(Event::Linked { masked }),
        CloseOutcome::Pending => Some(Event::LeftPending),
        CloseOutcome::Over => None,
    })
}
