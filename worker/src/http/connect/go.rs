//! `GET …/go/{ticket}`: leads to the provider's page, once. The ticket is all that is needed: in a tab of its own a
//! browser does not send the cookie of a framed page. Whoever has used it finds a new one on the flow's page.

use crate::core::flow::{Event, Flow, Stage};
use crate::core::inquiry::Way;
use crate::error::ApiError;
use crate::http::context::Context;
use crate::http::finish::{see_other, with_warnings};
use crate::http::page;
use crate::http::provider::worldfirst;
use crate::object::flow;
use crate::store::keys;
use account_link_shared::id::FlowId;
use account_link_shared::problem::Code;
use account_link_shared::request::Asked;
use axum::extract::Path;
use axum::response::Response;
use subtle::ConstantTimeEq as _;

/// Goes there, or says why not on a page that nobody frames.
#[worker::send]
pub async fn go(context: Context, Path((flow, ticket)): Path<(String, String)>) -> Response {
    match sent(&context, &flow, &ticket).await {
        Ok((location, asked)) => with_warnings(see_other(&location), &asked),
        Err(failure) => page::of_failure(&context.env, &failure, &context.request_id, None, None).await,
    }
}

async fn sent(context: &Context, flow: &str, ticket: &str) -> Result<(String, Asked), ApiError> {
    let invalid = || ApiError::from(Code::TicketInvalid);
    let id = FlowId::parse(flow).map_err(|error| invalid().because(&error))?;
    let flow = flow::look(&context.env, &id).await?.ok_or_else(invalid)?;
    let way = way_of(context, &flow, ticket).ok_or_else(invalid)?;
    let event = Event::Sent { ticket: flow.tickets };
    flow::apply(&context.env, &id, event, None, None).await?.map_err(|error| invalid().because(&error))?;
    let target = flow.target.as_ref().ok_or_else(invalid)?;
    let location = match &target.asked {
        Asked::Worldfirst(asked) => worldfirst::url(context, &flow, target, asked, way).await?,
        Asked::Cabital | Asked::Payway(_) => return Err(invalid()),
    };
    Ok((location, target.asked.clone()))
}

/// Where a ticket leads; `None` if it is not one of the flow's present ones.
fn way_of(context: &Context, flow: &Flow, ticket: &str) -> Option<Way> {
    let is = |way| {
        let good = keys::ticket(&context.config, &flow.id, flow.tickets, way);
        bool::from(good.as_bytes().ct_eq(ticket.as_bytes()))
    };
    match flow.stage {
        Stage::Portal(_) => [Way::Beside, Way::Here].into_iter().find(|way| is(*way)),
        _ => None,
    }
}
