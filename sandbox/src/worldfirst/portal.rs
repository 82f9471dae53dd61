//! The portal: the page that a user is sent to, and the same for scripts.

use super::accounts::{drawn, now};
use super::portal_request::PortalRequest;
use super::query;
use super::settings::Settings;
use super::state::{PORTAL, Received, State};
use crate::app::{Sandbox, Shared};
use crate::options::Options;
use crate::{clock, page};
use axum::extract;
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;
const PATH: &str = "/enterprise/auth";

pub fn routes() -> Router<Arc<Sandbox>> {
    Router::new()
        .route(&format!("/worldfirst{PATH}"), get(open))
        .route("/worldfirst/portal/submit", post(submit))
}

fn check(options: &Options, state: &mut State, settings: &Settings, raw: &str) -> PortalRequest {
    PortalRequest::check(raw, settings.plus, options, &mut state.store)
}

async fn open(extract::State(sandbox): Shared, uri: Uri) -> Response {
    let raw = uri.query().unwrap_or_default();
    let keys = query::keys(raw);
    let fault = sandbox.faults.take_at("worldfirst", &keys, PORTAL);
    let settings = sandbox.worldfirst.settings.get(&keys);
    let url = format!("http://localhost:{}{uri}", sandbox.options.port);
    let (request, view) = {
        let state = &mut *sandbox.worldfirst.state();
        let request = check(&sandbox.options, state, &settings, raw);
        let view = view(&request, &url, state);
        (request, view)
    };
    let received = Received::Portal {
        at: clock::rfc3339(),
        url,
        refusal: request.refusal,
        reference: request.target.reference.clone(),
        request_id: request.query.and_then(|query| query.request_id),
    };
    sandbox.worldfirst.keep(received, keys);
    fault.pass().await.map_or_else(|instead| instead, |_| page::worldfirst(&view.to_string()))
}

/// What the page shows.
fn view(request: &PortalRequest, url: &str, state: &State) -> Value {
    let wish = request.accepted().map(|query| &query.wish);
    let before = state.store.ra(&request.target.reference).filter(|_| wish.is_some());
    json!({
        "url": url,
        "refusal": request.refusal,
        "back": request.refusal.and_then(|code| request.target.back(code)),
        "reference": request.target.reference,
        "request_id": request.accepted().and_then(|query| query.request_id.as_deref()),
        "store_url": wish.map(|wish| &wish.store_url),
        "store_name": wish.map(|wish| &wish.store_name),
        "currencies": wish.map(|wish| wish.currency.split(',').collect::<Vec<_>>()),
        "accounts": before.map(|ra| &ra.accounts),
    })
}

/// What the user does, and how the portal says it went.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Submission {
    url: String,
    #[serde(default = "success")]
    result: String,
    /// Whether an RA is opened; by default exactly with SUCCESS.
    open: Option<bool>,
    /// The number of the first account.
    account: Option<String>,
    /// Other currencies than were asked for.
    #[serde(default)]
    currencies: Vec<String>,
    /// Whether a re-binding puts other accounts in the place of the old.
    #[serde(default = "yes")]
    change: bool,
}

fn success() -> String {
    "SUCCESS".to_owned()
}

fn yes() -> bool {
    true
}

async fn submit(extract::State(sandbox): Shared, Json(submission): Json<Submission>) -> Response {
    let Some((base, raw)) = submission.url.split_once('?').filter(|(base, _)| base.ends_with(PATH)) else {
        return (StatusCode::BAD_REQUEST, "not a URL of the portal").into_response();
    };
    let url = format!("{base}?{raw}");
    let keys = query::keys(raw);
    let settings = sandbox.worldfirst.settings.get(&keys);
    let (request, redirect) = {
        let state = &mut *sandbox.worldfirst.state();
        let request = check(&sandbox.options, state, &settings, raw);
        let redirect = request.target.back(request.refusal.unwrap_or(&submission.result));
        carry_out(&request, &submission, state, &settings);
        (request, redirect)
    };
    let received = Received::Submission {
        at: clock::rfc3339(),
        url,
        refusal: request.refusal,
        result: submission.result,
        request_id: request.query.and_then(|query| query.request_id),
    };
    sandbox.worldfirst.keep(received, keys);
    let reference = &request.target.reference;
    Json(json!({ "refusal": request.refusal, "redirect": redirect, "reference": reference })).into_response()
}

fn carry_out(request: &PortalRequest, submission: &Submission, state: &mut State, settings: &Settings) {
    let open = submission.open.unwrap_or(submission.result == success());
    let Some(query) = request.accepted().filter(|_| open) else { return };
    let asked = query.wish.currency.split(',').map(str::to_owned).collect();
    let currencies = if submission.currencies.is_empty() { asked } else { submission.currencies.clone() };
    let opening = now(settings);
    state.store.authorise(query, currencies, submission.change, drawn(submission.account.clone()), opening);
}

#[cfg(test)]
#[path = "portal_tests.rs"]
mod tests;
