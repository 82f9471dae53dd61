//! The front. The router below is the table of contents: one endpoint, one file.

mod assets;
mod connect;
mod context;
#[cfg(feature = "openapi")]
pub mod document;
mod extract;
mod finish;
mod headers;
mod page;
mod partner;
mod platform;
mod webhooks;

use crate::config::Config;
use crate::error::ApiError;
use account_link_shared::error_code::Code;
use account_link_shared::id::{RequestId, request_id};
use account_link_shared::route;
use account_link_shared::signed_link::SignedLink;
use axum::Router;
use axum::body::Body;
use axum::handler::Handler;
use axum::routing::{MethodRouter, get, post};
use context::{AppState, RequestMeta};
use core::cell::OnceCell;
use http::header;
use worker::{Env, Response, Result};

/// Built once in the life of an isolate, whose bindings and variables do not change meanwhile.
fn router(state: AppState) -> Router {
    thread_local! {
        static ROUTER: OnceCell<Router> = const { OnceCell::new() };
    }
    ROUTER.with(|router| router.get_or_init(|| routes().with_state(state)).clone())
}

fn get_only<T: 'static>(handler: impl Handler<T, AppState>) -> MethodRouter<AppState> {
    get(handler).head(no_head("GET"))
}

/// Whoever looks at a link sends a HEAD, which would do what a GET does: it is refused.
fn no_head(allow: &'static str) -> impl Handler<((),), AppState> {
    move || async move { ([(header::ALLOW, allow)], ApiError::from(Code::MethodNotAllowed)) }
}

fn routes() -> Router<AppState> {
    Router::new()
        // Partners and their servers.
        .route(route::PARTNER_LINK, get_only(partner::link::open))
        .route(
            route::LINK,
            get(partner::links::read).delete(partner::links::unlink).head(no_head("GET,DELETE")),
        )
        .route(
            route::LINK_ALIAS_1,
            get(partner::links::read).delete(partner::links::unlink).head(no_head("GET,DELETE")),
        )
        .route(
            route::LINK_ALIAS_2,
            get(partner::links::read).delete(partner::links::unlink).head(no_head("GET,DELETE")),
        )
        .route(route::LINK_RENEW, post(partner::renew::renew))
        .route(route::LINK_CALLBACKS, get_only(partner::callbacks::list))
        .route(route::CALLBACK_RESEND, post(partner::callbacks::resend))
        .route(route::LINK_KYC, get_only(partner::kyc::read))
        .route(route::KYC_DECISION, post(partner::kyc::decide))
        .route(route::KYC_OGS, post(partner::kyc::screen).delete(partner::kyc::leave))
        .route(route::ACCOUNT, get_only(partner::accounts::read))
        .route(route::TIME, get_only(partner::time::read))
        .route(route::OPENAPI, get_only(partner::openapi::read))
        // The page and its API.
        .route(route::PAGE, get_only(connect::page::show))
        .route(route::SESSIONS, post(connect::sessions::open))
        .route(route::FLOW, get_only(connect::flow::read))
        .route(
            route::CHANNEL,
            get(connect::channel::open).post(connect::channel::ticket).head(no_head("GET,POST")),
        )
        .route(route::CHOOSE, post(connect::choose::choose))
        .route(route::CONTINUE, post(connect::flow::go_on))
        .route(route::REFRESH, post(connect::flow::refresh))
        .route(route::GOTO, post(connect::flow::goto))
        .route(route::LEAVE, post(connect::flow::leave))
        .route(route::GO, get_only(connect::go::go))
        .route(route::RETURNED, get_only(connect::returned::read))
        .route(route::CANCEL, post(connect::flow::cancel))
        .route(route::LOGIN, post(connect::login::log_in))
        .route(route::ONBOARDING_EMAIL, post(connect::onboarding::email))
        .route(route::ONBOARDING_CODE, post(connect::onboarding::code))
        .route(route::ONBOARDING_PASSWORD, post(connect::onboarding::password))
        .route(route::RESET_EMAIL, post(connect::onboarding::reset_email))
        .route(route::RESET_CODE, post(connect::onboarding::reset_code))
        .route(route::RESET_PASSWORD, post(connect::onboarding::reset_password))
        .route(route::KYC, post(connect::kyc::submit))
        .route(route::AUTHENTICATOR, post(connect::authenticator::start))
        .route(route::AUTHENTICATOR_BIND, post(connect::authenticator::bind))
        .route(route::AUTHENTICATOR_REMOVE, post(connect::authenticator::remove))
        .route(route::RESEND, post(connect::resend::resend))
        .route(route::CONFIRM, post(connect::confirm::confirm))
        // Where the mail about a new link leads.
        .route(route::UNLINK_PAGE, get_only(connect::unlink::show))
        .route(
            route::UNLINK,
            get(connect::unlink::read).post(connect::unlink::unlink).head(no_head("GET,POST")),
        )
        // Providers.
        .route(route::CAAS_CALLBACK, post(webhooks::caas::webhook))
        .route(route::PROVIDER_RETURN, get_only(connect::returned::show))
        .route(route::PROVIDER_CALLBACK, post(webhooks::provider::webhook))
        .route_layer(axum::middleware::from_fn(finish::note_route))
        .method_not_allowed_fallback(async || ApiError::from(Code::MethodNotAllowed))
        .fallback(assets::serve)
}

/// Answers a request: whatever happens inside, what goes out has our headers, a request id and a log line.
pub async fn serve(request: web_sys::Request, env: Env) -> Result<Response> {
    let id = crate::runtime::random().map_or_else(|_| request_id([0; 8]), request_id);
    crate::panic::with_request_id(&id, answer(request, env, &id)).await
}

async fn answer(request: web_sys::Request, env: Env, id: &RequestId) -> Result<Response> {
    let method = request.method();
    let wants_page = extract::wants_page(&request.headers());
    let response = match prepare(&request, env.clone(), id).await {
        Ok((state, request)) => {
            use tower_service::Service;
            match router(state).call(request).await {
                Ok(response) => response,
                Err(never) => match never {},
            }
        }
        Err(failure) => axum::response::IntoResponse::into_response(failure),
    };
    platform::response(finish::finish(&env, response, id, &method, wants_page).await).await
}

async fn prepare(
    request: &web_sys::Request,
    env: Env,
    id: &RequestId,
) -> core::result::Result<(AppState, http::Request<Body>), ApiError> {
    let raw_url = request.url();
    // Longer texts are no `http::Uri`; nothing of ours is.
    if raw_url.len() > SignedLink::MAX {
        return Err(Code::LinkTooLong.into());
    }
    let config = Config::read(&env).map_err(|error| ApiError::from(error).after(None))?;
    let meta = RequestMeta { now: crate::runtime::now(), request_id: id.clone(), raw_url: raw_url.into() };
    // Nothing is served under a scheme and host that is not ours: in production that refuses plain http as well.
    if !config.origins.iter().any(|origin| origin == context::origin_of(&meta.raw_url)) {
        return Err(Code::ForeignHost.into());
    }
    let request = platform::request(request).await;
    let mut request = request.map_err(|error| ApiError::from(Code::InvalidRequest).because(&error))?;
    request.extensions_mut().insert(meta);
    Ok((AppState { env, config }, request))
}
