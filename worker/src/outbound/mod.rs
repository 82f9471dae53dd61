//! Requests that leave us: time-limited, body-capped, redirects never followed.

pub mod callback;
pub mod mail;

use worker::{AbortSignal, Fetch, Headers, Method, Request, RequestInit, RequestRedirect};

/// Named, because some peers refuse requests without it.
const USER_AGENT: &str = concat!("AccountLink/", env!("CARGO_PKG_VERSION"));

/// One request.
#[derive(Debug)]
pub struct Outbound<'a> {
    /// PUT or POST.
    pub method: Method,
    /// A checked URL.
    pub url: &'a str,
    /// Besides content type and user agent.
    pub headers: Vec<(&'static str, String)>,
    /// JSON, exactly as signed.
    pub body: &'a str,
    /// For the whole exchange, in milliseconds.
    pub time_limit: u32,
}

/// Sends it and gives the status; `None` if there was no answer in time. The answer's body is not read: neither
/// partners nor the mail service say anything in it that we use.
pub async fn send(outbound: Outbound<'_>) -> Option<u16> {
    let headers = Headers::new();
    headers.set("content-type", "application/json").ok()?;
    headers.set("user-agent", USER_AGENT).ok()?;
    for (name, value) in &outbound.headers {
        headers.set(name, value).ok()?;
    }
    let mut init = RequestInit::new();
    init.with_method(outbound.method)
        .with_headers(headers)
        .with_redirect(RequestRedirect::Manual)
        .with_body(Some(outbound.body.into()));
    let request = Request::new_with_init(outbound.url, &init).ok()?;
    let signal = AbortSignal::from(web_sys::AbortSignal::timeout_with_u32(outbound.time_limit));
    let response = Fetch::Request(request).send_with_signal(&signal).await.ok()?;
    Some(response.status_code())
}
