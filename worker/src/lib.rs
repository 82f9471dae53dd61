//! The worker at the edge. A request is read, decided, remembered, and answered.
//!
//! `routes` has the HTTP handlers (its router is the table of contents), `domain` decides, `durable` holds the Durable
//! Objects, `kv` is Workers KV, `outbound` calls partners, the mail service and CaaS, `providers` has a folder for each
//! provider. This file has the entry point only.

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
pub mod runtime;

use worker::{Context, Env, Response, Result, event};

#[event(start)]
fn start() {
    panic::install_hook();
}

#[event(fetch)]
async fn fetch(request: web_sys::Request, env: Env, _context: Context) -> Result<Response> {
    routes::serve(request, env).await
}
