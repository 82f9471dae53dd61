//! WorldFirst: what is asked before a user may go to its portal, the signed way there, and `GET /return/worldfirst/{return_token}`.

use crate::domain::flow::{Event, Flow, Target};
use crate::domain::polling::{OpenIn, ReturnResult};
use crate::domain::reconcile::{LinkSnapshot, Preflight};
use crate::durable::{flow, index, link};
use crate::error::ApiError;
use crate::kv::keys;
use crate::log;
use crate::providers::worldfirst::{portal_url, reference};
use crate::routes::connect::session::{FlowContext, Rejection};
use crate::routes::context::Context;
use crate::routes::provider::{end_of, not_begun};
use account_link_shared::problem::Code;
use account_link_shared::provider::Provider;
use account_link_shared::route::WORLDFIRST_RETURN;
use account_link_shared::worldfirst::canonical::Binding;
use account_link_shared::worldfirst::codes::{Class, ResultMsg};
use account_link_shared::worldfirst::models::{Parameters, RedirectUrl, Returned};
use axum::response::Response;

/// Continue: asks what is there already, then shows the ways to the portal.
pub async fn prepare(
    visit: Box<FlowContext>,
    target: &Target,
    asked: &Parameters,
) -> Result<Response, Rejection> {
    let env = &visit.context.env;
    if let Some(request_id) = &asked.request_id {
        let used = index::get(env, &keys::index_of_rebinding(request_id)).await?;
        if used.is_some_and(|by| by != visit.flow.signature) {
            return Err(Code::RequestIdUsed.into());
        }
    }
    let until = visit.flow.expires_at().millis();
    match link::prepare(env, &target.link, &visit.flow.id, until).await? {
        Ok(Preflight::Open(came)) => visit.apply(Event::AtPortal(came)).await,
        Ok(Preflight::Linked(here)) => visit.apply(Event::Linked { masked: here.masked }).await,
        Err(refusal) => not_begun(visit, refusal).await,
    }
}

/// The signed URL of the portal, for a user who goes there. The entry by which they come back is written first.
pub async fn url(
    context: &Context,
    flow: &Flow,
    target: &Target,
    asked: &Parameters,
    way: OpenIn,
) -> Result<String, ApiError> {
    let (env, config) = (&context.env, &context.config);
    let settings = config.worldfirst.as_ref().ok_or(ApiError::from(Code::ProviderNotOffered))?;
    let store = asked.store().ok_or(ApiError::internal("a link of WorldFirst without a store"))?;
    let until = flow.expires_at().millis();
    let handle = match link::begin(env, &target.link, None, &flow.id, until, way).await? {
        Ok(handle) => handle,
        Err(refusal) => {
            // Its notification got lost: the page is shown the end instead of ways that lead nowhere.
            if let Some(end) = end_of(refusal) {
                let _ = flow::apply(env, &flow.id, end, None, None).await?;
            }
            return Err(Code::TicketInvalid.into());
        }
    };
    let return_token = keys::worldfirst_return_token(config, &target.link, handle.subject_generation);
    index::put(env, &keys::index_of_worldfirst(&return_token), &target.link).await?;
    // Always the same origin: the fields of a re-binding must be those of the first binding.
    let origin = config.origins.first().map(String::as_str).unwrap_or_default();
    let redirect_url = format!("{origin}{}", WORLDFIRST_RETURN.replace("{return_token}", &return_token));
    if let Some(request_id) = &asked.request_id {
        // Now it is used up.
        let name = keys::index_of_rebinding(request_id);
        if index::claim(env, &name, &flow.signature, None).await?.is_some() {
            let event = Event::Failed { reason: Code::RequestIdUsed };
            flow::tell(env, &flow.id, event).await;
            return Err(Code::RequestIdUsed.into());
        }
    }
    let binding = Binding {
        redirect_url: RedirectUrl::parse(&redirect_url)
            .map_err(|error| ApiError::internal("our origin is too long for WorldFirst").because(&error))?,
        reference: reference(config, &flow.identity(Provider::Worldfirst), handle.subject_generation),
        store,
        request_id: asked.request_id.clone(),
    };
    Ok(portal_url(settings, &binding).await?)
}

/// Which link a return_token is of; a return_token of an earlier subject_generation is of none.
pub async fn link_of(context: &Context, return_token: &str) -> Result<(String, LinkSnapshot), ApiError> {
    let not_found = || ApiError::from(Code::NotFound);
    if !keys::is_token(return_token) {
        return Err(not_found());
    }
    let name =
        index::get(&context.env, &keys::index_of_worldfirst(return_token)).await?.ok_or_else(not_found)?;
    let looked = link::look(&context.env, &name).await?.ok_or_else(not_found)?;
    let present = keys::worldfirst_return_token(&context.config, &name, looked.subject_generation);
    if present == return_token { Ok((name, looked)) } else { Err(not_found()) }
}

/// Takes what the user brought back, if it is for this link. Counts once for each time they were sent.
pub async fn come_back(
    context: &Context,
    name: &str,
    looked: &LinkSnapshot,
    query: &str,
) -> Result<(), ApiError> {
    let not_found = || ApiError::from(Code::NotFound);
    let config = &context.config;
    let settings = config.worldfirst.as_ref().ok_or_else(not_found)?;
    let returned = Returned::parse(query).ok_or(ApiError::from(Code::InvalidRequest))?;
    if returned.reference != reference(config, &looked.identity, looked.subject_generation).as_str() {
        return Err(not_found());
    }
    let ours = match &settings.scheme_2 {
        Some((partner, _)) => partner.as_str(),
        None => settings.client.as_str(),
    };
    if returned.partner_id.as_deref() != Some(ours) {
        if settings.scheme_2.is_some() {
            return Err(not_found());
        }
        note("WorldFirst: a return with another partnerId than our clientId");
    }
    let came = came(returned.result);
    if let Some((flow, came)) = link::came_back(&context.env, name, looked.subject_generation, came).await? {
        if returned.result != ResultMsg::Success {
            note(returned.result.advice());
        }
        // A flow that is over, or elsewhere, is not moved by it.
        let _ = flow::apply(&context.env, &flow, Event::CameBack(came), None, None).await?;
    }
    Ok(())
}

fn came(result: ResultMsg) -> ReturnResult {
    let lasts = result.class() != Class::F;
    ReturnResult { lasts, problem: result.problem(), terminal: result.terminal() }
}

fn note(what: &'static str) {
    log::write(&log::Line::Provider { provider: Provider::Worldfirst, what, fields: &[] });
}
