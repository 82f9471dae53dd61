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
mod provider;

use crate::config::Config;
use crate::error::ApiError;
use crate::log;
use account_link_shared::cabital::canonical::LinkUrl;
use account_link_shared::id::{RequestId, request_id};
use account_link_shared::problem::Code;
use account_link_shared::route;
use axum::Router;
use axum::body::Body;
use axum::handler::Handler;
use axum::response::{IntoResponse as _, Response as Answer};
use axum::routing::{MethodRouter, get, post};
use context::{AppState, Arrived};
use core::cell::OnceCell;
use http::header;
use tower_service::Service as _;
use worker::{Env, Request, Response, Result};

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
        .route(route::CAAS_CALLBACK, post(provider::caas::webhook))
        .route(route::WORLDFIRST_RETURN, get_only(connect::returned::show))
        .route(route::PAYWAY_CALLBACK, post(provider::payway::pushback))
        .route_layer(axum::middleware::from_fn(finish::note_route))
        .method_not_allowed_fallback(async || ApiError::from(Code::MethodNotAllowed))
        .fallback(assets::serve)
}

/// Answers a request: whatever happens inside, what goes out has our headers, a request id and a log line.
pub async fn serve(request: Request, env: Env) -> Result<Response> {
    let id = crate::random().map_or_else(|_| request_id([0; 8]), request_id);
    crate::panic::noting(&id, answer(request, env, &id)).await
}

async fn answer(request: Request, env: Env, id: &RequestId) -> Result<Response> {
    let url = request.inner().url();
    let (response, method, wants_page) = match accept(&request, &url).await {
        Ok(request) => {
            let method = request.method().clone();
            let wants_page = extract::wants_page(request.headers());
            (route(request, env.clone(), id, url).await, method, wants_page)
        }
        Err(failure) => {
            let method = request.method().to_string().parse().unwrap_or_default();
            let accept = request.headers().get("accept").ok().flatten();
            (failure.into_response(), method, accept.is_some_and(|accept| extract::names_html(&accept)))
        }
    };
    platform::response(finish::finish(&env, response, id, method.as_str(), wants_page).await).await
}

/// A request that axum can route.
async fn accept(request: &Request, url: &str) -> core::result::Result<http::Request<Body>, ApiError> {
    // Longer texts are no `http::Uri`; nothing of ours is.
    if url.len() > LinkUrl::MAX {
        return Err(Code::LinkTooLong.into());
    }
    platform::request(request, url).await
}

async fn route(mut request: http::Request<Body>, env: Env, id: &RequestId, url: String) -> Answer {
    let config = match Config::read(&env) {
        Ok(config) => config,
        Err(error) => {
            log::write(&log::Line::Refused { what: format!("the configuration: {error}") });
            return ApiError::unavailable("the configuration is refused").after(None).into_response();
        }
    };
    let arrived = Arrived { now: crate::now(), request_id: id.clone(), raw_url: url.into() };
    // Nothing is served under a scheme and host that is not ours: in production that refuses plain http as well.
    if !config.origins.iter().any(|origin| origin == context::origin_of(&arrived.raw_url)) {
        return ApiError::from(Code::ForeignHost).into_response();
    }
    request.extensions_mut().insert(arrived);
    match router(AppState { env, config }).call(request).await {
        Ok(response) => response,
        Err(never) => match never {},
    }
}
