//! How requests to CaaS and its webhooks are signed, from the provider's documentation and with `ring`.

use crate::sign::{self, header};
use axum::http::{HeaderMap, header::CONTENT_TYPE};
use std::str::FromStr;

/// How far `ACCESS-TIMESTAMP` may be from our clock, in seconds.
const SKEW: u64 = 30;

/// The customer's secrets, `id:text[,id:text]`; the first is his newest.
#[derive(Debug, Clone, Default)]
pub struct Secrets(Vec<String>);

impl FromStr for Secrets {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let secret = |entry: &str| {
            let (_, secret) =
                entry.split_once(':').filter(|(id, secret)| !id.is_empty() && !secret.is_empty())?;
            Some(secret.to_owned())
        };
        let entries = text.split(',').filter(|entry| !entry.is_empty());
        entries.map(secret).collect::<Option<_>>().map(Self).ok_or("a secret is written <id>:<text>")
    }
}

impl Secrets {
    /// That which the customer uses.
    pub fn newest(&self) -> &str {
        self.0.first().map(String::as_str).unwrap_or_default()
    }

    /// That which we use: we are slow to change.
    pub fn oldest(&self) -> &str {
        self.0.last().map(String::as_str).unwrap_or_default()
    }
}

/// Whether a request is the customer's and of now. `path` is the path and the query as they arrived.
pub fn is_signed(
    (key, secrets): (&str, &Secrets),
    headers: &HeaderMap,
    (method, path, body): (&str, &str, &[u8]),
    now: u64,
) -> bool {
    let timestamp = header(headers, "access-timestamp");
    let digits = !timestamp.is_empty() && timestamp.bytes().all(|byte| byte.is_ascii_digit());
    let timely = timestamp.parse::<u64>().is_ok_and(|at| at.abs_diff(now) <= SKEW);
    let text = [format!("{timestamp}{method}{path}").as_bytes(), body].concat();
    let signature = header(headers, "access-sign");
    let signed = secrets.0.iter().any(|secret| sign::verify(secret, &text, signature));
    digits && timely && signed && header(headers, "access-key") == key
}

/// Whether a body says that it is JSON.
pub fn is_json(headers: &HeaderMap) -> bool {
    let kind = header(headers, CONTENT_TYPE.as_str()).split(';').next().unwrap_or_default();
    kind.trim().eq_ignore_ascii_case("application/json")
}

#[cfg(test)]
#[path = "signing_tests.rs"]
mod tests;
