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
mod signing;
mod state;

use crate::app::{Sandbox, Shared};
use crate::faults::party::{Party, routes as settings_routes};
use crate::faults::{Only, Scoped};
use axum::extract::{Query, State as Extract};
use axum::http::StatusCode;
use axum::routing::get;
use axum::{Json, Router};
use settings::Settings;
pub use signing::Endpoint;
pub use state::PayWay;
use state::Received;
use std::sync::Arc;

impl Party for PayWay {
    type Settings = Settings;
    const PATH: &str = "/payway/settings";

    fn settings(sandbox: &Sandbox) -> &Scoped<Settings> {
        &sandbox.payway.settings
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
