//! What is particular to each provider that holds no account of ours: how Continue begins there, and what calls us.

pub mod caas;
pub mod payway;
pub mod worldfirst;

use crate::domain::flow::Event;
use crate::domain::reconcile::BeginRefusal;
use crate::routes::connect::session::{FlowContext, Rejection};
use account_link_shared::problem::Code;
use account_link_shared::session::End;
use axum::response::Response;

/// No attempt could be made: the user is shown why.
async fn not_begun(visit: Box<FlowContext>, refusal: BeginRefusal) -> Result<Response, Rejection> {
    match end_of(refusal) {
        Some(end) => visit.apply(end).await,
        None if refusal == BeginRefusal::StillRemoving => Err(Code::StillRemoving.into()),
        None => Err(Code::ProviderFailed.into()),
    }
}

/// The end that a flow has come to without hearing of it; `None` where trying again may help.
fn end_of(refusal: BeginRefusal) -> Option<Event> {
    let end = match refusal {
        BeginRefusal::AlreadyLinked => End::AlreadyLinked,
        BeginRefusal::Replaced => End::Replaced,
        BeginRefusal::Over => return Some(Event::Unlinked),
        BeginRefusal::StillRemoving | BeginRefusal::TooMany | BeginRefusal::NoAnswer => return None,
    };
    Some(Event::Ended { end, masked: None })
}
