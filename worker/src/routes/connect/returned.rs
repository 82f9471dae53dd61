//! The page to which a provider's page leads back, and what it reads: no session, nothing to do there but look.

use crate::domain::flow::{Event, Flow};
use crate::domain::link::LinkedHere;
use crate::domain::reconcile::LinkSnapshot;
use crate::durable::flow;
use crate::error::ApiError;
use crate::routes::connect::redirect;
use crate::routes::connect::view;
use crate::routes::context::Context;
use crate::routes::extract::header;
use crate::routes::finish::see_other;
use crate::routes::page;
use account_link_shared::connect::Reply;
use account_link_shared::error_code::Code;
use account_link_shared::partner::Partner;
use axum::Json;
use axum::extract::Path;
use axum::response::Response;
use http::HeaderMap;

/// `GET /return/{provider}/{token}`: takes what the user brought, and goes on without it in the address.
#[worker::send]
pub async fn show(context: Context, Path((provider, token)): Path<(String, String)>) -> Response {
    match taken(&context, &provider, &token).await {
        Ok(response) => response,
        Err(failure) => page::of_failure(&context.env, &failure, &context.request_id, None, None).await,
    }
}

async fn taken(context: &Context, provider: &str, token: &str) -> Result<Response, ApiError> {
    let (name, snapshot) = redirect::link_of(context, token).await?;
    if snapshot.identity.provider.key() != provider {
        return Err(Code::NotFound.into());
    }
    let partner = partner_of(context, &snapshot).await?;
    let Some((path, query)) = context.raw_path().split_once('?') else {
        return Ok(page::of_return(&context.env, partner).await);
    };
    redirect::come_back(context, &name, &snapshot, query).await?;
    Ok(see_other(path))
}

/// `GET /connect/v1/returns/{token}`: what came of it.
#[worker::send]
pub async fn read(
    context: Context,
    Path(token): Path<String>,
    headers: HeaderMap,
) -> Result<Json<Reply>, ApiError> {
    if header(&headers, "sec-fetch-site").is_some_and(|site| site != "same-origin") {
        return Err(Code::CrossSite.into());
    }
    let (name, snapshot) = redirect::link_of(&context, &token).await?;
    let partner = partner_of(&context, &snapshot).await?;
    // An hour after its end it is forgotten; and it may have gone to another provider since.
    let over = || ApiError::from(Code::SessionMissing);
    let (id, way) = snapshot.flow.ok_or_else(over)?;
    let flow = flow::read(&context.env, &id).await?;
    let of_link = |flow: &Flow| flow.target.as_ref().is_some_and(|target| target.link == name);
    let mut flow = flow.filter(of_link).ok_or_else(over)?;
    if let (true, Some(LinkedHere { masked })) = (!flow.is_linked(), snapshot.linked) {
        // It has not heard of it.
        let entered = flow::apply(&context.env, &id, Event::Linked { masked }, None, None).await?;
        flow = entered.map_or(flow, |entered| entered.flow);
    }
    Ok(Json(Reply { view: view::of_return(&flow, &partner, way, context.now), token: None }))
}

async fn partner_of(context: &Context, snapshot: &LinkSnapshot) -> Result<Partner, ApiError> {
    context.partner(&snapshot.identity.partner).await?.ok_or(Code::NotFound.into())
}
