//! What was asked, as it arrived, and how it was judged.

use super::endpoint::Endpoint;
use crate::clock;
use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode};
use serde::Serialize;
use std::collections::BTreeMap;

/// A request as it arrived.
pub struct Incoming {
    pub endpoint: Endpoint,
    pub id: Option<String>,
    pub method: String,
    pub path: String,
    pub headers: HeaderMap,
    pub body: Bytes,
}

/// A request, right or not.
#[derive(Debug, Clone, Serialize)]
pub struct Received {
    at: String,
    endpoint: Endpoint,
    method: String,
    path: String,
    headers: BTreeMap<String, String>,
    body: String,
    /// The uuid in its path.
    case: Option<String>,
    /// `None` where a fault was answered without looking.
    accepted: Option<bool>,
    /// `None` where nothing is answered.
    status: Option<u16>,
    /// What the case may be called.
    #[serde(skip)]
    keys: Vec<String>,
}

impl Received {
    pub fn new(
        incoming: &Incoming,
        keys: Vec<String>,
        accepted: Option<bool>,
        status: Option<StatusCode>,
    ) -> Self {
        let text = |(name, value): (&axum::http::HeaderName, &axum::http::HeaderValue)| {
            (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
        };
        Self {
            at: clock::rfc3339(),
            endpoint: incoming.endpoint,
            method: incoming.method.clone(),
            path: incoming.path.clone(),
            headers: incoming.headers.iter().map(text).collect(),
            body: String::from_utf8_lossy(&incoming.body).into_owned(),
            case: incoming.id.clone(),
            accepted,
            status: status.map(|status| status.as_u16()),
            keys,
        }
    }

    /// Whether it is about that case.
    pub fn is_of(&self, key: &str) -> bool {
        self.keys.iter().any(|known| known == key)
    }
}
