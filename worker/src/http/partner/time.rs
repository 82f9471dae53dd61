//! `GET /api/v1/time`: our clock, for partners whose own is off (001).

use crate::http::call::Call;
use crate::http::finish::json;
use account_link_shared::status::TimeBody;
use axum::response::Response;

/// Answers with the time.
pub async fn read(call: Call) -> Response {
    let context = call.context;
    json(200, &TimeBody { iso: context.now.iso(), epoch: context.now.seconds() })
}
