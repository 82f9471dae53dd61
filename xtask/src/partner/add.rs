//! Registering one partner. The types of `shared` check every field; the worker checks again when it reads.

use super::store::Registry;
use crate::repo;
use crate::stack::random;
use account_link_shared::id::{KeyId, PartnerKey};
use account_link_shared::partner::{AppReturn, CallbackMethod, Partner};
use account_link_shared::providers::Provider;
use account_link_shared::secret::{Key, KeyRing, Secret};
use account_link_shared::url::{FrameOrigin, RedirectList, SafeUrl, Strictness};
use anyhow::{Context as _, Result, anyhow};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use std::path::{Path, PathBuf};

/// `cargo xtask partner add`.
#[derive(clap::Args)]
pub struct Args {
    /// The unique partner key, as in links and ACCESS-KEY.
    #[arg(long)]
    key: String,
    /// The name people see.
    #[arg(long)]
    name: String,
    /// Where a flow may end: exact origin and path, any query. Repeatable.
    #[arg(long, required = true)]
    redirect: Vec<String>,
    /// Who may frame the page, as browsers write an origin. Repeatable.
    #[arg(long)]
    frame_origin: Vec<String>,
    /// Where callbacks go.
    #[arg(long)]
    callback: String,
    /// And how: PUT or POST.
    #[arg(long, default_value = "PUT")]
    callback_method: String,
    /// Whom its users may link with. Repeatable.
    #[arg(long, default_value = "cabital")]
    provider: Vec<String>,
    /// Take links that do not say in words which user they are for.
    #[arg(long)]
    user_label_optional: bool,
    /// Take links without a timestamp.
    #[arg(long)]
    timestamp_optional: bool,
    /// How old a link may be, in seconds.
    #[arg(long, default_value_t = 300)]
    link_ttl: i64,
    /// Link Cabital accounts only after a passed identity check (KYC).
    #[arg(long)]
    kyc_required: bool,
    /// How many days a Cabital link lasts; without it, until it is ended.
    #[arg(long)]
    link_valid_days: Option<u16>,
    /// The link that opens the partner's app on iOS, for PayWay with return_to=app.
    #[arg(long, requires = "app_android")]
    app_ios: Option<String>,
    /// The same on Android.
    #[arg(long, requires = "app_ios")]
    app_android: Option<String>,
    /// #rrggbb
    #[arg(long)]
    accent: Option<String>,
    /// An SVG or PNG file of at most 6 kB.
    #[arg(long)]
    logo: Option<PathBuf>,
}

/// Checks it, stores it, prints the secret.
pub fn add(registry: &Registry, args: &Args) -> Result<()> {
    let secret = URL_SAFE_NO_PAD.encode(random::<32>()?);
    let partner = partner(args, registry.strictness(), &secret)?;
    registry.put(&[partner])?;
    println!("partner {} is registered. Its secret, shown this once:\n\n  {secret}\n", args.key);
    println!("A worker that has read the old entry lately may use it for another minute.");
    Ok(())
}

fn partner(args: &Args, strictness: Strictness, secret: &str) -> Result<Partner> {
    let url = |what: &str, text: &str| {
        SafeUrl::parse(text, strictness).map_err(|error| anyhow!("{what} {text} {error}"))
    };
    let redirects = args.redirect.iter().map(|text| url("--redirect", text)).collect::<Result<_>>()?;
    let origin = |text: &String| {
        FrameOrigin::parse(text, strictness).map_err(|error| anyhow!("--frame-origin {text} {error}"))
    };
    let partner = Partner {
        key: PartnerKey::parse(&args.key).context("--key")?,
        name: args.name.clone(),
        logo: args.logo.as_deref().map(logo).transpose()?,
        accent: args.accent.clone(),
        providers: args.provider.iter().map(|name| provider(name)).collect::<Result<_>>()?,
        secrets: key_ring(secret)?,
        redirects: RedirectList::new(redirects),
        frame_origins: args.frame_origin.iter().map(origin).collect::<Result<_>>()?,
        callback_url: url("--callback", &args.callback)?,
        callback_method: named::<CallbackMethod>(&args.callback_method.to_uppercase(), "--callback-method")?,
        require_timestamp: !args.timestamp_optional,
        link_ttl: args.link_ttl,
        require_user_label: !args.user_label_optional,
        kyc_required: args.kyc_required,
        link_valid_days: args.link_valid_days,
        app_return: args
            .app_ios
            .clone()
            .zip(args.app_android.clone())
            .map(|(ios, android)| AppReturn { ios, android }),
    };
    partner.check(strictness)?;
    Ok(partner)
}

/// A ring of one key, `k1`.
fn key_ring(secret: &str) -> Result<KeyRing> {
    Ok(KeyRing::one(Key { id: KeyId::parse("k1")?, secret: Secret::new(secret) }))
}

fn provider(name: &str) -> Result<Provider> {
    named(name, "--provider")
}

fn named<T: serde::de::DeserializeOwned>(name: &str, option: &str) -> Result<T> {
    serde_json::from_value(name.into()).with_context(|| format!("{option} {name} is not known"))
}

fn logo(file: &Path) -> Result<String> {
    let kind = match file.extension().and_then(|extension| extension.to_str()) {
        Some("svg") => "svg+xml",
        Some("png") => "png",
        _ => return Err(anyhow!("{} is neither .svg nor .png", repo::display(file))),
    };
    let bytes = std::fs::read(file).with_context(|| format!("cannot read {}", repo::display(file)))?;
    Ok(format!("data:image/{kind};base64,{}", STANDARD.encode(bytes)))
}
