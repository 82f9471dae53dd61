//! What is particular to each provider that holds no account of ours: how Continue begins there, and what calls us.

pub mod payway;
pub mod worldfirst;

use crate::core::flow::Event;
use crate::core::pursuit::BeginRefusal;
use crate::http::connect::visit::{Stop, Visit};
use account_link_shared::problem::Code;
use account_link_shared::session::End;
use axum::response::Response;

/// No attempt could be made: the user is shown why.
async fn not_begun(visit: Visit, refusal: BeginRefusal) -> Result<Response, Stop> {
    let end = match refusal {
        BeginRefusal::AlreadyLinked => End::AlreadyLinked,
        BeginRefusal::Replaced => End::Replaced,
        BeginRefusal::Over => End::Cancelled,
        BeginRefusal::StillRemoving => return Err(Code::StillRemoving.into()),
        BeginRefusal::TooMany | BeginRefusal::NoAnswer => return Err(Code::ProviderFailed.into()),
    };
    visit.apply(Event::Ended { end, masked: None }).await
}
