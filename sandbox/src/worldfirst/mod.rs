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
mod query;
mod reply;
mod settings;
mod store;
#[cfg(test)]
mod vectors;
mod verdict;
mod wire;

use crate::faults::settings::{Party, routes as settings_routes};
use crate::faults::{Only, Scoped};
use crate::feed::Feed;
use crate::{Sandbox, Shared};
use axum::extract::{Query, State as Extract};
use axum::http::StatusCode;
use axum::routing::get;
use axum::{Json, Router};
pub use keys::{PublicKeys, Signers};
use serde::Serialize;
use serde_json::Value;
use settings::Settings;
use std::collections::HashSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What can have faults of its own.
pub const NAMES: [&str; 2] = [portal::NAME, api::NAME];

#[derive(Default)]
pub struct WorldFirst {
    settings: Scoped<Settings>,
    state: Mutex<State>,
    received: Feed<Kept>,
}

#[derive(Default)]
struct State {
    store: store::Store,
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

/// The same with whom it was about: the reference, and the id of a re-binding.
#[derive(Debug, Clone, Serialize)]
struct Kept {
    #[serde(flatten)]
    received: Received,
    #[serde(skip)]
    keys: Vec<String>,
}

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

impl WorldFirst {
    fn keep(&self, received: Received, keys: Vec<String>) {
        self.received.push(Kept { received, keys });
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

pub fn routes() -> Router<Arc<Sandbox>> {
    Router::new()
        .route(&format!("/worldfirst{}", wire::PATH), api::route())
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
