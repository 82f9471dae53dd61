//! The demo partner: signs links on its backend, calls the API, receives callbacks and says what it thinks of them.
//!
//! A link is minted when it is needed: `/sign` for the dialog, `/start` for a plain `<a href>`, which is answered with
//! a 303 to the freshly signed link. `partner=demo-kyc` makes it another one of `partners`.

use crate::app::{Sandbox, Shared};
use crate::faults::Only;
use crate::feed::Last;
use crate::partners::Partner;
use crate::received::{Callback, Verified};
use crate::{client, clock, sign};
use axum::body::Bytes;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post, put};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The user who is logged in to the demo page.
const USER: &str = "fce4fd45-7dd7-4d4c-b06c-e17ff12f3e30";
const USER_LABEL: &str = "Sokha's shop";

/// What a page asks that is not for the link.
const OURS: [&str; 3] = ["partner", "host", "user_ext_ref"];

pub fn routes() -> Router<Arc<Sandbox>> {
    Router::new()
        .route(
            "/sign",
            get(|State(sandbox): Shared, Query(asked)| async move {
                minted(&sandbox, &asked, |link| Json(json!({ "link": link })).into_response())
            }),
        )
        .route(
            "/start",
            get(|State(sandbox): Shared, Query(asked)| async move {
                minted(&sandbox, &asked, |link| Redirect::to(&link).into_response())
            }),
        )
        .route("/status", get(status))
        .route("/unlink", post(unlink))
        .route("/renew", post(renew))
        .route("/callback", put(receive).post(receive))
        .route("/callbacks", get(list).delete(forget))
        .route(
            "/callbacks/stream",
            get(|State(sandbox): Shared, Query(last): Query<Last>| async move { sandbox.callbacks.stream(last) }),
        )
}

/// An answer with the link, unless the partner is not one of ours.
fn minted(sandbox: &Sandbox, asked: &BTreeMap<String, String>, say: impl Fn(String) -> Response) -> Response {
    match Partner::named(asked.get("partner").map(String::as_str)) {
        Some(partner) => say(mint(sandbox, partner, asked)),
        None => (StatusCode::BAD_REQUEST, "no partner of this page has this name").into_response(),
    }
}

/// A link for what the page asked. `host=127.0.0.1` makes Account Link a foreign site, for whoever tests that.
fn mint(sandbox: &Sandbox, partner: Partner, asked: &BTreeMap<String, String>) -> String {
    let ask = |name: &str| asked.get(name).filter(|value| !value.is_empty()).cloned();
    let origin = sandbox.options.worker_origin(asked.get("host").map(String::as_str));
    let (key, secret) = partner.credentials();
    let mut parameters = vec![
        ("partner_key", key.to_owned()),
        ("user_ext_ref", ask("user_ext_ref").unwrap_or_else(|| USER.to_owned())),
        ("redirect_url", format!("http://localhost:{}/linked?from=payouts", sandbox.options.port)),
    ];
    // Whatever else the page asks is Account Link's to understand.
    let others = asked.iter().filter(|(name, value)| !OURS.contains(&name.as_str()) && !value.is_empty());
    parameters.extend(others.map(|(name, value)| (name.as_str(), value.clone())));
    // An empty user_label leaves it out; an absent one is the shop's.
    if !asked.contains_key("user_label") {
        parameters.push(("user_label", USER_LABEL.to_owned()));
    }
    parameters.push(("timestamp", clock::seconds().to_string()));
    sign::link(secret, &format!("{origin}/api/v1/partner/link"), &parameters)
}

#[derive(Deserialize)]
struct Whose {
    user_ext_ref: Option<String>,
    provider: Option<String>,
    #[serde(default)]
    partner: Partner,
}

impl Whose {
    /// The path of the link, or of something `below` it.
    fn path(&self, below: &str) -> String {
        let provider = self.provider.as_deref().filter(|provider| !provider.is_empty());
        let query = provider.map(|provider| format!("?provider={}", sign::encode(provider)));
        let user = self.user_ext_ref.as_deref().filter(|user| !user.is_empty()).unwrap_or(USER);
        format!("/api/v1/links/{}{below}{}", sign::encode(user), query.unwrap_or_default())
    }
}

/// Asks about a link, as the partner whose it is.
async fn call(sandbox: &Sandbox, whose: &Whose, method: &str, below: &str) -> Json<client::Answer> {
    Json(client::call(whose.partner, sandbox.options.worker_port, method, &whose.path(below)).await)
}

async fn status(State(sandbox): Shared, Query(whose): Query<Whose>) -> Json<client::Answer> {
    call(&sandbox, &whose, "GET", "").await
}

async fn unlink(State(sandbox): Shared, Json(whose): Json<Whose>) -> Json<client::Answer> {
    call(&sandbox, &whose, "DELETE", "").await
}

async fn renew(State(sandbox): Shared, Json(whose): Json<Whose>) -> Json<client::Answer> {
    call(&sandbox, &whose, "POST", "/renew").await
}

/// The callbacks about one user, or all.
async fn list(State(sandbox): Shared, Query(only): Query<Only>) -> Json<Vec<Callback>> {
    Json(sandbox.callbacks.those(|one| only.wants(&one.keys)))
}

/// What a callback may be called: its user, and where it came to.
fn keys(uri: &Uri, body: &[u8]) -> Vec<String> {
    let body: Value = serde_json::from_slice(body).unwrap_or_default();
    let user = body.get("user_ext_ref").and_then(Value::as_str).map(str::to_owned);
    user.into_iter().chain([uri.path().to_owned()]).collect()
}

async fn receive(
    State(sandbox): Shared,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> impl IntoResponse {
    let path = uri.path_and_query().map_or_else(|| uri.path(), |path| path.as_str());
    let keys = keys(&uri, &body);
    let fault = sandbox.faults.take("partner", &keys);
    let partner = Partner::addressed(&headers).credentials();
    let text = |(name, value): (&axum::http::HeaderName, &axum::http::HeaderValue)| {
        (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
    };
    sandbox.callbacks.push(Callback {
        received_at: clock::rfc3339(),
        method: method.to_string(),
        path: path.to_owned(),
        headers: headers.iter().map(text).collect(),
        body: String::from_utf8_lossy(&body).into_owned(),
        answered: fault.answer,
        verified: Verified {
            access_sign: sign::is_access_signed(partner, &headers, method.as_str(), path, &body),
            webhook_signature: sign::is_webhook_signed(partner.1, &headers, &body),
        },
        keys,
    });
    (fault.answer().await, Json(Value::Object(serde_json::Map::new())))
}

async fn forget(State(sandbox): Shared) -> StatusCode {
    sandbox.callbacks.clear();
    StatusCode::NO_CONTENT
}

#[cfg(test)]
mod tests {
    use super::{Partner, Whose};

    #[test]
    fn a_link_is_named_with_its_provider() {
        let whose = |provider: &str| Whose {
            user_ext_ref: Some("a b".to_owned()),
            provider: Some(provider.to_owned()),
            partner: Partner::Demo,
        };
        assert_eq!(whose("").path(""), "/api/v1/links/a%20b");
        assert_eq!(whose("payway").path("/renew"), "/api/v1/links/a%20b/renew?provider=payway");
    }
}
