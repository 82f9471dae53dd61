//! The last step of every answer: failures get their body, everything gets its headers and a log line.

use crate::error::ApiError;
use crate::log;
use crate::routes::headers;
use crate::routes::page::{self, Noted};
use account_link_shared::error_code::Code;
use account_link_shared::id::RequestId;
use account_link_shared::problem::Problem;
use account_link_shared::providers::ProviderRequest;
use axum::Json;
use axum::extract::{MatchedPath, Request};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use http::{HeaderName, HeaderValue, StatusCode, header};
use worker::Env;

/// Which route answered, for the log.
#[derive(Debug, Clone)]
struct Route(String);

/// Notes the route's template on the answer.
pub async fn note_route(request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let mut response = next.run(request).await;
    response.extensions_mut().extend(
        route
            .map(Route)
            .map(|route| {
                let mut extensions = http::Extensions::new();
                extensions.insert(route);
                extensions
            })
            .unwrap_or_default(),
    );
    response
}

/// Finishes an answer.
pub async fn finish(
    env: &Env,
    mut response: Response,
    id: &RequestId,
    method: &str,
    wants_page: bool,
) -> Response {
    let failure = response.extensions_mut().remove::<ApiError>();
    let foreign = response.status().as_u16() >= 400 && response.extensions().get::<Noted>().is_none();
    // A refusal of the router's own, e.g. of a path that is no UTF-8: said in our words.
    let failure = failure.or_else(|| foreign.then(|| Code::InvalidRequest.into()));
    let noted = response.extensions_mut().remove::<Noted>().map(|noted| noted.0);
    let route = response.extensions_mut().remove::<Route>().map_or_else(|| "*".to_owned(), |route| route.0);
    if let Some(failure) = &failure {
        // 405 says which methods there are (RFC 9110, section 15.5.6): of a route, without the router's HEAD; or of a file.
        let allow =
            (failure.code == Code::MethodNotAllowed).then(|| match response.headers().get(header::ALLOW) {
                Some(routed) => routed.to_str().unwrap_or_default().replace(",HEAD", ""),
                None => "GET,HEAD".to_owned(),
            });
        let allow = allow.and_then(|methods| HeaderValue::try_from(methods).ok());
        response = problem(failure, id);
        if wants_page {
            let page = page::of_failure(env, failure, id, None, None).await;
            // Without its template there is no page to say it on.
            response = if page.extensions().get::<ApiError>().is_some() { response } else { page };
        }
        response.headers_mut().extend(allow.map(|allow| (header::ALLOW, allow)));
    }
    let failure = failure.or(noted);
    if let Some(seconds) = failure.as_ref().and_then(|failure| failure.retry_after) {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    if let Ok(value) = HeaderValue::from_str(id.as_str()) {
        response.headers_mut().insert(HeaderName::from_static("request-id"), value);
    }
    headers::fill(response.headers_mut());
    log::write(&log::Line::Request {
        request_id: id,
        method,
        route: &route,
        status: response.status().as_u16(),
        code: failure.as_ref().map(|failure| failure.code),
        inside: failure.as_ref().and_then(|failure| failure.inside),
        cause: failure.as_ref().and_then(|failure| failure.cause.as_ref()).map(ToString::to_string),
    });
    response
}

/// The error body.
fn problem(failure: &ApiError, id: &RequestId) -> Response {
    let message = failure.detail.clone().unwrap_or_else(|| failure.code.sentence().to_owned());
    let provider = failure.provider.as_deref().cloned();
    let problem = Problem { code: failure.code, message, request_id: id.clone(), provider };
    let status = StatusCode::from_u16(failure.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (status, Json(problem)).into_response()
}

/// 303, the only redirect there is.
pub fn see_other(location: &str) -> Response {
    let mut response = StatusCode::SEE_OTHER.into_response();
    if let Ok(value) = HeaderValue::from_str(location) {
        response.headers_mut().insert(header::LOCATION, value);
    }
    response
}

/// Says with a redirect, and in the log, what the provider may take otherwise than it is meant.
pub fn with_warnings(mut response: Response, asked: &ProviderRequest) -> Response {
    for (code, field) in asked.warnings() {
        log::write(&log::Line::Warning { provider: asked.provider(), code, field });
        if let Ok(value) = HeaderValue::from_str(&format!("{code} {field}")) {
            response.headers_mut().append(HeaderName::from_static("account-link-warning"), value);
        }
    }
    response
}
