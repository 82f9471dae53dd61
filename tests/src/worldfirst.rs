//! WorldFirst as the sandbox plays it: the user at the portal, what was opened there, what it was asked, and its faults.

use crate::browser::{Browser, Session, follow};
use crate::client::{Request, Response};
use crate::partner::{Link, Partner};
use crate::simulator::{Simulator, call, list};
use crate::stack;
use crate::status_api::Of;
use crate::until::until;
use crate::{feed, names};
use serde_json::{Value, json};

/// What the API says of such links.
pub const STATUS_API: Of = Of("worldfirst");
/// What we are called there.
pub const CLIENT: &str = "5J5YAZ7AAAAAAA";
/// The store of every link that a test does not care about.
pub const STORE: (&str, &str) = ("https://shop.example.com/seller/1/", "MyShop");

/// How many rounds a test is prepared for: each linking that ends, and each account that was there before, makes one.
const GENERATIONS: u32 = 6;

/// WorldFirst as it treats one user of a partner.
pub fn simulator(partner: Partner, user: &str) -> Simulator {
    Simulator::new(
        "worldfirst",
        (0..GENERATIONS).map(|round| names::reference(partner, user, round)).collect(),
    )
}

/// What the user did at the portal came to.
#[derive(Debug, Clone)]
pub struct Submitted {
    /// Why the portal refused what it was asked.
    pub refusal: Option<String>,
    /// The way back.
    pub redirect: String,
    /// How we call the user there.
    pub reference: String,
}

/// A link for a dollar account.
pub fn link(partner: Partner, user: &str) -> Link {
    // Callbacks are listened to from before the first of them.
    feed::callbacks();
    let link = partner.link(user).with("provider", "worldfirst");
    link.with("store_url", STORE.0).with("store_name", STORE.1).with("currency", "USD")
}

/// A link that re-binds, with nothing but the id of that.
pub fn rebinding(partner: Partner, user: &str, request_id: &str) -> Link {
    partner.link(user).with("provider", "worldfirst").with("request_id", request_id)
}

/// Opens a link in a new browser.
pub async fn open(link: &Link) -> Session {
    Browser::new().enter(&follow(&link.sign()).await).await
}

/// A user of the partner opens a link of WorldFirst's.
pub async fn land(partner: Partner, user: &str) -> Session {
    open(&link(partner, user)).await
}

/// The same, as far as the way to the portal.
pub async fn show(partner: Partner, user: &str) -> Session {
    let mut session = land(partner, user).await;
    session.perform("continue", json!({})).await.shows("portal");
    session
}

/// The way to the portal that the page offers: `tab` or `top`.
#[track_caller]
pub fn way(session: &Session, which: &str) -> String {
    session.view["step"][which].as_str().unwrap_or_else(|| panic!("no way: {}", session.view)).to_owned()
}

/// Takes a way to the portal as a browser does: no session, no cookie.
pub async fn go(path: &str) -> Response {
    Request::new("GET", path).header("accept", "text/html").send().await
}

/// The user takes one of the ways; the URL of the portal. The page then has others.
pub async fn sent_by(session: &mut Session, which: &str) -> String {
    session.read().await.shows("portal");
    let went = go(&way(session, which)).await.expect(303);
    went.header("location").expect("a 303 says where").to_owned()
}

/// The user opens the portal in a tab; its URL.
pub async fn sent(session: &mut Session) -> String {
    sent_by(session, "tab").await
}

/// What the user does at the portal: SUCCESS and an account opened, unless `how` says otherwise.
pub async fn submit(url: &str, how: Value) -> Submitted {
    let mut body = json!({ "url": url });
    body.as_object_mut().unwrap().extend(how.as_object().expect("an object").clone());
    let submitted = call("POST", "/worldfirst/portal/submit", Some(body)).await.expect(200).json();
    Submitted {
        refusal: submitted["refusal"].as_str().map(str::to_owned),
        redirect: submitted["redirect"].as_str().expect("a way back").to_owned(),
        reference: submitted["reference"].as_str().expect("a reference").to_owned(),
    }
}

/// The user logs in and authorises.
pub async fn authorise_at(url: &str) -> Submitted {
    let submitted = submit(url, json!({})).await;
    assert_eq!(submitted.refusal, None, "the portal takes {url}");
    submitted
}

