//! The accounts that are opened, for scripts: `/worldfirst/accounts`.

use super::settings::Settings;
use super::store::{Account, Drawn, Opening, Ra, Status, Store};
use crate::app::{Sandbox, Shared};
use crate::faults::Only;
use crate::{clock, random};
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

pub fn routes() -> Router<Arc<Sandbox>> {
    Router::new()
        .route("/worldfirst/accounts", get(list).post(open))
        .route("/worldfirst/accounts/state", post(set))
}

/// What an RA will need that is opened now; its first account may be a certain one.
pub fn drawn(account: Option<String>) -> Drawn {
    let first = account.unwrap_or_else(|| random::digits(12));
    Drawn { account_id: random::digits(16), numbers: [first, random::digits(12)] }
}

/// Now, to be seen as the settings say.
pub fn now(settings: &Settings) -> Opening {
    Opening { at: clock::rfc3339(), active_at: clock::millis() + settings.active_after_ms }
}

#[derive(Serialize)]
struct Row<'a> {
    reference: &'a str,
    #[serde(rename = "accountId")]
    account_id: &'a str,
    accounts: &'a [Account],
    opened_at: &'a str,
    status: Status,
    /// Whether an inquiry finds it active by now.
    active: bool,
}

impl<'a> Row<'a> {
    fn new((reference, ra): (&'a str, &'a Ra), now: u64) -> Self {
        Self {
            reference,
            account_id: &ra.account_id,
            accounts: &ra.accounts,
            opened_at: &ra.opened_at,
            status: ra.status,
            active: ra.status == Status::Active && ra.active_at <= now,
        }
    }
}

fn rows(store: &Store, of: impl Fn(&str) -> bool) -> Response {
    let now = clock::millis();
    let rows: Vec<Row> =
        store.all().filter(|(reference, _)| of(reference)).map(|row| Row::new(row, now)).collect();
    Json(rows).into_response()
}

async fn list(State(sandbox): Shared, Query(only): Query<Only>) -> Response {
    rows(&sandbox.worldfirst.state().store, |reference| only.wants(&[reference]))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Before {
    reference: String,
    currencies: Vec<String>,
    account: Option<String>,
}

/// An RA that was there before, whatever the portal was asked.
async fn open(State(sandbox): Shared, Json(before): Json<Before>) -> Response {
    if before.reference.is_empty() || before.currencies.is_empty() {
        return StatusCode::UNPROCESSABLE_ENTITY.into_response();
    }
    let state = &mut *sandbox.worldfirst.state();
    let opening = Opening { at: clock::rfc3339(), active_at: 0 };
    state.store.open(&before.reference, before.currencies, drawn(before.account), opening, None);
    rows(&state.store, |reference| reference == before.reference)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Change {
    reference: String,
    status: Status,
}

async fn set(State(sandbox): Shared, Json(change): Json<Change>) -> StatusCode {
    let known = sandbox.worldfirst.state().store.set(&change.reference, change.status);
    if known { StatusCode::NO_CONTENT } else { StatusCode::NOT_FOUND }
}
