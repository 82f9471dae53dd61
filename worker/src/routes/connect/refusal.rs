//! Why nothing was begun at a provider, as the user is shown it.

use crate::domain::flow::Event;
use crate::domain::reconcile::BeginRefusal;
use crate::routes::connect::session::{FlowContext, Rejection};
use account_link_shared::error_code::Code;
use account_link_shared::problem::FailureReason;
use account_link_shared::providers::error::ProviderError;
use account_link_shared::session::End;
use axum::response::Response;

/// No attempt could be made: the user is shown why.
pub async fn not_begun(session: Box<FlowContext>, refusal: BeginRefusal) -> Result<Response, Rejection> {
    match end_of(refusal) {
        Some(end) => session.apply(end).await,
        None if refusal == BeginRefusal::StillRevoking => Err(Code::StillRemoving.into()),
        None => {
            let provider = session.flow.provider().unwrap_or_default();
            Err(FailureReason::at(provider, ProviderError::no_answer()).into())
        }
    }
}

/// The end that a flow has come to without hearing of it; `None` where trying again may help.
pub fn end_of(refusal: BeginRefusal) -> Option<Event> {
    let end = match refusal {
        BeginRefusal::AlreadyLinked => End::AlreadyLinked,
        BeginRefusal::Replaced => End::Replaced,
        BeginRefusal::Over => return Some(Event::Unlinked),
        BeginRefusal::StillRevoking | BeginRefusal::TooMany | BeginRefusal::NoAnswer => return None,
    };
    Some(Event::Ended { end, masked: None })
}
