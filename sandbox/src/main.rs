//! The sandbox: a native program that plays everybody else, so that the whole product runs on one machine.
//!
//! `partner` is the demo partner (its page, its backend, its callback receiver), `mailbox` receives our mail, `payway`
//! is a bank with its app, `worldfirst` opens receiving accounts on a portal, `caas` screens people; `gallery` shows every
//! screen of the page without any of them. Each party is one file or folder; `faults` makes any of them misbehave.
//! Signatures are checked with `ring`, never with our own code.
#![allow(
    clippy::arithmetic_side_effects,
    reason = "a development tool: counters of a few items, clocks of this century"
)]

mod acme;
mod app;
mod caas;
mod client;
mod clock;
mod faults;
mod feed;
mod gallery;
mod mailbox;
mod options;
mod page;
mod partner;
mod partners;
mod payway;
mod random;
mod received;
mod sign;
mod worldfirst;

use anyhow::Context as _;
use app::Sandbox;
use axum::Router;
use axum::routing::get;
use clap::Parser as _;
use options::Options;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use tokio::net::TcpListener;

fn router(options: Options) -> Router {
    let sandbox = Sandbox::new(options);
    Router::new()
        .route("/healthz", get(|| async { "ok" }))
        .merge(page::routes())
        .merge(faults::routes::routes())
        .merge(partner::routes())
        .merge(mailbox::routes())
        .merge(acme::routes())
        .merge(payway::routes())
        .merge(worldfirst::routes())
        .merge(caas::routes())
        .merge(gallery::routes())
        .with_state(Arc::new(sandbox))
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let options = Options::parse();
    let port = options.port;
    let router = router(options);
    let listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port)))
        .await
        .with_context(|| format!("port {port} of 127.0.0.1 is not free"))?;
    // A machine without IPv6 does without.
    if let Ok(second) = TcpListener::bind(SocketAddr::from((Ipv6Addr::LOCALHOST, port))).await {
        let router = router.clone();
        tokio::spawn(async move { axum::serve(second, router).await });
    }
    eprintln!("sandbox: http://localhost:{port}/");
    axum::serve(listener, router).await.context("the sandbox stopped")
}
