//! The end of a screen that `feature` asked for: back to the partner, whose link stays as it was.

use crate::core::flow::Event;
use crate::error::ApiError;
use crate::http::connect::flow::close;
use crate::http::connect::visit::{Stop, Visit};
use account_link_shared::link::CloseReason;
use axum::response::Response;

/// Ends the flow. A link that only waited for it is closed.
pub async fn finish(visit: Box<Visit>) -> Result<Response, Stop> {
    match close(&visit, CloseReason::Cancelled, true).await? {
        Some(Event::Linked { masked }) => visit.apply(Event::Linked { masked }).await,
        _ => visit.apply(Event::Finished).await,
    }
}

/// Ends the flow as given up. What the user agreed to in another flow stays.
pub async fn give_up(visit: &Visit) -> Result<Option<Event>, ApiError> {
    let linked = close(visit, CloseReason::Cancelled, visit.flow.is_visit()).await?;
    Ok(linked.filter(|event| matches!(event, Event::Linked { .. })))
}
