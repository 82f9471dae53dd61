//! `GET …/go/{ticket}`: leads to the provider's page, once. The ticket is all that is needed: in a tab of its own a
//! browser does not send the cookie of a framed page. Whoever has used it finds a new one on the flow's page.

use crate::domain::flow::{Event, Flow, Stage};
use crate::domain::polling::OpenIn;
use crate::durable::flow;
use crate::error::ApiError;
use crate::kv::keys;
use crate::routes::connect::redirect;
use crate::routes::context::Context;
use crate::routes::finish::{see_other, with_warnings};
use crate::routes::page;
use account_link_shared::error_code::Code;
use account_link_shared::id::FlowId;
use account_link_shared::providers::ProviderRequest;
use axum::extract::Path;
use axum::response::Response;
use subtle::ConstantTimeEq as _;

/// Goes there, or says why not on a page that nobody frames.
#[worker::send]
pub async fn go(context: Context, Path((flow, ticket)): Path<(String, String)>) -> Response {
    match sent(&context, &flow, &ticket).await {
        Ok((location, request)) => with_warnings(see_other(&location), &request),
        Err(failure) => page::of_failure(&context.env, &failure, &context.request_id, None, None).await,
    }
}

async fn sent(context: &Context, flow: &str, ticket: &str) -> Result<(String, ProviderRequest), ApiError> {
    let invalid = || ApiError::from(Code::TicketInvalid);
    let id = FlowId::parse(flow).map_err(|error| invalid().because(&error))?;
    let flow = flow::read(&context.env, &id).await?.ok_or_else(invalid)?;
    let way = way_of(context, &flow, ticket).ok_or_else(invalid)?;
    let event = Event::Sent { ticket: flow.tickets };
    flow::apply(&context.env, &id, event, None, None).await?.map_err(|error| invalid().because(&error))?;
    let target = flow.target.as_ref().ok_or_else(invalid)?;
    let location = redirect::url(context, &flow, target, way).await?;
    Ok((location, target.request.clone()))
}

/// Where a ticket leads; `None` if it is not one of the flow's present ones.
fn way_of(context: &Context, flow: &Flow, ticket: &str) -> Option<OpenIn> {
    let is = |way| {
        let good = keys::ticket(&context.config, &flow.id, flow.tickets, way);
        bool::from(good.as_bytes().ct_eq(ticket.as_bytes()))
    };
    match flow.stage {
        Stage::Portal(_) => [OpenIn::NewTab, OpenIn::SameWindow].into_iter().find(|way| is(*way)),
        _ => None,
    }
}
