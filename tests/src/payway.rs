//! PayWay as the sandbox plays it: the customer's phone, what it was asked and what it pushed, and its knobs.
//!
//! It is one for all tests of this process: those that only use it run side by side, one that bends it runs alone.

use crate::browser::{Browser, Visit, follow};
use crate::client::{Request, Response};
use crate::partner::{Link, Partner};
use crate::{feed, pause, sign, stack};
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use tokio::sync::{RwLock, RwLockReadGuard, RwLockWriteGuard};

static BENT: RwLock<()> = RwLock::const_new(());

/// PayWay as it is by itself, for as long as this is held.
pub async fn plain() -> RwLockReadGuard<'static, ()> {
    let plain = BENT.read().await;
    feed::callbacks();
    straighten().await;
    plain
}

/// PayWay for this test alone, for as long as this is held: it may be bent.
pub async fn alone() -> RwLockWriteGuard<'static, ()> {
    let alone = BENT.write().await;
    feed::callbacks();
    straighten().await;
    alone
}

/// Puts everything back.
pub async fn straighten() {
    to("DELETE", "/payway/settings", None).await.expect(204);
    knob(json!({ "answer": 200 })).await;
}

/// Changes the settings that are named.
pub async fn settings(change: Value) {
    to("POST", "/payway/settings", Some(change)).await.expect(200);
}

/// How PayWay answers at all.
pub async fn knob(knob: Value) {
    to("POST", "/knobs/payway", Some(knob)).await.expect(204);
}

async fn to(method: &'static str, path: &str, body: Option<Value>) -> Response {
    let request = Request::to(method, &format!("{}{path}", stack::sandbox()));
    match body {
        Some(body) => request.header("content-type", "application/json").body(body.to_string()).send().await,
        None => request.send().await,
    }
}

/// The customer scans a QR and says yes; what his phone answers.
pub async fn scan(qr_string: &str) -> Response {
    to("POST", "/payway/aba/approve", Some(json!({ "qr_string": qr_string }))).await
}

/// The same with this account of his.
pub async fn scan_for(qr_string: &str, account: &str) -> Response {
    let body = json!({ "qr_string": qr_string, "account": account });
    to("POST", "/payway/aba/approve", Some(body)).await
}

/// The customer scans what the page shows and says yes; the request's id.
pub async fn approve(visit: &Visit) -> String {
    let answer = scan(&qr(visit)).await.expect(200);
    answer.json()["request_id"].as_str().expect("an id").to_owned()
}

/// The customer says no.
pub async fn decline(qr_string: &str) {
    to("POST", "/payway/aba/decline", Some(json!({ "qr_string": qr_string }))).await.expect(200);
}

/// What the customer or the bank does with a linked account, and whether we are told.
pub async fn act(request_id: &str, act: &str, push: bool) {
    let body = json!({ "request_id": request_id, "act": act, "push": push });
    to("POST", "/payway/aba/token", Some(body)).await.expect(200);
}

/// What must turn up nowhere else: the key, the tokens, the hashes.
pub async fn secrets() -> Value {
    to("GET", "/payway/aba/secrets", None).await.expect(200).json()
}

/// The QR that the page shows.
#[track_caller]
pub fn qr(visit: &Visit) -> String {
    visit.view["step"]["qr_string"].as_str().unwrap_or_else(|| panic!("no QR: {}", visit.view)).to_owned()
}

/// Every QR at the bank, and what became of it.
pub async fn rows() -> Vec<Value> {
    let rows = to("GET", "/payway/aba/links", None).await.expect(200).json();
    rows.as_array().expect("a list").clone()
}

/// The row of a QR at the bank, by its text or its id.
pub async fn row(qr_or_id: &str) -> Value {
    let row =
        rows().await.into_iter().find(|row| row["qr_string"] == qr_or_id || row["request_id"] == qr_or_id);
    row.unwrap_or_else(|| panic!("the bank does not know {qr_or_id}"))
}

/// A text of that row.
pub async fn field(qr_or_id: &str, name: &str) -> String {
    let row = row(qr_or_id).await;
    row[name].as_str().unwrap_or_else(|| panic!("{name} of {row}")).to_owned()
}

