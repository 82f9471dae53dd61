//! CaaS, which screens people and companies: its API (`api`), its webhooks, and the desk of the people who work there.
//!
//! `GET /caas/cases` lists cases and requests, `/caas/webhooks` what was told; `/caas/settings` bends both, for all
//! cases or for one.

mod api;
mod bends;
mod book;
mod countries;
mod desk;
mod endpoint;
mod form;
mod received;
mod scan;
mod settings;
mod webhook;
mod wire;
mod work;

use crate::feed::Feed;
use crate::{Sandbox, Shared, bend};
use axum::extract::{Query, State as Extract};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use axum::{Json, Router};
use bends::Bends;
pub use endpoint::Endpoint;
use received::Received;
use serde::Deserialize;
use serde_json::Value;
use settings::Settings;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
pub use wire::Secrets;

pub struct CaaS {
    state: Mutex<State>,
    requests: Feed<Received>,
    webhooks: Feed<webhook::Sent>,
}

#[derive(Default)]
struct State {
    book: book::Book,
    bends: Bends,
    /// How often each external id was to be created, and was.
    created: BTreeMap<String, u32>,
}

/// Whom a reading or a setting is about; absent: everybody.
#[derive(Deserialize)]
struct Only {
    only: Option<String>,
}

impl CaaS {
    pub fn new(zero_footprint: bool) -> Self {
        let state = State { bends: Bends::new(zero_footprint), ..State::default() };
        Self { state: Mutex::new(state), requests: Feed::default(), webhooks: Feed::default() }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

pub fn routes() -> Router<Arc<Sandbox>> {
    Router::new()
        .route("/caas/settings", get(read).post(change).delete(reset))
        .merge(api::routes())
        .merge(desk::routes())
}

async fn read(Extract(sandbox): Shared, Query(Only { only }): Query<Only>) -> Json<Settings> {
    let keys: Vec<&str> = only.iter().map(String::as_str).collect();
    Json(sandbox.caas.state().bends.of(&keys).clone())
}

async fn change(
    Extract(sandbox): Shared,
    Query(Only { only }): Query<Only>,
    Json(change): Json<Value>,
) -> Response {
    let state = &mut *sandbox.caas.state();
    match bend::with(state.bends.own(only.clone()), change.clone()) {
        Ok(changed) if !changed.is_valid() => {
            (StatusCode::BAD_REQUEST, "answer is a status of 200 to 599; times is 1 at least").into_response()
        }
        _ => bend::change(state.bends.own(only), change),
    }
}

async fn reset(Extract(sandbox): Shared, Query(Only { only }): Query<Only>) -> StatusCode {
    sandbox.caas.state().bends.reset(only.as_deref());
    StatusCode::NO_CONTENT
}
