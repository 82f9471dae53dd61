//! The moves that need no account: read, Continue, Refresh, a change of mind, Cancel.

use crate::domain::flow::{Event, Stage};
use crate::domain::link::{CloseOutcome, LinkedHere};
use crate::durable::link;
use crate::error::ApiError;
use crate::routes::connect::session::{FlowContext, FlowSession, FlowWrite, Rejection, cost};
use crate::routes::connect::{finished, provider};
use account_link_shared::connect::{Goto, Nothing};
use account_link_shared::error_code::Code;
use account_link_shared::link::reason::CloseReason;
use account_link_shared::problem::FailureReason;
use account_link_shared::session::End;
use axum::response::Response;

/// `GET …/flows/{flow}`: the flow as it is. Where a confirm's answer got lost, the link says what came of it.
#[worker::send]
pub async fn read(FlowSession(visit): FlowSession) -> Result<Response, Rejection> {
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

/// `POST …/continue`: from the first screen to the login, or to the provider; from what `feature` asked for, back.
#[worker::send]
pub async fn go_on(FlowWrite(visit, ..): FlowWrite<Nothing, cost::Ask>) -> Result<Response, Rejection> {
    if let Stage::RecoveryCodes { .. } | Stage::Bound { .. } | Stage::Checked { .. } = visit.flow.stage {
        return finished::finish(visit).await;
    }
    let landing = visit.flow.stage == Stage::Landing;
    match visit.flow.target.clone() {
        Some(target) if landing && !target.request.provider().hosts_accounts() => {
            provider::begin(visit, target).await
        }
        _ => visit.apply(Event::Continued).await,
    }
}

/// `POST …/refresh`: what the provider gave anew, in place of what is shown.
#[worker::send]
pub async fn refresh(FlowWrite(visit, ..): FlowWrite<Nothing, cost::Ask>) -> Result<Response, Rejection> {
    match (&visit.flow.stage, visit.flow.target.clone()) {
        (Stage::Scan(_), Some(target)) => provider::begin(visit, target).await,
        _ => Err(Code::WrongStep.into()),
    }
}

/// `POST …/goto`: a change of mind.
#[worker::send]
pub async fn goto(FlowWrite(visit, body, ..): FlowWrite<Goto, cost::Free>) -> Result<Response, Rejection> {
    let Goto { to } = body;
    visit.apply(Event::Went { to }).await
}

/// Closes the link for this flow. Where it was linked after all, or what the provider decides may go on, that is what
/// the flow must be told.
pub async fn close(
    visit: &FlowContext,
    reason: CloseReason,
    may_stay_pending: bool,
) -> Result<Option<Event>, ApiError> {
    let Some(target) = &visit.flow.target else { return Ok(None) };
    let (env, flow) = (&visit.context.env, &visit.flow.id);
    Ok(match link::end_flow(env, &target.link, flow, reason, may_stay_pending).await? {
        CloseOutcome::Linked(LinkedHere { masked }) => Some(Event::Linked { masked }),
        CloseOutcome::Pending => Some(Event::LeftPending),
        CloseOutcome::Over => None,
    })
}

/// `POST …/leave`: the user does not wait for the provider, or goes without what it refused.
#[worker::send]
pub async fn leave(FlowWrite(visit, ..): FlowWrite<Nothing, cost::Free>) -> Result<Response, Rejection> {
    let result = match visit.flow.stage.clone() {
        Stage::Portal(Some(result)) => result,
        // What the user terms to stays with the link.
        Stage::Waiting { .. } => return visit.apply(Event::LeftPending).await,
        _ => return Err(Code::WrongStep.into()),
    };
    let provider = visit.flow.provider().unwrap_or_default();
    let failed = match result.error {
        Some(error) => Event::Failed { reason: FailureReason::at(provider, error) },
        None => Event::Ended { end: End::Failed, masked: None },
    };
    let instead = close(&visit, CloseReason::Failed, result.pending).await?;
    visit.apply(instead.unwrap_or(failed)).await
}

/// `POST …/cancel`: no. The link is closed first, so that whoever asks next is told the truth.
#[worker::send]
pub async fn cancel(FlowWrite(visit, ..): FlowWrite<Nothing, cost::Free>) -> Result<Response, Rejection> {
    if visit.flow.is_open() {
        // A confirm whose answer got lost: too late to cancel, and the page must not say otherwise.
        if let Some(linked) = finished::give_up(&visit).await? {
            return visit.apply(linked).await;
        }
    }
    visit.apply(Event::Ended { end: End::Cancelled, masked: None }).await
}