/// Waits until the bank says that a QR came to this.
pub async fn becomes(qr_or_id: &str, state: &str, seconds: u64) {
    let start = Instant::now();
    loop {
        let row = row(qr_or_id).await;
        if row["state"] == state {
            return;
        }
        assert!(start.elapsed() < Duration::from_secs(seconds), "not {state} after {seconds} s: {row}");
        pause(100).await;
    }
}

/// Everything that PayWay was asked, oldest first.
pub async fn all_asked() -> Vec<Value> {
    let all = to("GET", "/payway/requests", None).await.expect(200).json();
    all.as_array().expect("a list").clone()
}

/// What PayWay was asked with this value in one of the fields, oldest first.
pub async fn asked(endpoint: &str, value: &str) -> Vec<Value> {
    let about = |one: &Value| {
        let fields = one["fields"].as_object().expect("fields");
        one["endpoint"] == endpoint && fields.values().any(|field| field == value)
    };
    all_asked().await.into_iter().filter(about).collect()
}

/// How often the details of a QR were asked for.
pub async fn details(request_id: &str) -> usize {
    asked("get-token-details", request_id).await.len()
}

/// A link for a dollar account that the customer saves.
pub fn link(partner: Partner, user: &str) -> Link {
    let link = partner.link(user).with("provider", "payway");
    link.with("currency", "USD").with("token_flag", "CITI_FLEX")
}

/// A user of the partner opens a link of PayWay's in a new browser.
pub async fn land(partner: Partner, user: &str) -> Visit {
    Browser::new().visit(&follow(&link(partner, user).sign()).await).await
}

/// The same, as far as the QR.
pub async fn show(partner: Partner, user: &str) -> Visit {
    let mut visit = land(partner, user).await;
    visit.act("continue", json!({})).await.shows("scan");
    visit
}

/// Reads a flow until it shows this step.
pub async fn settle(visit: &mut Visit, step: &str, seconds: u64) {
    let start = Instant::now();
    loop {
        let read = visit.read().await;
        if read.step() == step {
            return;
        }
        assert!(start.elapsed() < Duration::from_secs(seconds), "not {step} after {seconds} s: {read:?}");
        pause(100).await;
    }
}

/// A user of the partner is linked; the id of the request that did it.
pub async fn linked(partner: Partner, user: &str) -> (Visit, String) {
    let mut visit = show(partner, user).await;
    let request_id = approve(&visit).await;
    settle(&mut visit, "ended/linked", 15).await;
    (visit, request_id)
}

/// The path of a user's link in the API.
pub fn path(user: &str, rest: &str) -> String {
    format!("/api/v1/links/{}{rest}?provider=payway", sign::encode(user))
}

/// The truth about a link, not from a cache.
pub async fn status(partner: Partner, user: &str) -> Value {
    let request = partner.request("GET", &path(user, "")).header("cache-control", "no-cache");
    request.send().await.expect(200).json()
}

/// Waits until the truth about a link holds what is expected.
pub async fn shows(partner: Partner, user: &str, name: &str, expected: &str, seconds: u64) -> Value {
    let start = Instant::now();
    loop {
        let status = status(partner, user).await;
        if status[name] == expected || status["accounts"][0][name] == expected {
            return status;
        }
        let late = start.elapsed() < Duration::from_secs(seconds);
        assert!(late, "{name} is not {expected} after {seconds} s: {status}");
        pause(100).await;
    }
}

/// Ends a link.
pub async fn unlink(partner: Partner, user: &str) -> Response {
    partner.call("DELETE", &path(user, "")).await
}

/// Renews the token of a link.
pub async fn renew(partner: Partner, user: &str) -> Response {
    partner.call("POST", &path(user, "/renew")).await
}

/// Tells the product what PayWay would tell it.
pub async fn push(callback_url: &str, body: &str) -> Response {
    let request = Request::to("POST", callback_url).header("content-type", "application/json");
    request.body(body).send().await
}

/// A pushback as PayWay words it, for whichever id; all but the id is made up.
pub fn pushback(request_id: &str, ctid: &str, status: u8) -> String {
    let credential = json!({ "ctid": ctid, "pwt": "forged-token-0123456789", "source_of_fund": "*****6666",
        "type": "ABA ACCOUNT", "status": status, "expired_at": "2035-10-20T08:20:03", "token_flag": "CITI_FLEX",
        "frequency": "", "subscribed_amount": 0.0, "amount_limit_per_tran": 0.0, "currency": "USD" });
    json!({ "request_id": request_id, "payment_credential": credential }).to_string()
}
