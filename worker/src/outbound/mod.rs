//! Requests that leave us: time-limited, body-capped, redirects never followed.

pub mod caas;
pub mod callback;
pub mod mail;

use futures_util::StreamExt as _;
use worker::{AbortSignal, Fetch, Request, Response, ResponseBody};

/// Named, because some peers refuse requests without it.
const USER_AGENT: &str = concat!("AccountLink/", env!("CARGO_PKG_VERSION"));

/// One request.
#[derive(Debug)]
pub struct Outbound<'a> {
    /// GET, PUT, POST or DELETE.
    pub method: &'static str,
    /// A checked URL.
    pub url: &'a str,
    /// Besides content type and user agent.
    pub headers: Vec<(&'static str, String)>,
    /// JSON, exactly as signed; empty if there is none.
    pub body: &'a str,
    /// For the whole exchange, in milliseconds.
    pub time_limit: u32,
}

/// The longest answer that is read, in bytes.
const MAX_ANSWER: usize = 64 * 1024;

/// Sends it and gives the status; `None` if there was no answer in time. The answer's body is not read: neither
/// partners nor the mail service say anything in it that we use.
pub async fn send(outbound: Outbound<'_>) -> Option<u16> {
    let (response, _) = request(&outbound).await?;
    Some(response.status_code())
}

/// An answer, whole.
#[derive(Debug)]
pub struct Answer {
    /// Of HTTP.
    pub status: u16,
    /// Its body.
    pub text: String,
    headers: worker::Headers,
}

impl Answer {
    /// A header's text.
    pub fn header(&self, name: &str) -> Option<String> {
        self.headers.get(name).ok().flatten()
    }
}

/// Sends it and gives the answer; `None` if it did not come in time, is too long, or no text.
pub async fn exchange(outbound: Outbound<'_>) -> Option<Answer> {
    let (mut response, signal) = request(&outbound).await?;
    let (status, headers) = (response.status_code(), response.headers().clone());
    let mut bytes = Vec::new();
    // Without a body there is no stream.
    if let ResponseBody::Stream(_) = response.body() {
        let mut stream = response.stream().ok()?;
        while let Some(chunk) = stream.next().await {
            bytes.extend(chunk.ok()?);
            if bytes.len() > MAX_ANSWER {
                return None;
            }
        }
    }
    // A stream that is cut off by the limit may look like one that ended.
    let whole = !signal.aborted();
    String::from_utf8(bytes).ok().filter(|_| whole).map(|text| Answer { status, text, headers })
}

async fn request(outbound: &Outbound<'_>) -> Option<(Response, AbortSignal)> {
    let headers = web_sys::Headers::new().ok()?;
    headers.set("content-type", "application/json").ok()?;
    headers.set("user-agent", USER_AGENT).ok()?;
    for (name, value) in &outbound.headers {
        headers.set(name, value).ok()?;
    }
    let init = web_sys::RequestInit::new();
    init.set_method(outbound.method);
    init.set_headers(&headers);
    init.set_redirect(web_sys::RequestRedirect::Manual);
    if !outbound.body.is_empty() {
        init.set_body(&outbound.body.into());
    }
    let request = web_sys::Request::new_with_str_and_init(outbound.url, &init).ok()?;
    let signal = AbortSignal::from(web_sys::AbortSignal::timeout_with_u32(outbound.time_limit));
    let response = Fetch::Request(Request::from(request)).send_with_signal(&signal).await.ok()?;
    Some((response, signal))
}
