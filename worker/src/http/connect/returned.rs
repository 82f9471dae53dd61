//! The page to which a provider's page leads back, and what it reads: no session, nothing to do there but look.

use crate::core::pursuit::Looked;
use crate::error::Failure;
use crate::http::connect::view;
use crate::http::context::Context;
use crate::http::extract::header;
use crate::http::finish::{json, see_other};
use crate::http::page;
use crate::http::provider::worldfirst;
use crate::object::flow;
use account_link_shared::connect::Reply;
use account_link_shared::partner::Partner;
use account_link_shared::problem::Code;
use axum::extract::{Path, Request, State};
use axum::response::Response;

/// `GET /return/worldfirst/{segment}`: takes what the user brought, and goes on without it in the address.
#[worker::send]
pub async fn show(State(context): State<Context>, Path(segment): Path<String>) -> Response {
    match shown(&context, &segment).await {
        Ok(response) => response,
        Err(failure) => page::of_failure(&failure, &context.request_id, None, None),
    }
}

async fn shown(context: &Context, segment: &str) -> Result<Response, Failure> {
    let (name, looked) = worldfirst::link_of(context, segment).await?;
    let partner = partner_of(context, &looked).await?;
    let Some((path, query)) = context.raw_path().split_once('?') else {
        return Ok(page::of_return(partner));
    };
    worldfirst::come_back(context, &name, &looked, query).await?;
    Ok(see_other(path))
}

/// `GET /connect/v1/returns/{segment}`: what came of it.
#[worker::send]
pub async fn read(
    State(context): State<Context>,
    Path(segment): Path<String>,
    request: Request,
) -> Result<Response, Failure> {
    if header(request.headers(), "sec-fetch-site").is_some_and(|site| site != "same-origin") {
        return Err(Code::CrossSite.into());
    }
    let (_, looked) = worldfirst::link_of(&context, &segment).await?;
    let partner = partner_of(&context, &looked).await?;
    let not_found = || Failure::from(Code::NotFound);
    let id = looked.flow.ok_or_else(not_found)?;
    let flow = flow::look(&context.env, &id).await?.ok_or_else(not_found)?;
    Ok(json(200, &Reply { view: view::looked_at(&flow, &partner, context.now), token: None }))
}

async fn partner_of(context: &Context, looked: &Looked) -> Result<Partner, Failure> {
    context.partner(&looked.identity.partner).await?.ok_or(Code::NotFound.into())
}
