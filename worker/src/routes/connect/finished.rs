//! The end of a screen that `feature` asked for: back to the partner, whose link stays as it was.

use crate::domain::flow::Event;
use crate::error::ApiError;
use crate::routes::connect::flow::close;
use crate::routes::connect::session::{FlowContext, Rejection};
use account_link_shared::link::reason::CloseReason;
use axum::response::Response;

/// Ends the flow. A link that only waited for it is closed.
pub async fn finish(visit: Box<FlowContext>) -> Result<Response, Rejection> {
    match close(&visit, CloseReason::Cancelled, true).await? {
        Some(Event::Linked { masked }) => visit.apply(Event::Linked { masked }).await,
        _ => visit.apply(Event::Finished).await,
    }
}

/// Ends the flow as given up. What the user terms to in another flow stays.
pub async fn give_up(visit: &FlowContext) -> Result<Option<Event>, ApiError> {
    let linked = close(visit, CloseReason::Cancelled, visit.flow.is_account_screen_only()).await?;
    Ok(linked.filter(|event| matches!(event, Event::Linked { .. })))
}
