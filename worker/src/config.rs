//! What the deployment says: variables and secrets, parsed and refused as a whole if anything is wrong.

pub mod caas;
pub mod worldfirst;

use crate::error::Cause;
use crate::log;
use account_link_shared::payway::canonical::Merchant;
use account_link_shared::provider::Provider;
use account_link_shared::secret::{KeyRing, Secret};
use account_link_shared::url::{FrameOrigin, SafeUrl, Strictness};
use caas::Caas;
use core::cell::OnceCell;
use core::fmt::Display;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::sync::Arc;
use worker::Env;
use worldfirst::Worldfirst;

/// A deployment's configuration.
#[derive(Debug, Clone)]
pub struct Config {
    /// Production unless `MODE=development`.
    pub strictness: Strictness,
    /// `PUBLIC_ORIGINS`: under which origins partners and browsers reach us.
    pub origins: Vec<String>,
    /// `NAME_KEY`: names of objects and hashes of codes. Never rotated.
    name_key: Secret,
    /// `REGISTRY_KEY`: seals the values in KV.
    pub registry_keys: KeyRing,
    /// `PASSWORD_PEPPER`: keys of the HMAC before Argon2id.
    pub peppers: KeyRing,
    /// `SECOND_FACTOR_KEYS`: seal the keys of authenticator apps.
    pub second_factor_keys: KeyRing,
    /// `MAIL_URL`.
    pub mail_url: SafeUrl,
    /// `MAIL_TOKEN`.
    pub mail_token: Secret,
    /// CaaS, where this deployment has its users' identity checked.
    pub caas: Option<Caas>,
    /// PayWay, where this deployment is a merchant of it.
    pub payway: Option<Payway>,
    /// WorldFirst, where this deployment is an integrator of it.
    pub worldfirst: Option<Worldfirst>,
    /// `CALLBACK_SCHEDULE_DIVISOR`: how many times shorter than in life the pauses between callbacks and the days
    /// of a link are; 1 outside development.
    pub divisor: u32,
}

/// `PAYWAY_URL`, `PAYWAY_MERCHANT_ID`, `PAYWAY_API_KEY`: all three or none.
#[derive(Debug, Clone)]
pub struct Payway {
    /// Scheme and host, and what stands before `/api`.
    pub url: SafeUrl,
    /// Who we are to it.
    pub merchant: Merchant,
}

