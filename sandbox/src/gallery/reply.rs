//! Answers of the gallery.

use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use serde_json::json;

/// A body of one kind, never kept: what is built or written anew is seen at the next load.
pub fn answer(status: StatusCode, kind: &'static str, body: impl Into<axum::body::Body>) -> Response {
    (status, [(CONTENT_TYPE, kind), (CACHE_CONTROL, "no-store")], body.into()).into_response()
}

/// An error as the worker writes it.
pub fn problem(status: StatusCode, code: &str, message: &str) -> Response {
    let body = json!({ "code": code, "message": message, "request_id": "gallery" });
    answer(status, "application/json", body.to_string())
}

/// A sentence for whoever looks at the gallery.
pub fn sentence(status: StatusCode, sentence: String) -> Response {
    answer(status, "text/plain; charset=utf-8", sentence)
}
