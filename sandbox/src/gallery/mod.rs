//! The gallery: every screen, drawn by the real page from answers that are written down, without walking a flow.
//!
//! `sandbox/gallery/screens` has a file a screen: where the page is opened, what the worker would fill into it, what it
//! would answer, and what is done then. The page itself comes from `dist`, read anew at every request. Development only.

mod answers;
mod catalogue;
mod files;
mod mails;
mod page;
mod screen;

pub use screen::Flows;

use crate::Sandbox;
use axum::Router;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get};
use serde_json::json;
use std::sync::Arc;

pub fn routes() -> Router<Arc<Sandbox>> {
    Router::new()
        .route("/gallery", get(|| async { axum::response::Redirect::permanent("/gallery/") }))
        .route("/gallery/", get(catalogue::index))
        .route("/gallery/list.json", get(catalogue::list))
        .route("/gallery/{name}", get(catalogue::open))
        .route("/gallery/frame/{name}", get(catalogue::frame))
        .route("/gallery/mail/{name}", get(mails::show))
        .merge(catalogue::files())
        // Where the worker has its page.
        .route("/connect/{partner}", get(page::of_flow))
        .route("/return/worldfirst/{name}", get(page::by_name))
        .route("/unlink/{name}", get(page::by_name))
        .route("/api/v1/partner/link", get(page::of_link))
        .route("/connect/v1/{*path}", any(answers::answer))
        // What stands beside it.
        .route("/ui/{file}", get(files::ui))
        .route("/account-link.js", get(files::loader))
}

/// A body of one kind, never kept: what is built or written anew is seen at the next load.
fn answer(status: StatusCode, kind: &'static str, body: impl Into<axum::body::Body>) -> Response {
    (status, [(CONTENT_TYPE, kind), (CACHE_CONTROL, "no-store")], body.into()).into_response()
}

/// An error as the worker writes it.
fn problem(status: StatusCode, code: &str, message: &str) -> Response {
    let body = json!({ "code": code, "message": message, "request_id": "gallery" });
    answer(status, "application/json", body.to_string())
}

/// A sentence for whoever looks at the gallery.
fn said(status: StatusCode, sentence: String) -> Response {
    answer(status, "text/plain; charset=utf-8", sentence)
}

/// Whether a text can be the name of a file of ours: it leads into no other folder.
fn is_name(text: &str) -> bool {
    !text.starts_with('.') && text.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c))
}

#[cfg(test)]
mod tests {
    use super::is_name;

    #[test]
    fn a_name_leads_into_no_other_folder() {
        assert!(is_name("landing_store_long") && is_name("widget.0123abcd.wasm"));
        assert!(!is_name("..") && !is_name("../vars") && !is_name("a/b") && !is_name(".env"));
    }
}
