//! The gallery: every screen, drawn by the real page from answers that are written down, without walking a flow.
//!
//! `sandbox/gallery/screens` has a file a screen: where the page is opened, what the worker would fill into it, what it
//! would answer, and what is done then. The page itself comes from `dist`, read anew at every request. Development only.

mod answers;
mod catalogue;
mod files;
mod flows;
mod mails;
mod name;
mod page;
mod reply;
mod screen;

pub use flows::Flows;

use crate::app::Sandbox;
use axum::Router;
use axum::routing::{any, get};
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
        .route("/return/{provider}/{name}", get(page::of_return))
        .route("/unlink/{name}", get(page::by_name))
        .route("/api/v1/partner/link", get(page::of_link))
        .route("/connect/v1/{*path}", any(answers::answer))
        // What stands beside it.
        .route("/ui/{file}", get(files::ui))
        .route("/account-link.js", get(files::loader))
}
