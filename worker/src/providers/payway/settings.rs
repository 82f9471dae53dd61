//! `PAYWAY_URL`, `PAYWAY_MERCHANT_ID`, `PAYWAY_API_KEY`: all three or none.

use crate::config::error::{ConfigError, Variables};
use account_link_shared::providers::payway::canonical::Merchant;
use account_link_shared::secret::Secret;
use account_link_shared::url::{SafeUrl, Strictness};

/// A merchant of PayWay.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Scheme and host, and what stands before `/api`.
    pub url: SafeUrl,
    /// Who we are to it.
    pub merchant: Merchant,
}

impl Settings {
    /// Reads the variables; `None` where there are none. Errors: see [`ConfigError`].
    pub fn read(variables: &Variables<'_>, strictness: Strictness) -> Result<Option<Self>, ConfigError> {
        let [url, id, api_key] = ["PAYWAY_URL", "PAYWAY_MERCHANT_ID", "PAYWAY_API_KEY"];
        if variables.has_none(&[url, id, api_key]) {
            return Ok(None);
        }
        let parsed = SafeUrl::parse(&variables.required(url)?, strictness);
        let merchant_id = variables.required(id)?;
        if merchant_id.len() > 20 || !merchant_id.bytes().all(|b| b.is_ascii_alphanumeric()) {
            return Err(ConfigError::invalid(id, &"not 20 letters and digits at most"));
        }
        Ok(Some(Self {
            url: parsed.map_err(|error| ConfigError::invalid(url, &error))?,
            merchant: Merchant { id: merchant_id, api_key: Secret::new(variables.required(api_key)?) },
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(url: Option<&'static str>) -> Result<Option<Settings>, ConfigError> {
        let value = |asked| match asked {
            "PAYWAY_URL" => url.map(str::to_owned),
            "PAYWAY_MERCHANT_ID" => Some("ec000002".into()),
            "PAYWAY_API_KEY" => Some("hunter2".into()),
            _ => None,
        };
        Settings::read(&Variables(&value), Strictness::Production)
    }

    #[test]
    fn all_of_the_settings_are_needed_and_the_real_host_is_one() {
        let settings = read(Some("https://checkout-sandbox.payway.com.kh")).unwrap().unwrap();
        assert!(!format!("{settings:?}").contains("hunter2"));
        assert_eq!(settings.url.as_str(), "https://checkout-sandbox.payway.com.kh/");
        assert_eq!(read(None).unwrap_err(), ConfigError::Missing("PAYWAY_URL"));
        let refused = "PAYWAY_URL is not valid: must be https";
        assert_eq!(read(Some("http://checkout.payway.com.kh")).unwrap_err().to_string(), refused);
        assert!(Settings::read(&Variables(&|_| None), Strictness::Production).unwrap().is_none());
    }
}
