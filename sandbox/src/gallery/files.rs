//! The page's files as `cargo xtask build` left them.

use super::name::is_name;
use super::reply::{answer, sentence};
use crate::app::{Sandbox, Shared};
use axum::extract::{Path, State};
use axum::http::header::CACHE_CONTROL;
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;

/// The page's template. Errors: nothing is built yet.
pub fn template(sandbox: &Sandbox) -> Result<String, String> {
    let dist = &sandbox.options.dist;
    let places = [dist.join("assets/page.html"), dist.join("page.html")];
    let found = places.iter().find_map(|file| std::fs::read_to_string(file).ok());
    found.ok_or_else(|| format!("There is no page in {}: `cargo xtask build` makes it.", dist.display()))
}

/// Scripts, styles, wasm and the names of countries. Their names hold their hash, so they are kept: a browser then
/// compiles the wasm once.
pub async fn ui(State(sandbox): Shared, Path(name): Path<String>) -> Response {
    let mut response = file(&sandbox, "ui", &name).await;
    if response.status().is_success() {
        let kept = HeaderValue::from_static("max-age=31536000, immutable");
        response.headers_mut().insert(CACHE_CONTROL, kept);
    }
    response
}

/// What partners embed.
pub async fn loader(State(sandbox): Shared) -> Response {
    file(&sandbox, "", "account-link.js").await
}

async fn file(sandbox: &Sandbox, folder: &str, name: &str) -> Response {
    let path = sandbox.options.dist.join("assets").join(folder).join(name);
    let found = if is_name(name) { tokio::fs::read(&path).await.ok() } else { None };
    match found {
        Some(bytes) => answer(StatusCode::OK, kind(name), bytes),
        None => sentence(StatusCode::NOT_FOUND, format!("There is no {name}.")),
    }
}

fn kind(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("wasm") => "application/wasm",
        _ => "text/plain; charset=utf-8",
    }
}
