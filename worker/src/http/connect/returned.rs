//! The page to which a provider's page leads back, and what it reads: no session, nothing to do there but look.

use crate::core::flow::{Event, Flow};
use crate::core::link::LinkedHere;
use crate::core::pursuit::Looked;
use crate::error::Failure;
use crate::http::call::Call;
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
use axum::response::Response;

/// `GET /return/worldfirst/{segment}`: takes what the user brought, and goes on without it in the address.
pub async fn show(call: Call) -> Response {
    let Call { context, path: [segment, ..], .. } = call;
    match shown(&context, &segment).await {
        Ok(response) => response,
        Err(failure) => page::of_failure(&context.env, &failure, &context.request_id, None, None).await,
    }
}

async fn shown(context: &Context, segment: &str) -> Result<Response, Failure> {
    let (name, looked) = worldfirst::link_of(context, segment).await?;
    let partner = partner_of(context, &looked).await?;
    let Some((path, query)) = context.raw_path().split_once('?') else {
        return Ok(page::of_return(&context.env, partner).await);
    };
    worldfirst::come_back(context, &name, &looked, query).await?;
    Ok(see_other(path))
}

/// `GET /connect/v1/returns/{segment}`: what came of it.
pub async fn read(call: Call) -> Result<Response, Failure> {
    let Call { context, path: [segment, ..], request } = call;
    if header(request.headers(), "sec-fetch-site").is_some_and(|site| site != "same-origin") {
        return Err(Code::CrossSite.into());
    }
    let (name, looked) = worldfirst::link_of(&context, &segment).await?;
    let partner = partner_of(&context, &looked).await?;
    // An hour after its end it is forgotten; and it may have gone to another provider since.
    let over = || Failure::from(Code::SessionMissing);
    let (id, way) = looked.flow.ok_or_else(over)?;
    let flow = flow::look(&context.env, &id).await?;
    let of_link = |flow: &Flow| flow.target.as_ref().is_some_and(|target| target.link == name);
    let mut flow = flow.filter(of_link).ok_or_else(over)?;
    if let (true, Some(LinkedHere { masked })) = (!flow.is_linked(), looked.linked) {
        // It has not heard of it.
        let entered = flow::apply(&context.env, &id, Event::Linked { masked }, None, None).await?;
        flow = entered.map_or(flow, |entered| entered.flow);
    }
    Ok(json(200, &Reply { view: view::looked_at(&flow, &partner, way, context.now), token: None }))
}

async fn partner_of(context: &Context, looked: &Looked) -> Result<Partner, Failure> {
    context.partner(&looked.identity.partner).await?.ok_or(Code::NotFound.into())
}
