//! The page: one template for the flow and for failures, filled in with escaped values.

use crate::error::ApiError;
use crate::routes::{assets, headers};
use account_link_shared::id::RequestId;
use account_link_shared::locale::Locale;
use account_link_shared::partner::Partner;
use axum::body::Body;
use axum::response::{IntoResponse as _, Response};
use http::{HeaderValue, header};
use worker::Env;

/// The template, made by `cargo xtask build` from `widget/page.html`. It lies with the assets, where no URL leads to it, so
/// that another word on the page builds no worker.
const TEMPLATE: &str = "/page.html";

/// A failure that has its page already, for the log.
#[derive(Debug, Clone)]
pub struct Noted(pub ApiError);

/// What is filled in besides the partner.
#[derive(Debug, Default)]
struct Values<'a> {
    locale: Option<Locale>,
    problem: &'a str,
    request_id: &'a str,
    return_url: &'a str,
    message: &'a str,
}

/// The page of a flow.
pub async fn of_flow(env: &Env, partner: &Partner) -> Response {
    render(env, 200, Some(partner), &Values::default()).await
}

/// The page to which a provider's page leads back: nobody frames it.
pub async fn of_return(env: &Env, partner: Partner) -> Response {
    render(env, 200, Some(&Partner { frame_origins: Vec::new(), ..partner }), &Values::default()).await
}

/// The page of a failure: the same page, told what went wrong. Carries the partner's `frame-ancestors` where the
/// partner is known.
pub async fn of_failure(
    env: &Env,
    failure: &ApiError,
    id: &RequestId,
    partner: Option<&Partner>,
    locale: Option<Locale>,
) -> Response {
    let message = failure.detail.as_deref().unwrap_or(failure.code.sentence());
    let return_url = failure.back.as_ref().map_or("", |url| url.as_str());
    let values =
        Values { locale, problem: failure.code.text(), request_id: id.as_str(), return_url, message };
    let mut response = render(env, failure.code.status(), partner, &values).await;
    response.extensions_mut().insert(Noted(failure.clone()));
    response
}

async fn render(env: &Env, status: u16, partner: Option<&Partner>, values: &Values<'_>) -> Response {
    let template = match assets::text(env, TEMPLATE).await {
        Ok(template) => template,
        Err(failure) => return failure.into_response(),
    };
    let origins: Vec<&str> =
        partner.map(|p| p.frame_origins.iter().map(|o| o.as_str()).collect()).unwrap_or_default();
    let fields = [
        ("lang", values.locale.unwrap_or(Locale::En).tag()),
        ("frame_origins", &origins.join(" ")),
        ("partner_name", partner.map_or("", |p| &p.name)),
        ("accent", partner.and_then(|p| p.accent.as_deref()).unwrap_or("")),
        ("problem", values.problem),
        ("request_id", values.request_id),
        ("return_url", values.return_url),
        ("message", values.message),
    ];
    let mut response = Response::new(Body::from(fill(&template, &fields)));
    *response.status_mut() =
        http::StatusCode::from_u16(status).unwrap_or(http::StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    if let Ok(policy) = HeaderValue::from_str(&headers::page_policy(partner)) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}

/// Fills the template in one pass, so that a value that looks like a placeholder stays a value.
fn fill(template: &str, fields: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{") {
        out.push_str(before);
        let Some((name, tail)) = after.split_once("}}") else { break };
        let value = fields.iter().find(|(field, _)| *field == name).map_or("", |(_, value)| value);
        escape(value, &mut out);
        rest = tail;
    }
    out.push_str(rest);
    out
}

fn escape(value: &str, out: &mut String) {
    for c in value.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
}
