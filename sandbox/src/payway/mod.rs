//! PayWay, the bank that links an account by QR code or deeplink: its API (`api`), and the customer's phone (`mobile`).
//!
//! `GET /payway/requests` lists what was asked, `/payway/pushes` what was told; `/payway/settings` makes both
//! wrong, for everybody or for one request or customer.

mod api;
mod bank;
mod mobile;
mod push;
mod reply;
mod settings;
mod wire;

use crate::faults::settings::{Party, routes as settings_routes};
use crate::faults::{Only, Scoped};
use crate::feed::Feed;
use crate::{Sandbox, Shared};
use axum::extract::{Query, State as Extract};
use axum::http::StatusCode;
use axum::routing::get;
use axum::{Json, Router};
use serde::Serialize;
use settings::Settings;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
pub use wire::Endpoint;

#[derive(Default)]
pub struct PayWay {
    settings: Scoped<Settings>,
    state: Mutex<State>,
    requests: Feed<Received>,
    pushes: Feed<push::Pushed>,
}

#[derive(Default)]
struct State {
    bank: bank::Bank,
    /// The customer of each request, whatever became of it.
    ctids: HashMap<String, String>,
    /// Request times that were used, and with which id.
    seen: HashSet<(Endpoint, String, String)>,
    /// What was sent as a hash, and who sent it.
    hashes: Vec<(String, Vec<String>)>,
}

/// A request as it was judged. What a fault answered in our place has no code, or the fault's.
#[derive(Debug, Clone, Serialize)]
struct Received {
    at: String,
    endpoint: Endpoint,
    fields: BTreeMap<String, String>,
    accepted: bool,
    code: Option<String>,
    /// The request and the customer that it is about.
    #[serde(skip)]
    keys: Vec<String>,
}

impl State {
    /// What a request may be called: its id, and its customer, which is remembered where only one request names it.
    fn keys(&mut self, fields: &wire::Fields) -> Vec<String> {
        let of = |name: &str| fields.optional(name).map(str::to_owned);
        let (request_id, mut ctid) = (of("request_id"), of("ctid"));
        if let Some(id) = &request_id {
            ctid = ctid.or_else(|| self.ctids.get(id).cloned());
            if let Some(ctid) = &ctid {
                self.ctids.insert(id.clone(), ctid.clone());
            }
        }
        request_id.into_iter().chain(ctid).collect()
    }
}

impl Party for PayWay {
    type Settings = Settings;
    const PATH: &str = "/payway/settings";

    fn settings(sandbox: &Sandbox) -> &Scoped<Settings> {
        &sandbox.payway.settings
    }
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
        .merge(settings_routes::<PayWay>())
        .route("/payway/requests", get(requests).delete(forget))
        .route(
            "/payway/pushes",
            get(|Extract(sandbox): Shared| async move { Json(sandbox.payway.pushes.all()) }),
        )
        .merge(mobile::routes())
}

async fn requests(Extract(sandbox): Shared, Query(only): Query<Only>) -> Json<Vec<Received>> {
    Json(sandbox.payway.requests.those(|one| only.wants(&one.keys)))
}

async fn forget(Extract(sandbox): Shared) -> StatusCode {
    sandbox.payway.requests.clear();
    sandbox.payway.pushes.clear();
    StatusCode::NO_CONTENT
}
