//! What every endpoint may ask for: the platform, the configuration, the time of the request and its id.

use crate::config::Config;
use crate::error::ApiError;
use crate::kv::partners;
use account_link_shared::error_code::Code;
use account_link_shared::id::{PartnerKey, RequestId};
use account_link_shared::partner::Partner;
use account_link_shared::time::Millis;
use axum::extract::{FromRequestParts, RawPathParams};
use http::request::Parts;
use std::sync::Arc;
use worker::Env;

/// What is the same for all requests of an isolate.
#[derive(Clone)]
pub struct AppState {
    /// Bindings.
    pub env: Env,
    /// Checked.
    pub config: Arc<Config>,
}

/// What is known of a request before it is routed.
#[derive(Clone)]
pub struct RequestMeta {
    /// When it came.
    pub now: Millis,
    /// Its id.
    pub request_id: RequestId,
    /// See [`Context::raw_url`].
    pub raw_url: Arc<str>,
}

/// See the file's head.
#[derive(Clone)]
pub struct Context {
    /// Bindings.
    pub env: Env,
    /// Checked.
    pub config: Arc<Config>,
    /// When the request came.
    pub now: Millis,
    /// Its id.
    pub request_id: RequestId,
    /// The URL byte for byte as the platform gives it: signatures cover it.
    pub raw_url: Arc<str>,
}

impl Context {
    /// Path, and `?` with the query where there is one, exactly as sent.
    pub fn raw_path(&self) -> &str {
        path_of(&self.raw_url)
    }

    /// `scheme://host[:port]` of the request.
    pub fn origin(&self) -> &str {
        origin_of(&self.raw_url)
    }

    /// A partner's registration.
    pub async fn partner(&self, key: &PartnerKey) -> Result<Option<Partner>, ApiError> {
        partners::find(&self.env, &self.config, key).await
    }

    /// The SHA-256 of a random token, in hex: what the server keeps of it.
    pub fn token_hash(token: &str) -> String {
        use sha2::{Digest, Sha256};
        hex::encode(Sha256::digest(token.as_bytes()))
    }
}

impl FromRequestParts<AppState> for Context {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, ApiError> {
        let meta = parts.extensions.get::<RequestMeta>().cloned();
        let RequestMeta { now, request_id, raw_url } =
            meta.ok_or_else(|| ApiError::internal("a request that did not arrive"))?;
        let AppState { env, config } = state.clone();
        Ok(Self { env, config, now, request_id, raw_url })
    }
}

fn path_of(url: &str) -> &str {
    let after = url.split_once("://").map_or(url, |(_, rest)| rest);
    let start = after.find('/').unwrap_or(after.len());
    after.get(start..).unwrap_or("/")
}

/// `scheme://host[:port]` of a URL.
pub fn origin_of(url: &str) -> &str {
    url.strip_suffix(path_of(url)).unwrap_or_default()
}

/// The first parameter of the route's path, decoded.
pub async fn first_parameter(parts: &mut Parts, state: &AppState) -> Result<String, ApiError> {
    let parameters = RawPathParams::from_request_parts(parts, state).await;
    let parameters = parameters.map_err(|error| ApiError::from(Code::InvalidRequest).because(&error))?;
    let first = parameters.iter().next().map(|(_, value)| value.to_owned());
    first.ok_or_else(|| ApiError::internal("a route without a parameter"))
}

/// A fresh opaque token of 256 bits, base64url.
pub fn token() -> Result<String, ApiError> {
    use base64::Engine as _;
    Ok(base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(crate::runtime::random::<32>()?))
}
