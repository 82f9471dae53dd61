//! KV `PARTNERS`: the registry, each registration sealed with `REGISTRY_KEY` under its own name.

use crate::config::Config;
use crate::error::ApiError;
use crate::kv::bounded;
use crate::log;
use account_link_shared::id::PartnerKey;
use account_link_shared::partner::{Partner, StoredError, from_stored, stored_name};
use worker::Env;

/// How long the edge may keep a registration, in seconds.
const CACHE: u64 = 60;

/// The registration of that key; `None` if there is none that this deployment accepts. One that does not open is
/// our own fault, not an unknown partner.
pub async fn find(env: &Env, config: &Config, key: &PartnerKey) -> Result<Option<Partner>, ApiError> {
    let kv = env.kv("PARTNERS").map_err(|error| ApiError::internal("no PARTNERS binding").because(&error))?;
    let stored = bounded(kv.get(&stored_name(key)).cache_ttl(CACHE).text()).await;
    let stored =
        stored.and_then(Result::ok).ok_or_else(|| ApiError::unavailable("PARTNERS did not answer"))?;
    let Some(stored) = stored else { return Ok(None) };
    match from_stored(key, &config.registry_keys, &stored, config.strictness) {
        Ok(partner) => Ok(Some(partner)),
        Err(error) => {
            log::write(&log::Line::Refused { what: format!("a registration: {error}") });
            match error {
                StoredError::Seal(_) | StoredError::Form => {
                    Err(ApiError::unavailable("a registration is unreadable"))
                }
                StoredError::Other | StoredError::Refused(_) => Ok(None),
            }
        }
    }
}
