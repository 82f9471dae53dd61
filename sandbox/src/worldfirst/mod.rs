//! WorldFirst, who opens receiving accounts: its portal (`portal`), where users log in and authorise, and its API
//! (`api`).
//!
//! `GET /worldfirst/requests` lists visits and inquiries, `/worldfirst/accounts` what is opened; `/worldfirst/settings`
//! bends the answers.

mod accounts;
mod api;
mod book;
mod codes;
mod keys;
mod portal;
mod query;
mod reply;
mod settings;
#[cfg(test)]
mod vectors;
mod verdict;
mod wire;

use crate::feed::Feed;
use crate::{Sandbox, Shared, bend};
use axum::extract::State as Extract;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use axum::{Json, Router};
pub use keys::{PublicKeys, Signers};
use serde::Serialize;
use serde_json::Value;
use settings::Settings;
use std::collections::HashSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What can be turned alone.
pub const NAMES: [&str; 2] = [portal::NAME, api::NAME];

#[derive(Default)]
pub struct WorldFirst {
    state: Mutex<State>,
    received: Feed<Received>,
}

#[derive(Default)]
struct State {
    book: book::Book,
    settings: Settings,
    /// Request times that were used, and with which body.
    seen: HashSet<(String, Vec<u8>)>,
}

/// What came, as it was judged.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
enum Received {
    /// The page was opened.
    Portal {
        at: String,
        url: String,
        verdict: Option<&'static str>,
        reference: String,
        request_id: Option<String>,
    },
    /// The user, or a script, has done something there.
    Act { at: String, url: String, verdict: Option<&'static str>, result: String, request_id: Option<String> },
    /// Right or not, whatever was answered; where that was a fault, it has no code.
    InquiryAccount {
        at: String,
        fields: Value,
        key_version: Option<String>,
        accepted: bool,
        code: Option<String>,
    },
}

impl WorldFirst {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

pub fn routes() -> Router<Arc<Sandbox>> {
    Router::new()
        .route(&format!("/worldfirst{}", wire::PATH), api::route())
        .route("/worldfirst/settings", get(read).post(change).delete(reset))
        .route(
            "/worldfirst/requests",
            get(|Extract(sandbox): Shared| async move { Json(sandbox.worldfirst.received.all()) })
                .delete(forget),
        )
        .merge(portal::routes())
        .merge(accounts::routes())
}

async fn read(Extract(sandbox): Shared) -> Json<Settings> {
    Json(sandbox.worldfirst.state().settings.clone())
}

async fn change(Extract(sandbox): Shared, Json(change): Json<Value>) -> Response {
    let named = change.get("sign_with").and_then(Value::as_str);
    if named.is_some_and(|id| !sandbox.options.worldfirst_reply_keys.knows(id)) {
        return (StatusCode::BAD_REQUEST, "no reply key has this id").into_response();
    }
    bend::change(&mut sandbox.worldfirst.state().settings, change)
}

async fn reset(Extract(sandbox): Shared) -> StatusCode {
    sandbox.worldfirst.state().settings = Settings::default();
    StatusCode::NO_CONTENT
}

async fn forget(Extract(sandbox): Shared) -> StatusCode {
    sandbox.worldfirst.received.clear();
    StatusCode::NO_CONTENT
}
