//! The demo partner: signs links on its backend, calls the API, receives callbacks and says what it thinks of them.
//!
//! A link is minted when it is needed: `/sign` for the dialog, `/start` for a plain `<a href>`, which is answered with
//! a 303 to the freshly signed link.

use crate::knobs::Answer;
use crate::{Sandbox, Shared, client, clock, sign};
use axum::body::Bytes;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Redirect};
use axum::routing::{get, post, put};
use axum::{Json, Router};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The demo partner's name with Account Link.
pub const KEY: &str = "demo";
/// Its secret, of development only.
pub const SECRET: &str = "demo-partner-secret";
/// The user who is logged in to the demo page.
const USER: &str = "fce4fd45-7dd7-4d4c-b06c-e17ff12f3e30";
const USER_LABEL: &str = "Sokha's shop";

/// What a link may say besides who it is for, in the order in which it is written.
const OPTIONAL: [&str; 12] = [
    "feature",
    "provider",
    "state",
    "locale",
    "theme",
    "store_url",
    "store_name",
    "currency",
    "request_id",
    "token_flag",
    "return_to",
    "user_label",
];

/// A callback as it arrived.
#[derive(Debug, Clone, Serialize)]
pub struct Callback {
    received_at: String,
    method: String,
    path: String,
    headers: BTreeMap<String, String>,
    body: String,
    answered: Answer,
    verified: Verified,
}

/// What the signatures are worth, computed here.
#[derive(Debug, Clone, Copy, Serialize)]
struct Verified {
    access_sign: bool,
    webhook_signature: bool,
}

pub fn routes() -> Router<Arc<Sandbox>> {
    Router::new()
        .route(
            "/sign",
            get(|State(sandbox): Shared, Query(asked)| async move {
                Json(json!({ "link": mint(&sandbox, &asked) }))
            }),
        )
        .route(
            "/start",
            get(|State(sandbox): Shared, Query(asked)| async move { Redirect::to(&mint(&sandbox, &asked)) }),
        )
        .route("/status", get(status))
        .route("/unlink", post(unlink))
        .route("/renew", post(renew))
        .route("/callback", put(receive).post(receive))
        .route(
            "/callbacks",
            get(|State(sandbox): Shared| async move { Json(sandbox.callbacks.all()) }).delete(forget),
        )
        .route("/callbacks/stream", get(|State(sandbox): Shared| async move { sandbox.callbacks.stream() }))
}

/// A link for what the page asked. `host=127.0.0.1` makes Account Link a foreign site, for whoever tests that.
fn mint(sandbox: &Sandbox, asked: &BTreeMap<String, String>) -> String {
    let ask = |name: &str| asked.get(name).filter(|value| !value.is_empty()).cloned();
    let origin = sandbox.options.worker_origin(asked.get("host").map(String::as_str));
    let mut parameters = vec![
        ("partner_key", KEY.to_owned()),
        ("user_ext_ref", ask("user_ext_ref").unwrap_or_else(|| USER.to_owned())),
        ("redirect_url", format!("http://localhost:{}/linked?from=payouts", sandbox.options.port)),
    ];
    for name in OPTIONAL {
        // An empty user_label leaves it out; an absent one is the shop's.
        let default = (name == "user_label" && !asked.contains_key(name)).then(|| USER_LABEL.to_owned());
        parameters.extend(ask(name).or(default).map(|value| (name, value)));
    }
    parameters.push(("timestamp", clock::seconds().to_string()));
    sign::link(SECRET, &format!("{origin}/api/v1/partner/link"), &parameters)
}

#[derive(Deserialize)]
struct Whose {
    user_ext_ref: Option<String>,
    provider: Option<String>,
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

async fn status(State(sandbox): Shared, Query(whose): Query<Whose>) -> Json<client::Answer> {
    Json(client::call(sandbox.options.worker_port, "GET", &whose.path("")).await)
}

async fn unlink(State(sandbox): Shared, Json(whose): Json<Whose>) -> Json<client::Answer> {
    Json(client::call(sandbox.options.worker_port, "DELETE", &whose.path("")).await)
}

async fn renew(State(sandbox): Shared, Json(whose): Json<Whose>) -> Json<client::Answer> {
    Json(client::call(sandbox.options.worker_port, "POST", &whose.path("/renew")).await)
}

async fn receive(
    State(sandbox): Shared,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> impl IntoResponse {
    let path = uri.path_and_query().map_or_else(|| uri.path(), |path| path.as_str());
    let knob = sandbox.knobs.take("partner");
    let text = |(name, value): (&axum::http::HeaderName, &axum::http::HeaderValue)| {
        (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
    };
    sandbox.callbacks.push(Callback {
        received_at: clock::rfc3339(),
        method: method.to_string(),
        path: path.to_owned(),
        headers: headers.iter().map(text).collect(),
        body: String::from_utf8_lossy(&body).into_owned(),
        answered: knob.answer,
        verified: Verified {
            access_sign: sign::is_access_signed((KEY, SECRET), &headers, method.as_str(), path, &body),
            webhook_signature: sign::is_webhook_signed(SECRET, &headers, &body),
        },
    });
    (knob.answer().await, Json(Value::Object(serde_json::Map::new())))
}

async fn forget(State(sandbox): Shared) -> StatusCode {
    sandbox.callbacks.clear();
    StatusCode::NO_CONTENT
}

#[cfg(test)]
mod tests {
    use super::Whose;

    #[test]
    fn a_link_is_named_with_its_provider() {
        let whose = |provider: &str| Whose {
            user_ext_ref: Some("a b".to_owned()),
            provider: Some(provider.to_owned()),
        };
        assert_eq!(whose("").path(""), "/api/v1/links/a%20b");
        assert_eq!(whose("payway").path("/renew"), "/api/v1/links/a%20b/renew?provider=payway");
    }
}
