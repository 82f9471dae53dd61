//! The worker's answers, as they are written down.

use super::page;
use super::reply::answer as plain;
use super::reply::problem;
use super::screen::{Answer, Screen};
use crate::app::{Sandbox, Shared};
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::Response;
use futures_util::stream;
use serde_json::Value;

const JSON: &str = "application/json";
const SESSIONS: &str = "/connect/v1/sessions";

/// Everything below `/connect/v1`.
pub async fn answer(
    State(sandbox): Shared,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let path = uri.path();
    let screen = match whose(&sandbox, path, &body) {
        Ok(screen) => screen,
        Err(why) => return problem(StatusCode::NOT_FOUND, "not_found", &why),
    };
    if method == Method::GET && path.contains("/go/") {
        return page::shown(&sandbox, &headers, Ok(screen));
    }
    if path.ends_with("/channel") {
        // Without a ticket the page does without the channel, and says nothing.
        return plain(StatusCode::OK, JSON, "{}");
    }
    match known(&screen, &method, path) {
        Some(known) => send(known),
        None => problem(StatusCode::NOT_FOUND, "not_found", "The gallery knows no answer to this."),
    }
}

/// The screen that a call belongs to: by its flow, or by what stands in place of one.
fn whose(sandbox: &Sandbox, path: &str, body: &[u8]) -> Result<Screen, String> {
    let of_flow = |flow: &str| sandbox.screen_of(flow).map(|(_, screen)| screen);
    if path == SESSIONS {
        let body: Value = serde_json::from_slice(body).unwrap_or_default();
        return of_flow(body.get("flow").and_then(Value::as_str).unwrap_or_default());
    }
    match path.trim_start_matches("/connect/v1/").split('/').collect::<Vec<_>>().as_slice() {
        ["flows", flow, ..] => of_flow(flow),
        ["returns" | "unlink", name] => sandbox.screen(name),
        _ => Err("There is nothing here.".into()),
    }
}

/// The answer to a call. What is not written down is answered with what the flow says when it is read, so that a press
/// leaves the screen as it is; and it is read as it was opened.
fn known<'a>(screen: &'a Screen, method: &Method, path: &str) -> Option<&'a Answer> {
    let read = screen.flow().map(|flow| format!("GET /connect/v1/flows/{flow}"));
    let get = |key: &str| screen.answers.get(key);
    get(&format!("{method} {path}"))
        .or_else(|| get(&read?))
        .or_else(|| get(&format!("POST {SESSIONS}")))
        .or_else(|| get(&format!("GET {path}")))
}

fn send(known: &Answer) -> Response {
    let status = StatusCode::from_u16(known.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    if known.broken {
        let end = std::io::Error::other("the connection breaks");
        return plain(status, JSON, Body::from_stream(stream::iter([Ok(Bytes::from("{")), Err(end)])));
    }
    plain(status, JSON, known.body.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_not_written_down_changes_nothing() {
        let screen: Screen = serde_json::from_value(json!({
            "title": "", "group": "steps", "order": 1, "open": "/connect/demo?flow=0a#b", "shows": {},
            "answers": {
                "POST /connect/v1/sessions": { "status": 200, "body": 1 },
                "POST /connect/v1/flows/0a/login": { "status": 403, "body": 2 },
            }
        }))
        .unwrap();
        let body = |method, path| known(&screen, &method, path).map(|answer| answer.body.clone());
        assert_eq!(body(Method::POST, "/connect/v1/flows/0a/login"), Some(json!(2)));
        assert_eq!(body(Method::GET, "/connect/v1/flows/0a"), Some(json!(1)));
        assert_eq!(body(Method::POST, "/connect/v1/flows/0a/cancel"), Some(json!(1)));
    }
}
