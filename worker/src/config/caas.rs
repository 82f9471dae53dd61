//! `CAAS_URL`, `CAAS_ACCESS_KEY`, `CAAS_SECRETS`: all three or none; and `CAAS_ZERO_FOOTPRINT`.

use crate::config::error::ConfigError;
use account_link_shared::secret::KeyRing;
use account_link_shared::url::{SafeUrl, Strictness};

/// Where identities are checked (001).
#[derive(Debug, Clone)]
pub struct Caas {
    /// Scheme and host, and what stands before `/api`.
    pub url: SafeUrl,
    /// `ACCESS-KEY`, ours with CaaS and in its webhooks.
    pub access_key: String,
    /// The first signs what we send, each verifies a webhook.
    pub secrets: KeyRing,
    /// Whether creating a case starts its scan ("Zero Footprint" of 001); else switching ongoing screening on does.
    pub zero_footprint: bool,
}

impl Caas {
    /// Reads the variables. `None` where there are none.
    pub fn read(
        lookup: &impl Fn(&'static str) -> Option<String>,
        strictness: Strictness,
    ) -> Result<Option<Self>, ConfigError> {
        let required = |name| lookup(name).filter(|v| !v.is_empty()).ok_or(ConfigError::Missing(name));
        match ["CAAS_URL", "CAAS_ACCESS_KEY", "CAAS_SECRETS"].map(required) {
            [Err(_), Err(_), Err(_)] => Ok(None),
            [url, access_key, secrets] => {
                let zero_footprint = match lookup("CAAS_ZERO_FOOTPRINT").as_deref() {
                    None | Some("" | "false") => false,
                    Some("true") => true,
                    Some(_) => {
                        return Err(ConfigError::invalid("CAAS_ZERO_FOOTPRINT", &"neither true nor false"));
                    }
                };
                let url = SafeUrl::parse(&url?, strictness)
                    .map_err(|error| ConfigError::invalid("CAAS_URL", &error))?;
                let access_key = access_key?;
                if access_key.len() > 128 || !access_key.bytes().all(|b| b.is_ascii_graphic()) {
                    return Err(ConfigError::invalid(
                        "CAAS_ACCESS_KEY",
                        &"not 128 visible characters at most",
                    ));
                }
                let secrets = KeyRing::parse(&secrets?)
                    .map_err(|error| ConfigError::invalid("CAAS_SECRETS", &error))?;
                Ok(Some(Self { url, access_key, secrets, zero_footprint }))
            }
        }
    }
}
