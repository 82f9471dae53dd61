//! What the sandbox is started with.

use crate::{caas, worldfirst};
use clap::Parser;
use std::path::PathBuf;

/// Plays the demo partner, the mailbox, PayWay, WorldFirst and CaaS.
#[derive(Parser, Debug, Clone)]
#[command(name = "account-link-sandbox", version)]
pub struct Options {
    /// Where the sandbox answers, on 127.0.0.1 and ::1.
    #[arg(long, default_value_t = 8788)]
    pub port: u16,
    /// Where Account Link answers.
    #[arg(long, default_value_t = 8787)]
    pub worker_port: u16,
    /// The bearer token that a mail must come with.
    #[arg(long, default_value = "development-mail-token")]
    pub mail_token: String,
    /// The merchant that PayWay knows.
    #[arg(long, default_value = "ec000002")]
    pub payway_merchant: String,
    /// His key.
    #[arg(long, default_value = "development-payway-key")]
    pub payway_key: String,
    /// The integrator that WorldFirst knows, in scheme 1 and in the API.
    #[arg(long, default_value = "5J5YAZ7AAAAAAA")]
    pub worldfirst_client: String,
    /// His public keys, `id:base64 of SPKI[,id:…]`. Without them every signature is refused.
    #[arg(long, default_value = "")]
    pub worldfirst_keys: worldfirst::PublicKeys,
    /// WorldFirst's own keys, `id:base64 of PKCS#8[,id:…]`; the first signs its replies.
    #[arg(long, default_value = "")]
    pub worldfirst_reply_keys: worldfirst::Signers,
    /// The integrator in scheme 2.
    #[arg(long, default_value = "P0001")]
    pub worldfirst_partner: String,
    /// His key there. Without it scheme 2 is refused.
    #[arg(long)]
    pub worldfirst_md5_key: Option<String>,
    /// The customer that CaaS knows.
    #[arg(long, default_value = "development-caas-key")]
    pub caas_key: String,
    /// His secrets, `id:text[,id:text]`; the last signs webhooks. Without them every request is refused.
    #[arg(long, default_value = "")]
    pub caas_secrets: caas::Secrets,
    /// A new case is screened at once.
    #[arg(long)]
    pub caas_zero_footprint: bool,
    /// Where the built page is, which the gallery shows.
    #[arg(long, default_value = "dist")]
    pub dist: PathBuf,
    /// Where the screens and mails of the gallery are.
    #[arg(long, default_value = "sandbox/gallery")]
    pub gallery: PathBuf,
}
