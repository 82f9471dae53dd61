//! Room 1: the edge worker. A request: bytes ▶ parse ▶ decide ▶ remember ▶ respond.
//!
//! `http` is the front (its router is the table of contents), `core` decides, `object` remembers, `store` is KV,
//! `outbound` talks to partners and to the mail service, `provider` to who holds the accounts. This file has the entry point and the only clock and
//! generator.

pub mod cause;
pub mod config;
pub mod domain;
pub mod durable;
pub mod error;
pub mod kv;
pub mod log;
pub mod outbound;
pub mod panic;
pub mod providers;
pub mod routes;

use account_link_shared::time::Millis;
use error::ApiError;
use worker::{Context, Env, Response, Result, event};

/// The one reading of the clock. It stands still between IO in production.
#[allow(clippy::disallowed_methods, reason = "the one excused place: everyone else is given the time")]
pub fn now() -> Millis {
    Millis::new(i64::try_from(worker::Date::now().as_millis()).unwrap_or(i64::MAX))
}

/// The one source of chance: the platform's CSPRNG.
#[allow(clippy::disallowed_methods, reason = "the one excused place: everyone else is given random bytes")]
pub fn random<const N: usize>() -> std::result::Result<[u8; N], ApiError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| ApiError::internal("no random bytes").because(&error))?;
    Ok(bytes)
}

#[event(start)]
fn start() {
    panic::install_hook();
}

#[event(fetch)]
async fn fetch(request: web_sys::Request, env: Env, _context: Context) -> Result<Response> {
    routes::serve(request, env).await
}
