//! What the deployment says: variables and secrets, parsed and refused as a whole if anything is wrong.

pub mod caas;
pub mod error;
pub mod name_key;

use crate::config::error::{ConfigError, Variables};
use crate::config::name_key::NameKey;
use crate::log;
use crate::providers;
use account_link_shared::link::Identity;
use account_link_shared::providers::Provider;
use account_link_shared::secret::{KeyRing, Secret};
use account_link_shared::time::Millis;
use account_link_shared::url::{FrameOrigin, SafeUrl, Strictness};
use caas::Caas;
use core::cell::OnceCell;
use std::sync::Arc;
use worker::Env;

/// A deployment's configuration.
#[derive(Debug, Clone)]
pub struct Config {
    /// Production unless `MODE=development`.
    pub strictness: Strictness,
    /// `PUBLIC_ORIGINS`: under which origins partners and browsers reach us.
    pub origins: Vec<String>,
    /// `NAME_KEY`: names of objects and hashes of codes. Never rotated.
    names: NameKey,
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
    /// The providers' own.
    pub providers: providers::Settings,
    /// `CALLBACK_SCHEDULE_DIVISOR`: how many times shorter than in life the pauses between callbacks and the days
    /// of a link are; 1 outside development.
    pub divisor: u32,
    /// `PASSWORD_MEMORY_KIB`: the memory of a password's hash, in KiB; [`PASSWORD_MEMORY_KIB`] outside development.
    pub password_memory_kib: u32,
}

/// The memory of a password's hash, in KiB (docs/SECURITY.md, "Passwords").
pub const PASSWORD_MEMORY_KIB: u32 = 19_456;

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
        let variables = Variables(&lookup);
        let required = |name| variables.required(name);
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
        let shortened = |name, in_production: u32| {
            let text = lookup(name).filter(|text| !text.is_empty());
            let number = text.map_or(Ok(in_production), |text| text.parse());
            match number.map_err(|error| ConfigError::invalid(name, &error))? {
                0 => Err(ConfigError::invalid(name, &"zero")),
                other if other != in_production && strictness == Strictness::Production => {
                    Err(ConfigError::DevelopmentOnly(name))
                }
                number => Ok(number),
            }
        };
        let divisor = shortened("CALLBACK_SCHEDULE_DIVISOR", 1)?;
        let password_memory_kib = shortened("PASSWORD_MEMORY_KIB", PASSWORD_MEMORY_KIB)?;
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
        Ok(Self {
            strictness,
            origins,
            names: NameKey::new(Secret::new(name_key)),
            registry_keys,
            peppers,
            second_factor_keys,
            mail_url,
            mail_token: Secret::new(required("MAIL_TOKEN")?),
            caas: Caas::read(&lookup, strictness)?,
            providers: providers::Settings::read(&variables, strictness)?,
            divisor,
            password_memory_kib,
        })
    }

    /// Whether links of that provider can be made here.
    pub fn serves(&self, provider: Provider) -> bool {
        self.providers.serves(provider)
    }

    /// See [`NameKey::keyed`].
    pub fn keyed(&self, purpose: &str, parts: &[&str]) -> String {
        self.names.keyed(purpose, parts)
    }

    /// A call to the provider of a link, whose object has that name.
    pub fn call<'a>(&'a self, link: &'a str, identity: &'a Identity, now: Millis) -> providers::Call<'a> {
        let (settings, names, sealing_keys) = (&self.providers, &self.names, &self.registry_keys);
        providers::Call { settings, names, sealing_keys, link, identity, now }
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
    fn production_refuses_http_loopback_a_scaled_schedule_and_a_cheap_hash() {
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
        let cheap = ConfigError::DevelopmentOnly("PASSWORD_MEMORY_KIB");
        assert_eq!(with("PASSWORD_MEMORY_KIB", "64").unwrap_err(), cheap);
        assert_eq!(Config::from_lookup(production).unwrap().password_memory_kib, 19_456);
        let mode = "MODE is not valid: neither production nor development";
        assert_eq!(with("MODE", "developement").unwrap_err().to_string(), mode);
    }

    #[test]
    fn whose_settings_are_not_there_is_not_served() {
        let config = Config::from_lookup(production).unwrap();
        for provider in Provider::ALL {
            assert_eq!(config.serves(provider), provider.hosts_accounts(), "{provider:?}");
        }
    }

    #[test]
    fn names_of_different_parts_differ() {
        let config = Config::from_lookup(production).unwrap();
        assert_ne!(config.keyed("link", &["ab", "c"]), config.keyed("link", &["a", "bc"]));
        assert_ne!(config.keyed("link", &["a"]), config.keyed("account", &["a"]));
        assert!(!format!("{config:?}").contains("0123456789abcdef"));
    }
}
