//! What every endpoint is given: the platform, the configuration, the time of the request and its id.

use crate::config::Config;
use crate::error::Failure;
use crate::store::partners;
use account_link_shared::id::{PartnerKey, RequestId};
use account_link_shared::partner::Partner;
use account_link_shared::time::Millis;
use std::sync::Arc;
use worker::Env;

/// See the file's head.
#[derive(Clone)]
pub struct Context {
    /// Bindings.
    pub env: Env,
    /// Checked.
    pub config: Arc<Config>,
    /// When the request came.
    pub now: Millis,
    /// Its trace.
    pub request_id: RequestId,
    /// The URL byte for byte as the platform gives it: signatures cover it.
    pub raw_url: Arc<str>,
}

impl Context {
    /// Path, and `?` with the query where there is one, exactly as sent.
    pub fn raw_path(&self) -> &str {
        let after = self.raw_url.split_once("://").map_or(&*self.raw_url, |(_, rest)| rest);
        let start = after.find('/').unwrap_or(after.len());
        after.get(start..).unwrap_or("/")
    }

    /// `scheme://host[:port]` of the request.
    pub fn origin(&self) -> &str {
        self.raw_url.strip_suffix(self.raw_path()).unwrap_or_default()
    }

    /// A partner's registration.
    pub async fn partner(&self, key: &PartnerKey) -> Result<Option<Partner>, Failure> {
        partners::find(&self.env, &self.config, key).await
    }

    /// The SHA-256 of a random token, in hex: what the server keeps of it.
    pub fn token_hash(token: &str) -> String {
        use sha2::{Digest, Sha256};
        hex::encode(Sha256::digest(token.as_bytes()))
    }
}

/// A fresh opaque token of 256 bits, base64url.
pub fn token() -> Result<String, Failure> {
    use base64::Engine as _;
    Ok(base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(crate::random::<32>()?))
}
