//! The portal: the page that a user is sent to, and the same for scripts.

use super::accounts::{drawn, now};
use super::query;
use super::settings::Settings;
use super::state::{PORTAL, Received, State};
use super::verdict::Visit;
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
    Router::new().route(&format!("/worldfirst{PATH}"), get(visit)).route("/worldfirst/portal/act", post(act))
}

fn judge(options: &Options, state: &mut State, settings: &Settings, raw: &str) -> Visit {
    Visit::judge(raw, settings.plus, options, &mut state.store)
}

async fn visit(extract::State(sandbox): Shared, uri: Uri) -> Response {
    let raw = uri.query().unwrap_or_default();
    let keys = query::keys(raw);
    let fault = sandbox.faults.take_at("worldfirst", &keys, PORTAL);
    let settings = sandbox.worldfirst.settings.get(&keys);
    let url = format!("http://localhost:{}{uri}", sandbox.options.port);
    let (visit, view) = {
        let state = &mut *sandbox.worldfirst.state();
        let visit = judge(&sandbox.options, state, &settings, raw);
        let view = view(&visit, &url, state);
        (visit, view)
    };
    let received = Received::Portal {
        at: clock::rfc3339(),
        url,
        verdict: visit.verdict,
        reference: visit.way.reference.clone(),
        request_id: visit.query.and_then(|query| query.request_id),
    };
    sandbox.worldfirst.keep(received, keys);
    fault.pass().await.map_or_else(|instead| instead, |_| page::worldfirst(&view.to_string()))
}

/// What the page shows.
fn view(visit: &Visit, url: &str, state: &State) -> Value {
    let wish = visit.accepted().map(|query| &query.wish);
    let before = state.store.ra(&visit.way.reference).filter(|_| wish.is_some());
    json!({
        "url": url,
        "verdict": visit.verdict,
        "back": visit.verdict.and_then(|code| visit.way.back(code)),
        "reference": visit.way.reference,
        "request_id": visit.accepted().and_then(|query| query.request_id.as_deref()),
        "store_url": wish.map(|wish| &wish.store_url),
        "store_name": wish.map(|wish| &wish.store_name),
        "currencies": wish.map(|wish| wish.currency.split(',').collect::<Vec<_>>()),
        "accounts": before.map(|ra| &ra.accounts),
    })
}

/// What the user does, and how the portal says it went.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Act {
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

async fn act(extract::State(sandbox): Shared, Json(act): Json<Act>) -> Response {
    let Some((base, raw)) = act.url.split_once('?').filter(|(base, _)| base.ends_with(PATH)) else {
        return (StatusCode::BAD_REQUEST, "not a URL of the portal").into_response();
    };
    let url = format!("{base}?{raw}");
    let keys = query::keys(raw);
    let settings = sandbox.worldfirst.settings.get(&keys);
    let (visit, redirect) = {
        let state = &mut *sandbox.worldfirst.state();
        let visit = judge(&sandbox.options, state, &settings, raw);
        let redirect = visit.way.back(visit.verdict.unwrap_or(&act.result));
        carry_out(&visit, &act, state, &settings);
        (visit, redirect)
    };
    let received = Received::Act {
        at: clock::rfc3339(),
        url,
        verdict: visit.verdict,
        result: act.result,
        request_id: visit.query.and_then(|query| query.request_id),
    };
    sandbox.worldfirst.keep(received, keys);
    let reference = &visit.way.reference;
    Json(json!({ "verdict": visit.verdict, "redirect": redirect, "reference": reference })).into_response()
}

fn carry_out(visit: &Visit, act: &Act, state: &mut State, settings: &Settings) {
    let open = act.open.unwrap_or(act.result == success());
    let Some(query) = visit.accepted().filter(|_| open) else { return };
    let asked = query.wish.currency.split(',').map(str::to_owned).collect();
    let currencies = if act.currencies.is_empty() { asked } else { act.currencies.clone() };
    let opening = now(settings);
    state.store.authorise(query, currencies, act.change, drawn(act.account.clone()), opening);
}

#[cfg(test)]
#[path = "portal_tests.rs"]
mod tests;
