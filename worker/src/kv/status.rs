//! KV `LINKS`: the status of each link as last projected by its object, sealed.

use crate::config::Config;
use crate::error::ApiError;
use crate::kv::{bounded, document, keys};
use account_link_shared::seal;
use account_link_shared::status::{LinkStatus, LinkStatusBody};
use account_link_shared::time::Seconds;
use worker::Env;

/// Writes the status of a link.
pub async fn put(env: &Env, config: &Config, name: &str, status: &LinkStatusBody) -> Result<(), ApiError> {
    let row = document::write(status)
        .map_err(|error| ApiError::internal("a status that cannot be written").because(&error))?;
    let key = keys::link_status(name);
    let sealed = seal::seal(&config.registry_keys, &key, crate::runtime::random()?, &row)
        .map_err(|error| ApiError::internal("REGISTRY_KEY cannot seal").because(&error))?;
    let kv = env.kv("LINKS").map_err(|error| ApiError::internal("no LINKS binding").because(&error))?;
    // As bytes: `put` would bring along what it needs to write numbers and objects.
    let put = kv
        .put_bytes(&key, sealed.as_bytes())
        .map_err(|error| ApiError::unavailable("LINKS refused a value").because(&error))?;
    let done = bounded(put.execute()).await.is_some_and(|done| done.is_ok());
    done.then_some(()).ok_or_else(|| ApiError::unavailable("LINKS did not take a value"))
}

/// The status, where KV's word is final: LINKED and not run out. Anything else is for the object to say.
pub async fn final_word(env: &Env, config: &Config, name: &str, now: Seconds) -> Option<LinkStatusBody> {
    let key = keys::link_status(name);
    let sealed = bounded(env.kv("LINKS").ok()?.get(&key).text()).await?.ok()??;
    let row = seal::open(&config.registry_keys, &key, &sealed).ok()?;
    let status: LinkStatusBody = document::read(&row).ok()?;
    let linked = status.link_status == LinkStatus::Linked;
    let lasts = status.valid_until.is_none_or(|until| now < until);
    (linked && lasts).then_some(status)
}
