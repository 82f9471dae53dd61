//! The page to which a provider's page next_step back, and what it reads: no session, nothing to do there but look.

use crate::domain::flow::{Event, Flow};
use crate::domain::link::LinkedHere;
use crate::domain::reconcile::LinkSnapshot;
use crate::durable::flow;
use crate::error::ApiError;
use crate::routes::connect::view;
use crate::routes::context::Context;
use crate::routes::extract::header;
use crate::routes::finish::see_other;
use crate::routes::page;
use crate::routes::provider::worldfirst;
use account_link_shared::connect::Reply;
use account_link_shared::partner::Partner;
use account_link_shared::problem::Code;
use axum::Json;
use axum::extract::Path;
use axum::response::Response;
use http::HeaderMap;

/// `GET /return/worldfirst/{return_token}`: takes what the user brought, and goes on without it in the address.
#[worker::send]
pub async fn show(context: Context, Path(return_token): Path<String>) -> Response {
    match shown(&context, &return_token).await {
        Ok(response) => response,
        Err(failure) => page::of_failure(&context.env, &failure, &context.request_id, None, None).await,
    }
}

async fn shown(context: &Context, return_token: &str) -> Result<Response, ApiError> {
    let (name, looked) = worldfirst::link_of(context, return_token).await?;
    let partner = partner_of(context, &looked).await?;
    let Some((path, query)) = context.raw_path().split_once('?') else {
        return Ok(page::of_return(&context.env, partner).await);
    };
    worldfirst::come_back(context, &name, &looked, query).await?;
    Ok(see_other(path))
}

/// `GET /connect/v1/returns/{return_token}`: what came of it.
#[worker::send]
pub async fn read(
    context: Context,
    Path(return_token): Path<String>,
    headers: HeaderMap,
) -> Result<Json<Reply>, ApiError> {
    if header(&headers, "sec-fetch-site").is_some_and(|site| site != "same-origin") {
        return Err(Code::CrossSite.into());
    }
    let (name, looked) = worldfirst::link_of(&context, &return_token).await?;
    let partner = partner_of(&context, &looked).await?;
    // An hour after its end it is forgotten; and it may have gone to another provider since.
    let over = || ApiError::from(Code::SessionMissing);
    let (id, way) = looked.flow.ok_or_else(over)?;
    let flow = flow::look(&context.env, &id).await?;
    let of_link = |flow: &Flow| flow.target.as_ref().is_some_and(|target| target.link == name);
    let mut flow = flow.filter(of_link).ok_or_else(over)?;
    if let (true, Some(LinkedHere { masked })) = (!flow.is_linked(), looked.linked) {
        // It has not heard of it.
        let entered = flow::apply(&context.env, &id, Event::Linked { masked }, None, None).await?;
        flow = entered.map_or(flow, |entered| entered.flow);
    }
    Ok(Json(Reply { view: view::looked_at(&flow, &partner, way, context.now), token: None }))
}

async fn partner_of(context: &Context, looked: &LinkSnapshot) -> Result<Partner, ApiError> {
    context.partner(&looked.identity.partner).await?.ok_or(Code::NotFound.into())
}
