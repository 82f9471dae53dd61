//! Acme as it would be: a page on which a member agrees, and an API that says which accounts are linked.
//!
//! It keeps its own state and knows nothing of the other parties. Without a browser: `GET /acme/decide` with the page's query
//! and `result=linked`, `declined` or `busy` is what the buttons do.

use crate::page::{escape, page};
use crate::sign::{decode, encode, header, verify};
use axum::extract::{Path, RawQuery, State};
use axum::http::header::LOCATION;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// What both sides sign with, in development.
const KEY: &str = "development-acme-key";
const PAGE: &str = include_str!("page.html");

/// The account numbers that are linked, by the name under which we know a user.
type Accounts = State<Arc<Mutex<BTreeMap<String, String>>>>;

/// Where it answers.
pub fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new()
        .route("/acme/page", get(show))
        .route("/acme/decide", get(decide))
        .route("/acme/accounts/{subject}", get(accounts))
        .with_state(Arc::default())
}

/// What is asked, if we signed it: a query, up to, and without, `&signature=`.
fn signed(query: Option<String>) -> Option<BTreeMap<String, String>> {
    let query = query?;
    let (text, rest) = query.split_once("&signature=")?;
    let signature = decode(rest.split('&').next()?)?;
    let pairs = text.split('&').map(|pair| {
        let (name, value) = pair.split_once('=')?;
        Some((name.to_owned(), decode(value)?))
    });
    verify(KEY, text.as_bytes(), &signature).then(|| pairs.collect::<Option<_>>())?
}

fn refused() -> Response {
    (StatusCode::BAD_REQUEST, "Acme: this was not signed by whom it should be.").into_response()
}

/// The page: two ways on.
async fn show(RawQuery(query): RawQuery) -> Response {
    let Some(asked) = signed(query.clone()) else { return refused() };
    let decide = format!("/acme/decide?{}", query.unwrap_or_default());
    let member = asked.get("member").map(String::as_str).unwrap_or_default();
    page("'self'", PAGE.replace("{member}", &escape(member)).replace("{decide}", &escape(&decide)))
}

/// What the user decides; then back.
async fn decide(State(accounts): Accounts, RawQuery(query): RawQuery) -> Response {
    let decided = query.as_deref().and_then(|query| Some(query.rsplit_once("&result=")?.1.to_owned()));
    let (Some(asked), Some(result)) = (signed(query), decided) else { return refused() };
    let (Some(subject), Some(back)) = (asked.get("subject"), asked.get("return_url")) else {
        return refused();
    };
    if result == "linked" {
        let member = asked.get("member").map(String::as_str).unwrap_or_default();
        let mut accounts = accounts.lock().unwrap_or_else(PoisonError::into_inner);
        accounts.insert(subject.clone(), format!("ACME-{member}"));
    }
    let location = format!("{back}?subject={subject}&result={}", encode(&result));
    (StatusCode::SEE_OTHER, [(LOCATION, location)]).into_response()
}

/// What is linked under that name.
async fn accounts(State(accounts): Accounts, Path(subject): Path<String>, headers: HeaderMap) -> Response {
    let text = format!("GET /acme/accounts/{subject}");
    if !verify(KEY, text.as_bytes(), header(&headers, "acme-signature")) {
        return refused();
    }
    let accounts = accounts.lock().unwrap_or_else(PoisonError::into_inner);
    let linked = accounts.get(&subject).map(|number| json!({ "number": number, "active": true }));
    Json(json!({ "accounts": linked.into_iter().collect::<Vec<_>>() })).into_response()
}
