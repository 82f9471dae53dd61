//! `GET /api/v1/time`: our clock, for partners whose own is off (001).

use crate::http::context::Context;
use crate::http::finish::json;
use account_link_shared::status::TimeBody;
use axum::extract::State;
use axum::response::Response;

/// Answers with the time.
pub async fn read(State(context): State<Context>) -> Response {
    json(200, &TimeBody { iso: context.now.iso(), epoch: context.now.seconds() })
}
