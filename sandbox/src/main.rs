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

mod caas;
mod client;
mod clock;
mod faults;
mod feed;
mod gallery;
mod mailbox;
mod page;
mod partner;
mod partners;
mod payway;
mod random;
mod sign;
mod worldfirst;

use anyhow::Context as _;
use axum::Router;
use axum::routing::get;
use clap::Parser;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use tokio::net::TcpListener;

/// Plays the demo partner, the mailbox, PayWay, WorldFirst and CaaS.
#[derive(Parser, Debug, Clone)]
#[command(name = "account-link-sandbox", version)]
struct Options {
    /// Where the sandbox answers, on 127.0.0.1 and ::1.
    #[arg(long, default_value_t = 8788)]
    port: u16,
    /// Where Account Link answers.
    #[arg(long, default_value_t = 8787)]
    worker_port: u16,
    /// The bearer token that a mail must come with.
    #[arg(long, default_value = "development-mail-token")]
    mail_token: String,
    /// The merchant that PayWay knows.
    #[arg(long, default_value = "ec000002")]
    payway_merchant: String,
    /// His key.
    #[arg(long, default_value = "development-payway-key")]
    payway_key: String,
    /// The integrator that WorldFirst knows, in scheme 1 and in the API.
    #[arg(long, default_value = "5J5YAZ7AAAAAAA")]
    worldfirst_client: String,
    /// His public keys, `id:base64 of SPKI[,id:…]`. Without them every signature is refused.
    #[arg(long, default_value = "")]
    worldfirst_keys: worldfirst::PublicKeys,
    /// WorldFirst's own keys, `id:base64 of PKCS#8[,id:…]`; the first signs its replies.
    #[arg(long, default_value = "")]
    worldfirst_reply_keys: worldfirst::Signers,
    /// The integrator in scheme 2.
    #[arg(long, default_value = "P0001")]
    worldfirst_partner: String,
    /// His key there. Without it scheme 2 is refused.
    #[arg(long)]
    worldfirst_md5_key: Option<String>,
    /// The customer that CaaS knows.
    #[arg(long, default_value = "development-caas-key")]
    caas_key: String,
    /// His secrets, `id:text[,id:text]`; the last signs webhooks. Without them every request is refused.
    #[arg(long, default_value = "")]
    caas_secrets: caas::Secrets,
    /// A new case is screened at once.
    #[arg(long)]
    caas_zero_footprint: bool,
    /// Where the built page is, which the gallery shows.
    #[arg(long, default_value = "dist")]
    dist: PathBuf,
    /// Where the screens and mails of the gallery are.
    #[arg(long, default_value = "sandbox/gallery")]
    gallery: PathBuf,
}

/// What all parties share.
struct Sandbox {
    options: Options,
    faults: faults::answers::Faults,
    callbacks: Arc<feed::Feed<partner::Callback>>,
    mails: Arc<feed::Feed<mailbox::Mail>>,
    payway: payway::PayWay,
    worldfirst: worldfirst::WorldFirst,
    caas: caas::CaaS,
    flows: gallery::Flows,
}

type Shared = axum::extract::State<Arc<Sandbox>>;

fn router(options: Options) -> Router {
    let caas = caas::CaaS::new(options.caas_zero_footprint);
    let sandbox = Sandbox {
        options,
        faults: faults::answers::Faults::new(&[
            ("partner", &[]),
            ("mail", &[]),
            ("payway", &payway::Endpoint::NAMES),
            ("worldfirst", &worldfirst::NAMES),
            ("caas", &caas::Endpoint::NAMES),
        ]),
        callbacks: Arc::default(),
        mails: Arc::default(),
        payway: payway::PayWay::default(),
        worldfirst: worldfirst::WorldFirst::default(),
        caas,
        flows: gallery::Flows::default(),
    };
    Router::new()
        .route("/healthz", get(|| async { "ok" }))
        .merge(page::routes())
        .merge(faults::answers::routes())
        .merge(partner::routes())
        .merge(mailbox::routes())
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
