//! PayWay as the sandbox plays it: the customer's phone, what it was asked and what it pushed, and its faults.

use crate::browser::{Browser, Session, follow};
use crate::client::{Request, Response};
use crate::partner::{Link, Partner};
use crate::simulator::{Simulator, call, list};
use crate::status_api::Of;
use crate::until::until;
use crate::{feed, names};
use serde_json::{Value, json};
use std::collections::BTreeSet;

const STATUS_API: Of = Of("payway");

/// PayWay as it treats one user of a partner.
pub fn simulator(partner: Partner, user: &str) -> Simulator {
    Simulator::new("payway", vec![names::ctid(partner, user)])
}

/// The customer scans a QR and says yes; what his phone answers.
pub async fn scan(qr_string: &str) -> Response {
    call("POST", "/payway/aba/approve", Some(json!({ "qr_string": qr_string }))).await
}

/// The same with this account of his.
pub async fn scan_for(qr_string: &str, account: &str) -> Response {
    let body = json!({ "qr_string": qr_string, "account": account });
    call("POST", "/payway/aba/approve", Some(body)).await
}

/// The customer scans what the page shows and says yes; the request's id.
pub async fn approve(session: &Session) -> String {
    let answer = scan(&qr(session)).await.expect(200);
    answer.json()["request_id"].as_str().expect("an id").to_owned()
}

/// The customer says no.
pub async fn decline(qr_string: &str) {
    call("POST", "/payway/aba/decline", Some(json!({ "qr_string": qr_string }))).await.expect(200);
}

/// What the customer or the bank does with a linked account, and whether we are told.
pub async fn change_token(request_id: &str, action: &str, push: bool) {
    let body = json!({ "request_id": request_id, "action": action, "push": push });
    call("POST", "/payway/aba/token", Some(body)).await.expect(200);
}

/// What must turn up nowhere else: the key, and the tokens and hashes of a customer.
pub async fn secrets(ctid: &str) -> Value {
    call("GET", &format!("/payway/aba/secrets?only={ctid}"), None).await.expect(200).json()
}

/// The QR that the page shows.
#[track_caller]
pub fn qr(session: &Session) -> String {
    session.view["step"]["qr_string"].as_str().unwrap_or_else(|| panic!("no QR: {}", session.view)).to_owned()
}

/// What the bank has under this: the text of a QR, the id of a request, or a customer with all of theirs.
pub async fn rows(key: &str) -> Vec<Value> {
    list("/payway/aba/links", key).await
}

/// The row of a QR at the bank, by its text or its id.
pub async fn row(qr_or_id: &str) -> Value {
    rows(qr_or_id).await.pop().unwrap_or_else(|| panic!("the bank does not know {qr_or_id}"))
}

/// A text of that row.
pub async fn field(qr_or_id: &str, name: &str) -> String {
    let row = row(qr_or_id).await;
    row[name].as_str().unwrap_or_else(|| panic!("{name} of {row}")).to_owned()
}

/// Waits until the bank says that a QR came to this.
pub async fn becomes(qr_or_id: &str, state: &str, seconds: u64) {
    until(seconds, async || {
        let row = row(qr_or_id).await;
        if row["state"] == state { Ok(()) } else { Err(format!("not {state}: {row}")) }
    })
    .await;
}

/// What PayWay was asked at an endpoint about a request or a customer, oldest first.
pub async fn requests_to(endpoint: &str, key: &str) -> Vec<Value> {
    list("/payway/requests", key).await.into_iter().filter(|one| one["endpoint"] == endpoint).collect()
}

/// The id of every request that PayWay was ever asked about, by whomever.
pub async fn request_ids() -> BTreeSet<String> {
    let all = call("GET", "/payway/requests", None).await.expect(200).json();
    let ids = all.as_array().expect("a list").iter().filter_map(|one| one["fields"]["request_id"].as_str());
    ids.map(str::to_owned).collect()
}

/// How often the details of a QR were asked for.
pub async fn details(request_id: &str) -> usize {
    requests_to("get-token-details", request_id).await.len()
}

/// A link for a dollar account that the customer saves.
pub fn link(partner: Partner, user: &str) -> Link {
    // Callbacks are listened to from before the first of them.
    feed::callbacks();
    let link = partner.link(user).with("provider", "payway");
    link.with("currency", "USD").with("token_flag", "CITI_FLEX")
}

/// A user of the partner opens a link of PayWay's in a new browser.
pub async fn land(partner: Partner, user: &str) -> Session {
    Browser::new().enter(&follow(&link(partner, user).sign()).await).await
}

/// The same, as far as the QR.
pub async fn show(partner: Partner, user: &str) -> Session {
    let mut session = land(partner, user).await;
    session.perform("continue", json!({})).await.shows("scan");
    session
}

/// See [`Visit::settle`].
pub async fn settle(session: &mut Session, step: &str, seconds: u64) {
    session.settle(step, seconds).await;
}

/// A user of the partner is linked; the id of the request that did it.
pub async fn linked(partner: Partner, user: &str) -> (Session, String) {
    let mut session = show(partner, user).await;
    let request_id = approve(&session).await;
    settle(&mut session, "ended/linked", 15).await;
    (session, request_id)
}

/// See [`Of::path`].
pub fn path(user: &str, rest: &str) -> String {
    STATUS_API.path(user, rest)
}

/// See [`Of::status`].
pub async fn status(partner: Partner, user: &str) -> Value {
    STATUS_API.status(partner, user).await
}

/// See [`Of::shows`].
pub async fn shows(partner: Partner, user: &str, name: &str, expected: &str, seconds: u64) -> Value {
    STATUS_API.shows(partner, user, name, expected, seconds).await
}

/// See [`Of::unlink`].
pub async fn unlink(partner: Partner, user: &str) -> Response {
    STATUS_API.unlink(partner, user).await
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
