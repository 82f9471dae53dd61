//! A provider's own page: what is asked before a user may go there, the way there, and the way back.

use crate::domain::flow::{Event, Flow, Target};
use crate::domain::polling::OpenIn;
use crate::domain::reconcile::{LinkSnapshot, Preflight};
use crate::durable::{flow, index, link};
use crate::error::ApiError;
use crate::kv::keys;
use crate::log;
use crate::providers::{self, RedirectRequest};
use crate::routes::connect::refusal::{end_of, not_begun};
use crate::routes::connect::session::{FlowContext, Rejection};
use crate::routes::context::Context;
use account_link_shared::error_code::Code;
use account_link_shared::route::PROVIDER_RETURN;
use axum::response::Response;

/// Continue: asks what is there already, then shows the ways to the provider's page.
pub async fn prepare(session: Box<FlowContext>, target: &Target) -> Result<Response, Rejection> {
    let env = &session.context.env;
    if let Some(id) = target.request.rebind_id() {
        let used = index::get(env, &keys::index_of_rebind(target.request.provider(), id)).await?;
        if used.is_some_and(|by| by != session.flow.signature) {
            return Err(Code::RequestIdUsed.into());
        }
    }
    let until = session.flow.expires_at().millis();
    match link::prepare(env, &target.link, &session.flow.id, until).await? {
        Ok(Preflight::Open(result)) => session.apply(Event::AtPortal(result)).await,
        Ok(Preflight::Linked(here)) => session.apply(Event::Linked { masked: here.masked }).await,
        Err(refusal) => not_begun(session, refusal).await,
    }
}

/// The URL of the provider's page, for a user who goes there. The entry by which they come back is written first.
pub async fn url(
    context: &Context,
    flow: &Flow,
    target: &Target,
    open_in: OpenIn,
) -> Result<String, ApiError> {
    let (env, config) = (&context.env, &context.config);
    let provider = target.request.provider();
    if !config.serves(provider) {
        return Err(Code::ProviderNotOffered.into());
    }
    let until = flow.expires_at().millis();
    let attempt = match link::begin(env, &target.link, None, &flow.id, until, open_in).await? {
        Ok(attempt) => attempt,
        Err(refusal) => {
            // The flow did not hear of it: its page is shown the end instead of ways that lead nowhere.
            if let Some(end) = end_of(refusal) {
                let _ = flow::apply(env, &flow.id, end, None, None).await?;
            }
            return Err(Code::TicketInvalid.into());
        }
    };
    let token = keys::return_token(config, &target.link, attempt.subject_generation);
    index::put(env, &keys::index_of_return(&token), &target.link).await?;
    // Always the same origin: the fields of a re-binding must be those of the first binding.
    let origin = config.origins.first().map(String::as_str).unwrap_or_default();
    let path = PROVIDER_RETURN.replace("{provider}", provider.key()).replace("{token}", &token);
    if let Some(id) = target.request.rebind_id() {
        // Now it is used up.
        let name = keys::index_of_rebind(provider, id);
        if index::claim(env, &name, &flow.signature, None).await?.is_some() {
            let event = Event::Failed { reason: Code::RequestIdUsed.into() };
            flow::tell(env, &flow.id, event).await;
            return Err(Code::RequestIdUsed.into());
        }
    }
    let identity = flow.identity(provider);
    let request = RedirectRequest {
        request: &target.request,
        subject_generation: attempt.subject_generation,
        return_url: &format!("{origin}{path}"),
    };
    providers::redirect_url(&config.call(&target.link, &identity, crate::runtime::now()), request).await
}

/// Which link a return token is of; a token of an earlier generation is of none.
pub async fn link_of(context: &Context, token: &str) -> Result<(String, LinkSnapshot), ApiError> {
    let not_found = || ApiError::from(Code::NotFound);
    if !keys::is_token(token) {
        return Err(not_found());
    }
    let name = index::get(&context.env, &keys::index_of_return(token)).await?.ok_or_else(not_found)?;
    let snapshot = link::snapshot(&context.env, &name).await?.ok_or_else(not_found)?;
    let present = keys::return_token(&context.config, &name, snapshot.subject_generation);
    if present == token { Ok((name, snapshot)) } else { Err(not_found()) }
}

/// Takes what the user brought back, if it is for this link. Counts once for each time they were sent.
pub async fn come_back(
    context: &Context,
    name: &str,
    snapshot: &LinkSnapshot,
    query: &str,
) -> Result<(), ApiError> {
    let call = context.config.call(name, &snapshot.identity, crate::runtime::now());
    let returned = providers::read_return(&call, snapshot.subject_generation, query)?;
    let told = link::returned(&context.env, name, snapshot.subject_generation, returned.result).await?;
    if let Some((flow, result)) = told {
        if let Some(what) = returned.advice {
            let error = result.error.as_ref();
            log::write(&log::Line::Provider {
                provider: snapshot.identity.provider,
                what,
                fields: &[],
                code: error.and_then(|error| error.code.as_deref()),
                trace_id: error.and_then(|error| error.trace_id.as_deref()),
            });
        }
        // A flow that is over, or elsewhere, is not moved by it.
        let _ = flow::apply(&context.env, &flow, Event::Returned(result), None, None).await?;
    }
    Ok(())
}
