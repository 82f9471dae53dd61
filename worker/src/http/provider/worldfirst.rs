//! WorldFirst: what is asked before a user may go to its portal, the signed way there, and `GET /return/worldfirst/{segment}`.

use crate::core::flow::{Event, Flow, Target};
use crate::core::inquiry::{Came, Way};
use crate::core::pursuit::{Looked, Prepared};
use crate::error::ApiError;
use crate::http::connect::visit::{Stop, Visit};
use crate::http::context::Context;
use crate::http::provider::{end_of, not_begun};
use crate::log;
use crate::object::{flow, index, link};
use crate::provider::worldfirst::{portal_url, reference};
use crate::store::keys;
use account_link_shared::problem::Code;
use account_link_shared::provider::Provider;
use account_link_shared::route::WORLDFIRST_RETURN;
use account_link_shared::worldfirst::canonical::Binding;
use account_link_shared::worldfirst::codes::{Class, ResultMsg};
use account_link_shared::worldfirst::models::{Parameters, RedirectUrl, Returned};
use axum::response::Response;

/// Continue: asks what is there already, then shows the ways to the portal.
pub async fn prepare(visit: Box<Visit>, target: &Target, asked: &Parameters) -> Result<Response, Stop> {
    let env = &visit.context.env;
    if let Some(request_id) = &asked.request_id {
        let used = index::get(env, &keys::index_of_rebinding(request_id)).await?;
        if used.is_some_and(|by| by != visit.flow.signature) {
            return Err(Code::RequestIdUsed.into());
        }
    }
    let until = visit.flow.expires_at().millis();
    match link::prepare(env, &target.link, &visit.flow.id, until).await? {
        Ok(Prepared::Open(came)) => visit.apply(Event::AtPortal(came)).await,
        Ok(Prepared::Linked(here)) => visit.apply(Event::Linked { masked: here.masked }).await,
        Err(refusal) => not_begun(visit, refusal).await,
    }
}

/// The signed URL of the portal, for a user who goes there. The entry by which they come back is written first.
pub async fn url(
    context: &Context,
    flow: &Flow,
    target: &Target,
    asked: &Parameters,
    way: Way,
) -> Result<String, ApiError> {
    let (env, config) = (&context.env, &context.config);
    let settings = config.worldfirst.as_ref().ok_or(ApiError::from(Code::ProviderNotOffered))?;
    let store = asked.store().ok_or(ApiError::internal("a link of WorldFirst without a store"))?;
    let until = flow.expires_at().millis();
    let begun = match link::begin(env, &target.link, None, &flow.id, until, way).await? {
        Ok(begun) => begun,
        Err(refusal) => {
            // Its news got lost: the page is shown the end instead of ways that lead nowhere.
            if let Some(end) = end_of(refusal) {
                let _ = flow::apply(env, &flow.id, end, None, None).await?;
            }
            return Err(Code::TicketInvalid.into());
        }
    };
    let segment = keys::worldfirst_segment(config, &target.link, begun.round);
    index::put(env, &keys::index_of_worldfirst(&segment), &target.link).await?;
    // Always the same origin: the fields of a re-binding must be those of the first binding.
    let origin = config.origins.first().map(String::as_str).unwrap_or_default();
    let redirect_url = format!("{origin}{}", WORLDFIRST_RETURN.replace("{segment}", &segment));
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
        reference: reference(config, &flow.identity(Provider::Worldfirst), begun.round),
        store,
        request_id: asked.request_id.clone(),
    };
    Ok(portal_url(settings, &binding).await?)
}

/// Which link a segment is of; a segment of an earlier round is of none.
pub async fn link_of(context: &Context, segment: &str) -> Result<(String, Looked), ApiError> {
    let not_found = || ApiError::from(Code::NotFound);
    if !keys::is_segment(segment) {
        return Err(not_found());
    }
    let name = index::get(&context.env, &keys::index_of_worldfirst(segment)).await?.ok_or_else(not_found)?;
    let looked = link::look(&context.env, &name).await?.ok_or_else(not_found)?;
    let present = keys::worldfirst_segment(&context.config, &name, looked.round);
    if present == segment { Ok((name, looked)) } else { Err(not_found()) }
}

/// Takes what the user brought back, if it is for this link. Counts once for each time they were sent.
pub async fn come_back(context: &Context, name: &str, looked: &Looked, query: &str) -> Result<(), ApiError> {
    let not_found = || ApiError::from(Code::NotFound);
    let config = &context.config;
    let settings = config.worldfirst.as_ref().ok_or_else(not_found)?;
    let returned = Returned::parse(query).ok_or(ApiError::from(Code::InvalidRequest))?;
    if returned.reference != reference(config, &looked.identity, looked.round).as_str() {
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
    if let Some((flow, came)) = link::came_back(&context.env, name, looked.round, came).await? {
        if returned.result != ResultMsg::Success {
            note(returned.result.advice());
        }
        // A flow that is over, or elsewhere, is not moved by it.
        let _ = flow::apply(&context.env, &flow, Event::CameBack(came), None, None).await?;
    }
    Ok(())
}

fn came(result: ResultMsg) -> Came {
    let lasts = result.class() != Class::F;
    Came { lasts, problem: result.problem(), is_final: result.is_final() }
}

fn note(what: &'static str) {
    log::write(&log::Line::Provider { provider: Provider::Worldfirst, what, fields: &[] });
}
