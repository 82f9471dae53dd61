//! WorldFirst, who opens receiving accounts: its portal (`portal`), where users log in and authorise, and its API
//! (`api`).
//!
//! `GET /worldfirst/requests` lists visits and inquiries, `/worldfirst/accounts` what is opened; `/worldfirst/settings`
//! makes the answers wrong, for everybody or for one reference.

mod accounts;
mod api;
mod codes;
mod keys;
mod portal;
mod portal_request;
mod query;
mod reply;
mod settings;
mod signing;
mod state;
mod store;
#[cfg(test)]
mod vectors;

use crate::app::{Sandbox, Shared};
use crate::faults::party::{Party, routes as settings_routes};
use crate::faults::{Only, Scoped};
use axum::extract::{Query, State as Extract};
use axum::http::StatusCode;
use axum::routing::get;
use axum::{Json, Router};
pub use keys::{PublicKeys, Signers};
use settings::Settings;
use state::Kept;
pub use state::{NAMES, WorldFirst};
use std::sync::Arc;

impl Party for WorldFirst {
    type Settings = Settings;
    const PATH: &str = "/worldfirst/settings";

    fn settings(sandbox: &Sandbox) -> &Scoped<Settings> {
        &sandbox.worldfirst.settings
    }

    fn refuse(sandbox: &Sandbox, settings: &Settings) -> Option<&'static str> {
        let named = settings.sign_with.as_deref();
        let known = named.is_none_or(|id| sandbox.options.worldfirst_reply_keys.knows(id));
        (!known).then_some("no reply key has this id")
    }
}

pub fn routes() -> Router<Arc<Sandbox>> {
    Router::new()
        .route(&format!("/worldfirst{}", signing::PATH), api::route())
        .merge(settings_routes::<WorldFirst>())
        .route("/worldfirst/requests", get(requests).delete(forget))
        .merge(portal::routes())
        .merge(accounts::routes())
}

async fn requests(Extract(sandbox): Shared, Query(only): Query<Only>) -> Json<Vec<Kept>> {
    Json(sandbox.worldfirst.received.those(|one| only.wants(&one.keys)))
}

async fn forget(Extract(sandbox): Shared) -> StatusCode {
    sandbox.worldfirst.received.clear();
    StatusCode::NO_CONTENT
}
