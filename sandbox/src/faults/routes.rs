//! `GET|POST|DELETE /faults/PARTY[?only=KEY]`, as in `{"answer": 500}`; `GET /faults` shows what holds for everybody.

use super::Only;
use super::answers::Fault;
use crate::app::{Sandbox, Shared};
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use axum::{Json, Router};
use std::sync::Arc;

pub fn routes() -> Router<Arc<Sandbox>> {
    Router::new()
        .route("/faults", get(|State(sandbox): Shared| async move { Json(sandbox.faults.all()) }))
        .route("/faults/{party}", get(read).post(set).delete(reset))
}

async fn read(State(sandbox): Shared, Path(party): Path<String>, Query(only): Query<Only>) -> Response {
    match sandbox.faults.of(&party) {
        Some(scoped) => Json(scoped.read(&only)).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn set(
    State(sandbox): Shared,
    Path(party): Path<String>,
    Query(only): Query<Only>,
    Json(fault): Json<Fault>,
) -> StatusCode {
    sandbox.faults.set(&party, only, fault)
}

async fn reset(State(sandbox): Shared, Path(party): Path<String>, Query(only): Query<Only>) -> StatusCode {
    let Some(scoped) = sandbox.faults.of(&party) else { return StatusCode::NOT_FOUND };
    scoped.reset(&only);
    StatusCode::NO_CONTENT
}
