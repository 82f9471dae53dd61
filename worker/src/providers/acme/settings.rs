//! The settings of Acme, which is there in development only.

use crate::config::error::{ConfigError, Variables};
use account_link_shared::secret::Secret;
use account_link_shared::url::{SafeUrl, Strictness};

/// `ACME_URL` and `ACME_KEY`: both or neither.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Scheme and host, and what stands before `/page` and `/accounts`.
    url: SafeUrl,
    /// Signs what we send.
    pub key: Secret,
}

impl Settings {
    /// Reads them.
    pub fn read(variables: &Variables<'_>, strictness: Strictness) -> Result<Option<Self>, ConfigError> {
        if variables.has_none(&["ACME_URL", "ACME_KEY"]) {
            return Ok(None);
        }
        if strictness == Strictness::Production {
            return Err(ConfigError::DevelopmentOnly("ACME_URL"));
        }
        let url = SafeUrl::parse(&variables.required("ACME_URL")?, strictness)
            .map_err(|error| ConfigError::invalid("ACME_URL", &error))?;
        Ok(Some(Self { url, key: Secret::new(variables.required("ACME_KEY")?) }))
    }

    /// The URL without a slash at its end.
    pub fn base(&self) -> &str {
        self.url.as_str().trim_end_matches('/')
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(key: &str, strictness: Strictness) -> Result<Option<Settings>, ConfigError> {
        let value = |name: &'static str| match name {
            "ACME_URL" => Some("http://localhost:8788/acme/".to_owned()),
            _ => Some(key.to_owned()),
        };
        Settings::read(&Variables(&value), strictness)
    }

    #[test]
    fn it_is_served_in_development_and_refused_elsewhere() {
        let read_here = read("hunter2", Strictness::Development).unwrap().unwrap();
        assert_eq!(read_here.base(), "http://localhost:8788/acme");
        assert!(!format!("{read_here:?}").contains("hunter2"));
        assert_eq!(read("", Strictness::Development).unwrap_err(), ConfigError::Missing("ACME_KEY"));
        let refused = read("hunter2", Strictness::Production).unwrap_err();
        assert_eq!(refused, ConfigError::DevelopmentOnly("ACME_URL"));
    }
}
