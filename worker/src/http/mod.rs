//! The front. The router below is the table of contents: one endpoint, one file.

mod assets;
mod call;
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
use crate::error::Failure;
use crate::log;
use account_link_shared::cabital::canonical::LinkUrl;
use account_link_shared::id::request_id;
use account_link_shared::problem::Code;
use account_link_shared::route;
use axum::Router;
use axum::routing::{get, post};
use call::at;
use context::Context;
use core::cell::OnceCell;
use worker::{Env, Request, Response, Result};

/// Built once in the life of an isolate.
fn router() -> Router {
    thread_local! {
        static ROUTER: OnceCell<Router> = const { OnceCell::new() };
    }
    ROUTER.with(|router| router.get_or_init(routes).clone())
}

fn routes() -> Router {
    Router::new()
        // Partners and their servers.
        .route(route::PARTNER_LINK, get(at!(partner::link::open)))
        .route(route::LINK, get(at!(partner::links::read)).delete(at!(partner::links::unlink)))
        .route(route::LINK_ALIAS_1, get(at!(partner::links::read)).delete(at!(partner::links::unlink)))
        .route(route::LINK_ALIAS_2, get(at!(partner::links::read)).delete(at!(partner::links::unlink)))
        .route(route::LINK_RENEW, post(at!(partner::renew::renew)))
        .route(route::LINK_CALLBACKS, get(at!(partner::callbacks::list)))
        .route(route::CALLBACK_RESEND, post(at!(partner::callbacks::resend)))
        .route(route::LINK_KYC, get(at!(partner::kyc::read)))
        .route(route::KYC_DECISION, post(at!(partner::kyc::decide)))
        .route(route::KYC_OGS, post(at!(partner::kyc::screen)).delete(at!(partner::kyc::leave)))
        .route(route::ACCOUNT, get(at!(partner::accounts::read)))
        .route(route::TIME, get(at!(partner::time::read)))
        .route(route::OPENAPI, get(at!(partner::openapi::read)))
        // The page and its API.
        .route(route::PAGE, get(at!(connect::page::show)))
        .route(route::SESSIONS, post(at!(connect::sessions::open)))
        .route(route::FLOW, get(at!(connect::flow::read)))
        .route(route::CHANNEL, get(at!(connect::channel::open)).post(at!(connect::channel::ticket)))
        .route(route::CHOOSE, post(at!(connect::choose::choose)))
        .route(route::CONTINUE, post(at!(connect::flow::go_on)))
        .route(route::REFRESH, post(at!(connect::flow::refresh)))
        .route(route::GOTO, post(at!(connect::flow::goto)))
        .route(route::LEAVE, post(at!(connect::flow::leave)))
        .route(route::GO, get(at!(connect::go::go)))
        .route(route::RETURNED, get(at!(connect::returned::read)))
        .route(route::CANCEL, post(at!(connect::flow::cancel)))
        .route(route::LOGIN, post(at!(connect::login::log_in)))
        .route(route::ONBOARDING_EMAIL, post(at!(connect::onboarding::email)))
        .route(route::ONBOARDING_CODE, post(at!(connect::onboarding::code)))
        .route(route::ONBOARDING_PASSWORD, post(at!(connect::onboarding::password)))
        .route(route::RESET_EMAIL, post(at!(connect::onboarding::reset_email)))
        .route(route::RESET_CODE, post(at!(connect::onboarding::reset_code)))
        .route(route::RESET_PASSWORD, post(at!(connect::onboarding::reset_password)))
        .route(route::KYC, post(at!(connect::kyc::submit)))
        .route(route::AUTHENTICATOR, post(at!(connect::authenticator::start)))
        .route(route::AUTHENTICATOR_BIND, post(at!(connect::authenticator::bind)))
        .route(route::AUTHENTICATOR_REMOVE, post(at!(connect::authenticator::remove)))
        .route(route::RESEND, post(at!(connect::resend::resend)))
        .route(route::CONFIRM, post(at!(connect::confirm::confirm)))
        // Where the mail about a new link leads.
        .route(route::UNLINK_PAGE, get(at!(connect::unlink::show)))
        .route(route::UNLINK, get(at!(connect::unlink::read)).post(at!(connect::unlink::unlink)))
        // Providers.
        .route(route::CAAS_CALLBACK, post(at!(provider::caas::webhook)))
        .route(route::WORLDFIRST_RETURN, get(at!(connect::returned::show)))
        .route(route::PAYWAY_CALLBACK, post(at!(provider::payway::pushback)))
        .route_layer(axum::middleware::from_fn(finish::note_route))
        .method_not_allowed_fallback(async || Failure::from(Code::MethodNotAllowed))
        .fallback(at!(assets::serve))
}

/// Answers a request: whatever happens inside, what goes out has our headers, a request id and a log line.
pub async fn serve(request: Request, env: Env) -> Result<Response> {
    let id = crate::random().map_or_else(|_| request_id([0; 8]), request_id);
    let method = request.method().to_string();
    let raw_url = request.inner().url();
    let wants_page = extract::wants_page(request.headers());
    let response = match prepare(request, env.clone(), &id, raw_url) {
        Ok(request) => {
            use tower_service::Service;
            match router().call(request).await {
                Ok(response) => response,
                Err(never) => match never {},
            }
        }
        Err(failure) => axum::response::IntoResponse::into_response(failure),
    };
    platform::response(finish::finish(&env, response, &id, &method, wants_page).await).await
}

fn prepare(
    request: Request,
    env: Env,
    id: &account_link_shared::id::RequestId,
    raw_url: String,
) -> core::result::Result<worker::HttpRequest, Failure> {
    // Longer texts are no `http::Uri`; nothing of ours is.
    if raw_url.len() > LinkUrl::MAX {
        return Err(Code::LinkTooLong.into());
    }
    let config = Config::read(&env).map_err(|error| {
        log::write(&log::Line::Refused { what: format!("the configuration: {error}") });
        Failure::unavailable("the configuration is refused").after(None)
    })?;
    let mut request =
        worker::HttpRequest::try_from(request).map_err(|_| Failure::from(Code::InvalidRequest))?;
    let context = Context { env, config, now: crate::now(), request_id: id.clone(), raw_url: raw_url.into() };
    // Nothing is served under a scheme and host that is not ours: in production that refuses plain http as well.
    if !context.config.origins.iter().any(|origin| origin == context.origin()) {
        return Err(Code::ForeignHost.into());
    }
    // Whoever looks at a link sends a HEAD, which would do what a GET does: only files have one.
    let file = ["/ui/", "/account-link."].iter().any(|path| context.raw_path().starts_with(path));
    if !file && request.method() == http::Method::HEAD {
        *request.method_mut() = http::Method::TRACE;
    }
    request.extensions_mut().insert(context);
    Ok(request)
}
