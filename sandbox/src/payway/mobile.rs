//! "ABA Mobile": what the customer does on his phone, for the page `/aba` and for scripts.

use crate::app::{Sandbox, Shared};
use crate::faults::Only;
use crate::payway::bank::{ACCOUNTS, Account, Bank, No, Request, TokenAction};
use crate::payway::{push, reply};
use crate::{clock, page, random};
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::sync::Arc;

/// What the merchant is called on the phone.
const MERCHANT_NAME: &str = "Account Link";

pub fn routes() -> Router<Arc<Sandbox>> {
    Router::new()
        .route("/aba", get(page::aba))
        .route("/payway/aba/accounts", get(|| async { Json::<&[Account]>(&ACCOUNTS) }))
        .route("/payway/aba/approve", post(approve))
        .route("/payway/aba/decline", post(decline))
        .route("/payway/aba/token", post(change_token))
        .route("/payway/aba/links", get(links))
        .route("/payway/aba/secrets", get(secrets))
}

#[derive(Deserialize)]
struct Scanned {
    qr_string: String,
    account: Option<String>,
}

#[derive(Deserialize)]
struct Wish {
    request_id: String,
    action: TokenAction,
    #[serde(default = "yes")]
    push: bool,
}

fn yes() -> bool {
    true
}

/// Does it to the request that is named by its QR or its id, answers, and tells the merchant when there is something to
/// tell.
fn done(
    sandbox: &Arc<Sandbox>,
    named: &str,
    tells: bool,
    what: impl FnOnce(&mut Bank, (u64, u64)) -> Result<String, No>,
) -> Response {
    let (answer, event, settings) = {
        let state = &mut *sandbox.payway.state();
        let now = clock::seconds();
        let keys = state.bank.request(named).map(|request| request.keys().map(str::to_owned).to_vec());
        let settings = sandbox.payway.settings.get(&keys.unwrap_or_default());
        let answer = what(&mut state.bank, (now, now + settings.token_s));
        let told = answer.as_ref().ok().filter(|_| tells);
        let event = told.and_then(|id| push::Event::about(&state.bank, id, &settings));
        (answer, event, settings)
    };
    push::later(sandbox, event, &settings);
    match answer {
        Ok(request_id) => Json(json!({ "request_id": request_id })).into_response(),
        Err(no) => refusal(no),
    }
}

fn refusal(no: No) -> Response {
    let status = match no {
        No::UnknownQr | No::UnknownToken => StatusCode::NOT_FOUND,
        No::Expired => StatusCode::GONE,
        No::Used => StatusCode::CONFLICT,
        No::WrongAccount | No::AlreadyLinked => StatusCode::UNPROCESSABLE_ENTITY,
    };
    (status, Json(json!({ "code": no }))).into_response()
}

async fn approve(State(sandbox): Shared, Json(scanned): Json<Scanned>) -> Response {
    done(&sandbox, &scanned.qr_string, true, |bank, times| {
        bank.approve(&scanned.qr_string, scanned.account.as_deref(), times, random::hex::<32>())
    })
}

async fn decline(State(sandbox): Shared, Json(scanned): Json<Scanned>) -> Response {
    done(&sandbox, &scanned.qr_string, false, |bank, (now, _)| bank.decline(&scanned.qr_string, now))
}

async fn change_token(State(sandbox): Shared, Json(wish): Json<Wish>) -> Response {
    // A payment tells the merchant in its own answer, not by a pushback.
    let tells = wish.push && !matches!(wish.action, TokenAction::Pay);
    let request_id = wish.request_id.clone();
    done(&sandbox, &request_id, tells, |bank, times| {
        bank.change_token(&wish.request_id, wish.action, times).map(|()| wish.request_id)
    })
}

/// A request and what has become of it. The token is not in it.
#[derive(Serialize)]
struct Row<'a> {
    request_id: &'a str,
    merchant: &'static str,
    ctid: &'a str,
    qr_string: &'a str,
    deeplink: String,
    state: &'static str,
    source_of_fund: Option<String>,
    /// Of the code, and once it is linked of the token, in seconds since 1970.
    expires_at: u64,
    token_flag: &'a str,
    currency: &'a str,
    callback_url: Option<&'a str>,
    return_deeplink: Option<&'a Value>,
}

fn row<'a>(bank: &'a Bank, request: &'a Request, now: u64) -> Row<'a> {
    let token = bank.linked(&request.request_id).map(|(_, token)| token);
    Row {
        request_id: &request.request_id,
        merchant: MERCHANT_NAME,
        ctid: &request.ctid,
        qr_string: &request.qr_string,
        deeplink: reply::deeplink(&request.qr_string),
        state: bank.state(request, now),
        source_of_fund: token.map(reply::masked),
        expires_at: token.map_or(request.expires_at, |token| token.expires_at),
        token_flag: &request.token_flag,
        currency: &request.currency,
        callback_url: request.callback_url.as_deref(),
        return_deeplink: request.return_deeplink.as_ref(),
    }
}

async fn links(State(sandbox): Shared, Query(only): Query<Only>) -> Response {
    let (state, now) = (sandbox.payway.state(), clock::seconds());
    let wanted = |request: &&Request| only.wants(&request.keys()) || only.wants(&[&request.qr_string]);
    let wanted = state.bank.requests.iter().filter(wanted);
    let rows: Vec<_> = wanted.map(|request| row(&state.bank, request, now)).collect();
    Json(rows).into_response()
}

/// What must not turn up anywhere else, for tests that look for it.
async fn secrets(State(sandbox): Shared, Query(only): Query<Only>) -> Json<Value> {
    let state = sandbox.payway.state();
    let tokens = state.bank.tokens.iter().filter(|token| only.wants(&[&token.ctid]));
    let pwts: Vec<&str> = tokens.map(|token| token.pwt.as_str()).collect();
    let hashes = state.hashes.iter().filter(|(_, keys)| only.wants(keys));
    let hashes: Vec<&str> = hashes.map(|(hash, _)| hash.as_str()).collect();
    Json(json!({ "api_key": sandbox.options.payway_key, "pwts": pwts, "hashes": hashes }))
}
