//! PayWay, the bank that links an account by QR code or deeplink: its API (`api`), and the customer's phone (`mobile`).
//!
//! `GET /payway/requests` lists what was asked, `/payway/pushes` what was told; `/payway/settings` bends both.

mod api;
mod bank;
mod mobile;
mod push;
mod reply;
mod settings;
mod wire;

use crate::feed::Feed;
use crate::{Sandbox, Shared, bend};
use axum::extract::State as Extract;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use axum::{Json, Router};
use serde::Serialize;
use serde_json::Value;
use settings::Settings;
use std::collections::{BTreeMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
pub use wire::Endpoint;

#[derive(Default)]
pub struct PayWay {
    state: Mutex<State>,
    requests: Feed<Received>,
    pushes: Feed<push::Pushed>,
}

#[derive(Default)]
struct State {
    bank: bank::Bank,
    settings: Settings,
    /// Request times that were used, and with which id.
    seen: HashSet<(Endpoint, String, String)>,
    hashes: Vec<String>,
}

/// A request as it was judged. What a fault answered in our place has no code, or the fault's.
#[derive(Debug, Clone, Serialize)]
struct Received {
    at: String,
    endpoint: Endpoint,
    fields: BTreeMap<String, String>,
    accepted: bool,
    code: Option<String>,
}

impl PayWay {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

pub fn routes() -> Router<Arc<Sandbox>> {
    let api = "/payway/api/payment-credential/v3";
    let manage = |name: &str| format!("{api}/token-management/{name}");
    let [link, details, renew, remove] = Endpoint::NAMES;
    Router::new()
        .route(&format!("{api}/aof/{link}"), api::route(Endpoint::LinkAccount))
        .route(&manage(details), api::route(Endpoint::GetTokenDetails))
        .route(&manage(renew), api::route(Endpoint::RenewExpiredAccountToken))
        .route(&manage(remove), api::route(Endpoint::RemoveToken))
        .route("/payway/settings", get(read).post(change).delete(reset))
        .route(
            "/payway/requests",
            get(|Extract(sandbox): Shared| async move { Json(sandbox.payway.requests.all()) }).delete(forget),
        )
        .route(
            "/payway/pushes",
            get(|Extract(sandbox): Shared| async move { Json(sandbox.payway.pushes.all()) }),
        )
        .merge(mobile::routes())
}

async fn read(Extract(sandbox): Shared) -> Json<Settings> {
    Json(sandbox.payway.state().settings.clone())
}

async fn change(Extract(sandbox): Shared, Json(change): Json<Value>) -> Response {
    bend::change(&mut sandbox.payway.state().settings, change)
}

async fn reset(Extract(sandbox): Shared) -> StatusCode {
    sandbox.payway.state().settings = Settings::default();
    StatusCode::NO_CONTENT
}

async fn forget(Extract(sandbox): Shared) -> StatusCode {
    sandbox.payway.requests.clear();
    sandbox.payway.pushes.clear();
    StatusCode::NO_CONTENT
}