/// The portal ends with this result, and nothing is opened.
pub async fn return_with(url: &str, result: &str) -> Submitted {
    submit(url, json!({ "result": result, "open": false })).await
}

/// The user's browser follows the way back, whatever the answer.
pub async fn back(redirect: &str) -> Response {
    Request::to("GET", redirect).header("accept", "text/html").send().await
}

/// The path that a way back is left at: without what it brought.
pub fn bare(redirect: &str) -> String {
    let path = redirect.strip_prefix(&stack::origin()).unwrap_or_else(|| panic!("not ours: {redirect}"));
    path.split('?').next().unwrap_or_default().to_owned()
}

/// The unguessable part of it.
pub fn return_token(redirect: &str) -> String {
    bare(redirect).rsplit('/').next().unwrap_or_default().to_owned()
}

/// What the page there reads, whatever the answer.
pub async fn read_return(return_token: &str) -> Response {
    Request::new("GET", &format!("/connect/v1/returns/{return_token}")).send().await
}

/// Waits until it reads this step.
pub async fn looks(return_token: &str, step: &str, seconds: u64) -> Value {
    until(seconds, async || {
        let read = read_return(return_token).await.expect(200);
        if read.step() == step {
            Ok(read.json()["view"].clone())
        } else {
            Err(format!("not {step}: {read:?}"))
        }
    })
    .await
}

/// There and back again: the user goes to the portal by a tab, authorises and comes back.
pub async fn authorise(session: &mut Session) -> Submitted {
    let submitted = authorise_at(&sent(session).await).await;
    back(&submitted.redirect).await.expect(303);
    submitted
}

/// The same with this result and nothing opened.
pub async fn end_with(session: &mut Session, result: &str) -> Submitted {
    let submitted = return_with(&sent(session).await, result).await;
    back(&submitted.redirect).await.expect(303);
    submitted
}

/// A user of the partner is linked; how we call them there.
pub async fn linked(partner: Partner, user: &str) -> (Session, String) {
    let mut session = show(partner, user).await;
    let submitted = authorise(&mut session).await;
    session.settle("ended/linked", 15).await;
    (session, submitted.reference)
}

/// What is opened under a reference: `{accountId, accounts: [{accountNo, currencyList}], status, active}`.
pub async fn row(reference: &str) -> Option<Value> {
    list("/worldfirst/accounts", reference).await.pop()
}

/// The last four digits of each account that is opened under a reference.
pub async fn numbers(reference: &str) -> Vec<String> {
    let row = row(reference).await.unwrap_or_else(|| panic!("nothing is opened under {reference}"));
    let all = row["accounts"].as_array().expect("a list").clone();
    let last = |number: &str| number[number.len() - 4..].to_owned();
    all.iter().map(|one| last(one["accountNo"].as_str().expect("a number"))).collect()
}

/// Opens an account out of the blue.
pub async fn open_there(reference: &str, currencies: Value) {
    let body = json!({ "reference": reference, "currencies": currencies });
    call("POST", "/worldfirst/accounts", Some(body)).await.expect(200);
}

/// `ACTIVE`, `ABNORMAL` or `CLOSED`.
pub async fn becomes(reference: &str, status: &str) {
    let body = json!({ "reference": reference, "status": status });
    call("POST", "/worldfirst/accounts/state", Some(body)).await.expect(204);
}

/// What WorldFirst was asked about a reference, of this kind (`portal`, `submission` or `inquiryAccount`), oldest first.
pub async fn requests_of(kind: &str, reference: &str) -> Vec<Value> {
    list("/worldfirst/requests", reference).await.into_iter().filter(|one| one["kind"] == kind).collect()
}

/// The inquiries about a reference, oldest first.
pub async fn inquiries(reference: &str) -> Vec<Value> {
    requests_of("inquiryAccount", reference).await
}

/// Waits until WorldFirst was asked so often about one.
pub async fn inquired(reference: &str, count: usize, seconds: u64) {
    until(seconds, async || {
        let asked = inquiries(reference).await.len();
        if asked >= count { Ok(()) } else { Err(format!("asked {asked} times of {count}")) }
    })
    .await;
}

/// The references of a user that were ever inquired about, in the order of their rounds.
pub async fn references(partner: Partner, user: &str) -> Vec<String> {
    let mut seen = Vec::new();
    for reference in simulator(partner, user).keys {
        if !inquiries(&reference).await.is_empty() {
            seen.push(reference);
        }
    }
    seen
}
