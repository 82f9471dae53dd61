//! The settings of a local run: `.dev/<name>/vars`. The keys are drawn once and kept, since the state is sealed
//! with them; the rest is written anew, since ports change. Only this file says `MODE=development`.

use super::Plan;
use super::caas::Caas;
use super::worldfirst::WorldFirst;
use crate::repo;
use account_link_shared::secret::KeyRing;
use anyhow::{Context as _, Result};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use std::path::Path;

/// How the worker is to see itself.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// http, loopback and `demo` partners are allowed; the callback schedule is divided by `divisor`, and a password's hash
    /// takes that memory, in KiB; `None`: as much as in production.
    Development { divisor: u32, password_memory_kib: Option<u32> },
    /// `MODE` is absent, and so is everything that only development allows. `public`: workerd is told that it is
    /// reached over https under its public name; else it sees what happens, http to 127.0.0.1.
    Production { public: bool },
}

/// The public host of a local run in production mode.
pub const PRODUCTION_HOST: &str = "link.example.com";
/// And its origin.
pub const PRODUCTION_ORIGIN: &str = "https://link.example.com";

/// What others need to know of the file.
pub struct Vars {
    pub mail_token: String,
    pub payway_key: String,
    /// Only in development.
    pub worldfirst: Option<WorldFirst>,
    /// The same.
    pub caas: Option<Caas>,
}

/// The merchant that the sandbox's PayWay knows.
pub const PAYWAY_MERCHANT: &str = "ec000002";

/// Writes the file.
pub fn write(plan: &Plan, dir: &Path) -> Result<Vars> {
    let file = dir.join("vars");
    let old = std::fs::read_to_string(&file).unwrap_or_default();
    let kept = |name: &str, new: fn() -> Result<String>| value(&old, name).map_or_else(new, Ok);
    let mail_token = kept("MAIL_TOKEN", || Ok(URL_SAFE_NO_PAD.encode(random::<24>()?)))?;

    let payway_key = kept("PAYWAY_API_KEY", || Ok(hex::encode(random::<20>()?)))?;
    let (mut worldfirst, mut caas) = (None, None);

    let mut lines = vec![
        ("NAME_KEY", kept("NAME_KEY", || Ok(STANDARD.encode(random::<32>()?)))?),
        ("REGISTRY_KEY", kept("REGISTRY_KEY", || key("k1"))?),
        ("PASSWORD_PEPPER", kept("PASSWORD_PEPPER", || key("p1"))?),
        ("SECOND_FACTOR_KEYS", kept("SECOND_FACTOR_KEYS", || key("s1"))?),
        ("MAIL_TOKEN", mail_token.clone()),
    ];
    match plan.mode {
        Mode::Development { divisor, password_memory_kib } => {
            let (port, sandbox) = (plan.port, plan.sandbox_port);
            lines.push(("MODE", "development".into()));
            lines.push(("PUBLIC_ORIGINS", format!("http://localhost:{port},http://127.0.0.1:{port}")));
            lines.push(("MAIL_URL", format!("http://localhost:{sandbox}/mail")));
            lines.push(("CALLBACK_SCHEDULE_DIVISOR", divisor.to_string()));
            lines.extend(password_memory_kib.map(|kib| ("PASSWORD_MEMORY_KIB", kib.to_string())));
            lines.push(("PAYWAY_URL", format!("http://localhost:{sandbox}/payway")));
            lines.push(("PAYWAY_MERCHANT_ID", PAYWAY_MERCHANT.into()));
            lines.push(("PAYWAY_API_KEY", payway_key.clone()));
            lines.push(("ACME_URL", format!("http://localhost:{sandbox}/acme")));
            lines.push(("ACME_KEY", "development-acme-key".into()));
            let drawn = WorldFirst::kept(plan, dir, &old)?;
            lines.extend(drawn.vars(sandbox));
            worldfirst = Some(drawn);
            let drawn = Caas::kept(plan, &old)?;
            lines.extend(drawn.vars(sandbox));
            caas = Some(drawn);
        }
        Mode::Production { .. } => {
            lines.push(("PUBLIC_ORIGINS", PRODUCTION_ORIGIN.into()));
            lines.push(("MAIL_URL", "https://mail.example.com/send".into()));
        }
    }
    let text: String = lines.iter().map(|(name, value)| format!("{name}=\"{value}\"\n")).collect();
    repo::write(&file, format!("# Made by cargo xtask, for this machine only.\n{text}"))?;
    Ok(Vars { mail_token, payway_key, worldfirst, caas })
}

/// The key that seals the partner registry of a local run, once that run has been started.
pub fn registry_key(name: &str) -> Result<KeyRing> {
    let file = repo::dev(name).join("vars");
    let text = repo::read(&file).context("start `cargo xtask dev` once: it makes the keys")?;
    let ring = value(&text, "REGISTRY_KEY")
        .with_context(|| format!("no REGISTRY_KEY in {}", repo::display(&file)))?;
    KeyRing::parse(&ring).context("REGISTRY_KEY is not a key ring")
}

/// What stands in `name="…"`.
pub fn value(text: &str, name: &str) -> Option<String> {
    let quoted = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix('='))?;
    Some(quoted.trim_matches('"').to_owned())
}

fn key(id: &str) -> Result<String> {
    Ok(format!("{id}:{}", STANDARD.encode(random::<32>()?)))
}

/// Bytes from the system's generator.
pub fn random<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| anyhow::anyhow!("no random bytes: {error}"))?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::value;

    #[test]
    fn a_value_is_read_back_as_it_was_written() {
        let text = "# x\nNAME_KEY=\"k1:a+/=\"\nNAME=\"n\"\n";
        assert_eq!(value(text, "NAME_KEY").as_deref(), Some("k1:a+/="));
        assert_eq!(value(text, "NAME").as_deref(), Some("n"));
        assert_eq!(value(text, "MAIL_TOKEN"), None);
    }
}