/// Why a configuration is refused. Names the variable and what is wrong with it, never its value.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// Not set.
    #[error("{0} is not set")]
    Missing(&'static str),
    /// Set, but not usable.
    #[error("{0} is not valid: {1}")]
    Invalid(&'static str, #[source] Cause),
    /// Allowed in development only.
    #[error("{0} is for development only")]
    DevelopmentOnly(&'static str),
}

impl ConfigError {
    /// A variable is not usable because of this.
    pub fn invalid(name: &'static str, why: &impl Display) -> Self {
        Self::Invalid(name, Cause::of(why))
    }
}

impl Config {
    /// The environment of the worker, read once in the life of an isolate: its variables do not change meanwhile.
    pub fn read(env: &Env) -> Result<Arc<Self>, ConfigError> {
        thread_local! {
            static READ: OnceCell<Arc<Config>> = const { OnceCell::new() };
        }
        if let Some(config) = READ.with(|read| read.get().cloned()) {
            return Ok(config);
        }
        let config = Self::from_lookup(|name| env.var(name).ok().map(|value| value.to_string()))
            .inspect_err(|error| log::fault("the configuration is refused", error))?;
        Ok(READ.with(|read| Arc::clone(read.get_or_init(|| Arc::new(config)))))
    }

    /// Reads variables by name.
    pub fn from_lookup(lookup: impl Fn(&'static str) -> Option<String>) -> Result<Self, ConfigError> {
        let required = |name| lookup(name).filter(|v| !v.is_empty()).ok_or(ConfigError::Missing(name));
        let strictness = match lookup("MODE").as_deref() {
            None | Some("" | "production") => Strictness::Production,
            Some("development") => Strictness::Development,
            Some(_) => return Err(ConfigError::invalid("MODE", &"neither production nor development")),
        };
        let ring =
            |name| KeyRing::parse(&required(name)?).map_err(|error| ConfigError::invalid(name, &error));
        let origins: Vec<String> =
            required("PUBLIC_ORIGINS")?.split(',').map(|o| o.trim().to_owned()).collect();
        for origin in &origins {
            FrameOrigin::parse(origin, strictness)
                .map_err(|error| ConfigError::invalid("PUBLIC_ORIGINS", &error))?;
        }
        let divisor = match lookup("CALLBACK_SCHEDULE_DIVISOR").filter(|text| !text.is_empty()) {
            None => 1,
            Some(text) => {
                text.parse().map_err(|error| ConfigError::invalid("CALLBACK_SCHEDULE_DIVISOR", &error))?
            }
        };
        match (divisor, strictness) {
            (0, _) => return Err(ConfigError::invalid("CALLBACK_SCHEDULE_DIVISOR", &"zero")),
            (1, _) | (_, Strictness::Development) => {}
            (_, Strictness::Production) => {
                return Err(ConfigError::DevelopmentOnly("CALLBACK_SCHEDULE_DIVISOR"));
            }
        }
        let registry_keys = ring("REGISTRY_KEY")?;
        account_link_shared::seal::check(&registry_keys)
            .map_err(|error| ConfigError::invalid("REGISTRY_KEY", &error))?;
        let second_factor_keys = ring("SECOND_FACTOR_KEYS")?;
        account_link_shared::seal::check(&second_factor_keys)
            .map_err(|error| ConfigError::invalid("SECOND_FACTOR_KEYS", &error))?;
        let peppers = ring("PASSWORD_PEPPER")?;
        if peppers.iter().any(|key| key.secret.expose().len() < 32) {
            return Err(ConfigError::invalid("PASSWORD_PEPPER", &"shorter than 32 bytes"));
        }
        let name_key = required("NAME_KEY")?;
        if name_key.len() < 32 {
            return Err(ConfigError::invalid("NAME_KEY", &"shorter than 32 characters"));
        }
        let mail_url = SafeUrl::parse(&required("MAIL_URL")?, strictness)
            .map_err(|error| ConfigError::invalid("MAIL_URL", &error))?;
        let payway = match ["PAYWAY_URL", "PAYWAY_MERCHANT_ID", "PAYWAY_API_KEY"].map(&required) {
            [Err(_), Err(_), Err(_)] => None,
            [url, id, api_key] => {
                let url = SafeUrl::parse(&url?, strictness)
                    .map_err(|error| ConfigError::invalid("PAYWAY_URL", &error))?;
                let id = id?;
                if id.len() > 20 || !id.bytes().all(|b| b.is_ascii_alphanumeric()) {
                    return Err(ConfigError::invalid(
                        "PAYWAY_MERCHANT_ID",
                        &"not 20 letters and digits at most",
                    ));
                }
                Some(Payway { url, merchant: Merchant { id, api_key: Secret::new(api_key?) } })
            }
        };
        Ok(Self {
            strictness,
            origins,
            name_key: Secret::new(name_key),
            registry_keys,
            peppers,
            second_factor_keys,
            mail_url,
            mail_token: Secret::new(required("MAIL_TOKEN")?),
            caas: Caas::read(&lookup, strictness)?,
            payway,
            worldfirst: Worldfirst::read(&lookup, strictness)?,
            divisor,
        })
    }

    /// Whether links of that provider can be made here.
    pub fn serves(&self, provider: Provider) -> bool {
        match provider {
            Provider::Cabital => true,
            Provider::Worldfirst => self.worldfirst.is_some(),
            Provider::Payway => self.payway.is_some(),
        }
    }

    /// A name or a hash that nobody can make or guess without our key: hex of HMAC-SHA256 over the parts, each
    /// with its length, so that different parts never give one text.
    pub fn keyed(&self, purpose: &str, parts: &[&str]) -> String {
        hex::encode(self.keyed_bytes::<32>(purpose, parts))
    }

    /// The first bytes of the same, at most 32.
    pub fn keyed_bytes<const N: usize>(&self, purpose: &str, parts: &[&str]) -> [u8; N] {
        let mut bytes = [0; N];
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(self.name_key.expose().as_bytes()) else {
            return bytes;
        };
        for part in core::iter::once(&purpose).chain(parts) {
            mac.update(format!("{}:", part.len()).as_bytes());
            mac.update(part.as_bytes());
        }
        bytes.iter_mut().zip(mac.finalize().into_bytes()).for_each(|(to, from)| *to = from);
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn production(name: &'static str) -> Option<String> {
        let value = match name {
            "PUBLIC_ORIGINS" => "https://connect.example.com",
            "NAME_KEY" => "0123456789abcdef0123456789abcdef",
            "REGISTRY_KEY" => "k1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
            "SECOND_FACTOR_KEYS" => "s1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
            "PASSWORD_PEPPER" => "p1:0123456789abcdef0123456789abcdef",
            "MAIL_URL" => "https://mail.example.com/send",
            "MAIL_TOKEN" => "token",
            _ => return None,
        };
        Some(value.to_owned())
    }

    fn with(name: &'static str, value: &'static str) -> Result<Config, ConfigError> {
        Config::from_lookup(|asked| if asked == name { Some(value.into()) } else { production(asked) })
    }

    #[test]
    fn production_refuses_http_loopback_and_a_scaled_schedule() {
        assert!(Config::from_lookup(production).is_ok());
        for origin in [
            "http://connect.example.com",
            "https://localhost:8787",
            "http://127.0.0.1:8787",
            "https://10.0.0.1",
        ] {
            for name in ["PUBLIC_ORIGINS", "MAIL_URL"] {
                let refused = with(name, origin).unwrap_err().to_string();
                assert!(refused.starts_with(&format!("{name} is not valid: must ")), "{refused}");
                assert!(!refused.contains(origin), "{refused}");
            }
        }
        let scaled = ConfigError::DevelopmentOnly("CALLBACK_SCHEDULE_DIVISOR");
        assert_eq!(with("CALLBACK_SCHEDULE_DIVISOR", "600").unwrap_err(), scaled);
        let mode = "MODE is not valid: neither production nor development";
        assert_eq!(with("MODE", "developement").unwrap_err().to_string(), mode);
    }

    fn payway(url: Option<&'static str>) -> Result<Config, ConfigError> {
        Config::from_lookup(|asked| match asked {
            "PAYWAY_URL" => url.map(str::to_owned),
            "PAYWAY_MERCHANT_ID" => Some("ec000002".into()),
            "PAYWAY_API_KEY" => Some("hunter2".into()),
            _ => production(asked),
        })
    }

    #[test]
    fn payway_needs_all_of_its_settings_and_the_real_host_is_one() {
        let config = payway(Some("https://checkout-sandbox.payway.com.kh")).unwrap();
        assert!(config.serves(Provider::Payway) && !format!("{config:?}").contains("hunter2"));
        assert_eq!(config.payway.unwrap().url.as_str(), "https://checkout-sandbox.payway.com.kh/");
        assert_eq!(payway(None).unwrap_err(), ConfigError::Missing("PAYWAY_URL"));
        let refused = "PAYWAY_URL is not valid: must be https";
        assert_eq!(payway(Some("http://checkout.payway.com.kh")).unwrap_err().to_string(), refused);
        let without = Config::from_lookup(production).unwrap();
        assert!(!without.serves(Provider::Payway) && without.serves(Provider::Cabital));
    }

    #[test]
    fn names_of_different_parts_differ() {
        let config = Config::from_lookup(production).unwrap();
        assert_ne!(config.keyed("link", &["ab", "c"]), config.keyed("link", &["a", "bc"]));
        assert_ne!(config.keyed("link", &["a"]), config.keyed("account", &["a"]));
        assert!(!format!("{config:?}").contains("0123456789abcdef"));
    }
}
