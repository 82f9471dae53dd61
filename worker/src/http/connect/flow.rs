//! The moves that need no account: read, Continue, a change of mind, Cancel.

use crate::core::flow::{Cost, Event, Stage};
use crate::core::link::LinkedHere;
use crate::http::connect::visit::{Stop, Visit};
use crate::http::context::Context;
use crate::object::link;
use account_link_shared::connect::{Goto, Nothing};
use account_link_shared::link::CloseReason;
use account_link_shared::session::End;
use axum::extract::{Path, Request, State};
use axum::response::Response;

/// `GET …/flows/{flow}`: the flow as it is. Where a confirm's answer got lost, the link says what came of it.
#[worker::send]
pub async fn read(
    State(context): State<Context>,
    Path(flow): Path<String>,
    request: Request,
) -> Result<Response, Stop> {
    let visit = Visit::read(context, request.headers(), &flow).await?;
    let settled = matches!(
        visit.flow.stage,
        Stage::Landing | Stage::Ended { end: End::Linked | End::AlreadyLinked | End::Replaced, .. }
    );
    if !settled {
        let linked = link::linked_by(&visit.context.env, &visit.flow.link, &visit.flow.id).await?;
        if let Some(LinkedHere { masked }) = linked {
            return visit.apply(Event::Linked { masked }).await;
        }
    }
    Ok(visit.show())
}

/// `POST …/continue`: from the first screen to the login.
#[worker::send]
pub async fn go_on(
    State(context): State<Context>,
    Path(flow): Path<String>,
    request: Request,
) -> Result<Response, Stop> {
    let (visit, Nothing {}) = Visit::write(context, &flow, request, Cost::Free).await?;
    visit.apply(Event::Continued).await
}

/// `POST …/goto`: a change of mind.
#[worker::send]
pub async fn goto(
    State(context): State<Context>,
    Path(flow): Path<String>,
    request: Request,
) -> Result<Response, Stop> {
    let (visit, Goto { to }) = Visit::write(context, &flow, request, Cost::Free).await?;
    visit.apply(Event::Went { to }).await
}

/// `POST …/cancel`: no. The link is closed first, so that whoever asks next is told the truth.
#[worker::send]
pub async fn cancel(
    State(context): State<Context>,
    Path(flow): Path<String>,
    request: Request,
) -> Result<Response, Stop> {
    let (visit, Nothing {}) = Visit::write(context, &flow, request, Cost::Free).await?;
    if visit.flow.is_open() {
        let (link, flow) = (&visit.flow.link, &visit.flow.id);
        let linked = link::end_flow(&visit.context.env, link, flow, CloseReason::Cancelled).await?;
        if let Some(LinkedHere { masked }) = linked {
            // A confirm whose answer got lost: too late to cancel, and the page must not say otherwise.
            return visit.apply(Event::Linked { masked }).await;
        }
    }
    visit.apply(Event::Ended { end: End::Cancelled, masked: None }).await
}
