//! How a browser carries its session: a cookie of its own for each flow where cookies stick, else a bearer token
//! in the page's memory (docs/SECURITY.md, "Sessions").

use crate::routes::extract::{cookie, header};
use account_link_shared::id::FlowId;
use account_link_shared::secret::Secret;
use axum::response::Response;
use http::{HeaderMap, HeaderValue, header};

const PROBE: &str = "__Host-al-probe";
/// Of a session's cookie, in seconds: the absolute limit and the hour an ended flow can be looked at.
const MAX_AGE: u32 = 7200;
const DEVICE: &str = "__Host-al-device";
/// A browser is remembered for a year, in seconds.
const DEVICE_AGE: u32 = 31_536_000;
const ATTRIBUTES: &str = "Path=/; Secure; HttpOnly; SameSite=None; Partitioned";

/// How this browser carries its session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transport {
    /// Our cookies stick.
    Cookie,
    /// They do not: the page keeps the token.
    Bearer,
}

impl Transport {
    /// Of a browser without a session yet: whether the page's probe came back.
    pub fn probed(headers: &HeaderMap) -> Self {
        if cookie(headers, PROBE).is_some() { Self::Cookie } else { Self::Bearer }
    }
}

/// Asks the browser to show later whether it keeps cookies here.
pub fn with_probe(response: Response) -> Response {
    with_cookie(response, &format!("{PROBE}=1; Max-Age={MAX_AGE}; {ATTRIBUTES}"))
}

/// The token a request carries for a flow, and how.
pub fn of_request(headers: &HeaderMap, flow: &FlowId) -> Option<(String, Transport)> {
    let bearer = header(headers, "authorization").and_then(|value| value.strip_prefix("Bearer "));
    let bearer = bearer.map(|token| (token.to_owned(), Transport::Bearer));
    bearer.or_else(|| cookie(headers, &name(flow)).map(|token| (token.to_owned(), Transport::Cookie)))
}

/// Hands a new token to the browser: the answer's own part, or its cookie.
pub fn hand_over(transport: Transport, token: String) -> (Option<Secret>, Option<String>) {
    match transport {
        Transport::Cookie => (None, Some(token)),
        Transport::Bearer => (Some(Secret::new(token)), None),
    }
}

/// Sets the session's cookie.
pub fn with_session(response: Response, flow: &FlowId, token: &str) -> Response {
    with_cookie(response, &format!("{}={token}; Max-Age={MAX_AGE}; {ATTRIBUTES}", name(flow)))
}

/// The token by which accounts know this browser again.
pub fn device(headers: &HeaderMap) -> Option<String> {
    let ours = |token: &&str| {
        token.len() == 43 && token.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
    };
    cookie(headers, DEVICE).filter(ours).map(str::to_owned)
}

/// Lets the browser be known again, where it keeps our cookies.
pub fn with_device(response: Response, token: &str) -> Response {
    with_cookie(response, &format!("{DEVICE}={token}; Max-Age={DEVICE_AGE}; {ATTRIBUTES}"))
}

fn with_cookie(mut response: Response, text: &str) -> Response {
    if let Ok(value) = HeaderValue::from_str(text) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    response
}

fn name(flow: &FlowId) -> String {
    format!("__Host-al-{flow}")
}
