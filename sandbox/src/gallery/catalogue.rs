//! The gallery for people: all screens on one page, each alone, and those that stand in the partner's dialog.

use super::mails;
use super::reply::{problem, sentence};
use crate::app::{Sandbox, Shared};
use crate::page;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::{Json, Router};
use serde_json::{Value, json};
use std::sync::Arc;

const INDEX: &str = include_str!("../../assets/gallery.html");
const FRAME: &str = include_str!("../../assets/gallery-frame.html");

/// Scripts and styles of the gallery's own.
pub fn files() -> Router<Arc<Sandbox>> {
    let (script, style) = ("text/javascript; charset=utf-8", "text/css; charset=utf-8");
    Router::new()
        .route("/gallery/gallery.css", page::file(style, include_str!("../../assets/gallery.css")))
        .route("/gallery/gallery.js", page::file(script, include_str!("../../assets/gallery.js")))
        .route("/gallery/frame.js", page::file(script, include_str!("../../assets/gallery-frame.js")))
        .route("/gallery/screen.js", page::file(script, include_str!("../../assets/gallery-screen.js")))
}

/// All screens, by group.
pub async fn index() -> Response {
    page::page("'self'", INDEX.to_owned())
}

/// A page of the partner's with the dialog open.
pub async fn frame() -> Response {
    page::framed("'self'", "'self'", FRAME.to_owned())
}

/// What there is, for the index and for the tests.
pub async fn list(State(sandbox): Shared) -> Response {
    let screens = match sandbox.all_screens() {
        Ok(screens) => screens,
        Err(why) => return problem(StatusCode::INTERNAL_SERVER_ERROR, "internal", &why),
    };
    let mut rows: Vec<_> = screens.iter().collect();
    rows.sort_by_key(|(_, screen)| screen.order);
    let screens: Vec<Value> = rows
        .into_iter()
        .map(
            |(name, one)| json!({ "name": name, "title": one.title, "group": one.group, "frame": one.frame }),
        )
        .collect();
    Json(json!({ "screens": screens, "mails": mails::kinds(&sandbox) })).into_response()
}

/// Opens the page of a screen where the worker would have it. Wishes of the query (`locale`, `theme`) go along.
pub async fn open(State(sandbox): Shared, Path(name): Path<String>, RawQuery(wishes): RawQuery) -> Response {
    match sandbox.screen(&name) {
        Ok(screen) => {
            Redirect::to(&with(&screen.open, wishes.as_deref().unwrap_or_default())).into_response()
        }
        Err(why) => sentence(StatusCode::NOT_FOUND, why),
    }
}

/// An address with more in its query.
fn with(address: &str, more: &str) -> String {
    let (path, fragment) = address.split_once('#').map_or((address, None), |(path, end)| (path, Some(end)));
    let mut out = path.to_owned();
    if !more.is_empty() {
        out.push(if path.contains('?') { '&' } else { '?' });
        out.push_str(more);
    }
    if let Some(fragment) = fragment {
        out.push('#');
        out.push_str(fragment);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::with;

    #[test]
    fn wishes_go_into_the_query() {
        assert_eq!(with("/connect/demo?flow=a#b", "theme=dark"), "/connect/demo?flow=a&theme=dark#b");
        assert_eq!(with("/unlink/a", "theme=dark"), "/unlink/a?theme=dark");
        assert_eq!(with("/connect/demo?flow=a#b", ""), "/connect/demo?flow=a#b");
    }
}
