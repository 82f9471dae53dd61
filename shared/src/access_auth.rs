//! What a partner's server, CaaS and we sign in a request (001, "API 认证"): docs/PROTOCOL.md.

use crate::id::Nonce;
use crate::time::Seconds;

/// The text an API request signs: timestamp + METHOD + [nonce] + path with query + body (001, "API 认证").
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiText(String);

impl ApiText {
    /// Writes it. `method` in upper case; `path` with `?` and the query as sent; `body` empty if there is none.
    pub fn new(timestamp: Seconds, method: &str, nonce: Option<&Nonce>, path: &str, body: &str) -> Self {
        let nonce = nonce.map_or("", Nonce::as_str);
        Self(format!("{}{method}{nonce}{path}{body}", timestamp.get()))
    }
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
