//! The moves that need no account: read, Continue, Refresh, a change of mind, Cancel.

use crate::domain::flow::{Event, Stage};
use crate::domain::link::LinkedHere;
use crate::durable::link;
use crate::routes::connect::session::{FlowSession, FlowWrite, Rejection, cost};
use crate::routes::connect::{closing, provider};
use account_link_shared::connect::{Goto, Nothing};
use account_link_shared::error_code::Code;
use account_link_shared::link::reason::CloseReason;
use account_link_shared::problem::FailureReason;
use account_link_shared::session::End;
use axum::response::Response;

/// `GET …/flows/{flow}`: the flow as it is. Where a confirm's answer got lost, the link says what came of it.
#[worker::send]
pub async fn read(FlowSession(session): FlowSession) -> Result<Response, Rejection> {
    let settled = matches!(
        session.flow.stage,
        Stage::Choose | Stage::Ended { end: End::Linked | End::AlreadyLinked | End::Replaced, .. }
    );
    if let (Ok(link), false) = (session.link(), settled) {
        let linked = link::linked_by(&session.context.env, link, &session.flow.id).await?;
        if let Some(LinkedHere { masked }) = linked {
            return session.apply(Event::Linked { masked }).await;
        }
    }
    Ok(session.show())
}

/// `POST …/continue`: from the first screen to the login, or to the provider; from what `feature` asked for, back.
#[worker::send]
pub async fn go_on(
    FlowWrite(session, ..): FlowWrite<Nothing, cost::ProviderCall>,
) -> Result<Response, Rejection> {
    if let Stage::RecoveryCodes { .. } | Stage::Bound { .. } | Stage::Checked { .. } = session.flow.stage {
        return closing::finish(session).await;
    }
    let landing = session.flow.stage == Stage::Landing;
    match session.flow.target.clone() {
        Some(target) if landing && !target.request.provider().hosts_accounts() => {
            provider::begin(session, target).await
        }
        _ => session.apply(Event::Continued).await,
    }
}

/// `POST …/refresh`: what the provider gave anew, in place of what is shown.
#[worker::send]
pub async fn refresh(
    FlowWrite(session, ..): FlowWrite<Nothing, cost::ProviderCall>,
) -> Result<Response, Rejection> {
    match (&session.flow.stage, session.flow.target.clone()) {
        (Stage::Scan(_), Some(target)) => provider::begin(session, target).await,
        _ => Err(Code::WrongStep.into()),
    }
}

/// `POST …/goto`: a change of mind.
#[worker::send]
pub async fn goto(FlowWrite(session, body, ..): FlowWrite<Goto, cost::Free>) -> Result<Response, Rejection> {
    let Goto { to } = body;
    session.apply(Event::Went { to }).await
}

/// `POST …/leave`: the user does not wait for the provider, or goes without what it refused.
#[worker::send]
pub async fn leave(FlowWrite(session, ..): FlowWrite<Nothing, cost::Free>) -> Result<Response, Rejection> {
    let result = match session.flow.stage.clone() {
        Stage::Portal(Some(result)) => result,
        // What the user agreed to stays with the link.
        Stage::Waiting { .. } => return session.apply(Event::LeftPending).await,
        _ => return Err(Code::WrongStep.into()),
    };
    let provider = session.flow.provider().unwrap_or_default();
    let failed = match result.error {
        Some(error) => Event::Failed { reason: FailureReason::at(provider, error) },
        None => Event::Ended { end: End::Failed, masked: None },
    };
    let instead = closing::close(&session, CloseReason::Failed, result.pending).await?;
    session.apply(instead.unwrap_or(failed)).await
}

/// `POST …/cancel`: no. The link is closed first, so that whoever asks next is told the truth.
#[worker::send]
pub async fn cancel(FlowWrite(session, ..): FlowWrite<Nothing, cost::Free>) -> Result<Response, Rejection> {
    if session.flow.is_open() {
        // A confirm whose answer got lost: too late to cancel, and the page must not say otherwise.
        if let Some(linked) = closing::give_up(&session).await? {
            return session.apply(linked).await;
        }
    }
    session.apply(Event::Ended { end: End::Cancelled, masked: None }).await
}
