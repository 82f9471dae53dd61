//! KV `PARTNERS`: the registry, each registration sealed with `REGISTRY_KEY` under its own name.

use crate::config::Config;
use crate::error::Failure;
use crate::log;
use account_link_shared::id::PartnerKey;
use account_link_shared::partner::{Partner, from_stored, stored_name};
use worker::Env;

/// How long the edge may keep a registration, in seconds.
const CACHE: u64 = 60;

/// The registration of that key; `None` if there is none that this deployment accepts.
pub async fn find(env: &Env, config: &Config, key: &PartnerKey) -> Result<Option<Partner>, Failure> {
    let kv = env.kv("PARTNERS").map_err(|_| Failure::internal("no PARTNERS binding"))?;
    let stored = kv.get(&stored_name(key)).cache_ttl(CACHE).text().await;
    let Some(stored) = stored.map_err(|_| Failure::unavailable("PARTNERS did not answer"))? else {
        return Ok(None);
    };
    match from_stored(key, &config.registry_keys, &stored, config.strictness) {
        Ok(partner) => Ok(Some(partner)),
        Err(error) => {
            log::write(&log::Line::Refused { what: format!("a registration: {error}") });
            Ok(None)
        }
    }
}
