//! KV `PARTNERS`: the registry, each registration sealed with `REGISTRY_KEY` under its own name.

use crate::config::Config;
use crate::error::ApiError;
use crate::log;
use crate::store::bounded;
use account_link_shared::id::PartnerKey;
use account_link_shared::partner::{Partner, StoredError, from_stored, stored_name};
use account_link_shared::time::Millis;
use std::cell::RefCell;
use std::collections::HashMap;
use worker::Env;

/// How long the edge may keep a registration, in seconds.
const CACHE: u64 = 60;

/// How long an isolate keeps one besides, in milliseconds: opening it costs more than all else that a signed read needs.
const KEPT: i64 = 5_000;
/// How many it keeps.
const MOST: usize = 64;

thread_local! {
    static KEPT_ONES: RefCell<HashMap<PartnerKey, (Millis, Partner)>> = RefCell::default();
}

/// The registration of that key; `None` if there is none that this deployment accepts. One that does not open is
/// our own fault, not an unknown partner.
pub async fn find(env: &Env, config: &Config, key: &PartnerKey) -> Result<Option<Partner>, ApiError> {
    let now = crate::now();
    if let Some(kept) = KEPT_ONES.with_borrow(|kept| kept.get(key).filter(|(until, _)| now < *until).cloned())
    {
        return Ok(Some(kept.1));
    }
    let found = read(env, config, key).await?;
    if let Some(partner) = &found {
        KEPT_ONES.with_borrow_mut(|kept| {
            if kept.len() >= MOST {
                kept.clear();
            }
            kept.insert(key.clone(), (now.plus(KEPT), partner.clone()));
        });
    }
    Ok(found)
}

async fn read(env: &Env, config: &Config, key: &PartnerKey) -> Result<Option<Partner>, ApiError> {
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
