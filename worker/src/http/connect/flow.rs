//! The moves that need no account: read, Continue, Refresh, a change of mind, Cancel.

use crate::core::flow::{Cost, Event, Stage, Target};
use crate::core::link::LinkedHere;
use crate::error::Failure;
use crate::http::connect::visit::{Stop, Visit};
use crate::http::context::Context;
use crate::http::provider::payway;
use crate::object::link;
use account_link_shared::connect::{Goto, Nothing};
use account_link_shared::link::CloseReason;
use account_link_shared::problem::Code;
use account_link_shared::request::Asked;
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
        Stage::Choose | Stage::Ended { end: End::Linked | End::AlreadyLinked | End::Replaced, .. }
    );
    if let (Ok(link), false) = (visit.link(), settled) {
        let linked = link::linked_by(&visit.context.env, link, &visit.flow.id).await?;
        if let Some(LinkedHere { masked }) = linked {
            return visit.apply(Event::Linked { masked }).await;
        }
    }
    Ok(visit.show())
}

/// `POST …/continue`: from the first screen to the login, or to the provider.
#[worker::send]
pub async fn go_on(
    State(context): State<Context>,
    Path(flow): Path<String>,
    request: Request,
) -> Result<Response, Stop> {
    let (visit, Nothing {}) = Visit::write(context, &flow, request, Cost::Ask).await?;
    let landing = visit.flow.stage == Stage::Landing;
    match visit.flow.target.clone() {
        Some(target) if landing && !target.asked.provider().has_house() => at_provider(visit, target).await,
        _ => visit.apply(Event::Continued).await,
    }
}

/// `POST …/refresh`: what the provider gave anew, in place of what is shown.
#[worker::send]
pub async fn refresh(
    State(context): State<Context>,
    Path(flow): Path<String>,
    request: Request,
) -> Result<Response, Stop> {
    let (visit, Nothing {}) = Visit::write(context, &flow, request, Cost::Ask).await?;
    match (&visit.flow.stage, visit.flow.target.clone()) {
        (Stage::Scan(_), Some(target)) => at_provider(visit, target).await,
        _ => Err(Code::WrongStep.into()),
    }
}

/// Each provider that holds no account of ours begins in its own way.
async fn at_provider(visit: Visit, target: Target) -> Result<Response, Stop> {
    if visit.context.now.seconds() >= visit.flow.expires_at() {
        // What is shown may be completed to its end, but the hour is over.
        return Err(Code::WrongStep.into());
    }
    match target.asked {
        Asked::Cabital => Err(Code::WrongStep.into()),
        Asked::Payway(asked) => payway::show_qr(visit, &target, asked).await,
    }
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

/// Closes the link for this flow. Where it was linked after all, that is what the flow must be told.
pub async fn leave(visit: &Visit) -> Result<Option<Event>, Failure> {
    let Some(target) = &visit.flow.target else { return Ok(None) };
    let ended =
        link::end_flow(&visit.context.env, &target.link, &visit.flow.id, CloseReason::Cancelled).await?;
    Ok(ended.map(|LinkedHere { masked }| Event::Linked { masked }))
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
        // A confirm whose answer got lost: too late to cancel, and the page must not say otherwise.
        if let Some(linked) = leave(&visit).await? {
            return visit.apply(linked).await;
        }
    }
    visit.apply(Event::Ended { end: End::Cancelled, masked: None }).await
}
