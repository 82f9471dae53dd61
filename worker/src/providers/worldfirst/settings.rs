//! The settings of WorldFirst.

use crate::config::error::{ConfigError, Variables};
use account_link_shared::providers::worldfirst::canonical::Space;
use account_link_shared::providers::worldfirst::models::{ClientId, PartnerId};
use account_link_shared::secret::{KeyRing, Secret};
use account_link_shared::url::{SafeUrl, Strictness};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// `WORLDFIRST_PORTAL_URL`, `_API_URL`, `_CLIENT_ID` and `_PRIVATE_KEYS`: all of them or none. The rest is optional.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The whole URL of the portal's page, without a query.
    pub portal: SafeUrl,
    /// Scheme and host of the API, and what stands before `/amsin`.
    pub api: SafeUrl,
    /// Who we are to it.
    pub client: ClientId,
    /// `id:key`: base64 of PKCS#8 (DER), RSA with 2048 bits. The first one signs; its id is its version there.
    pub private_keys: KeyRing,
    /// `WORLDFIRST_PUBLIC_KEYS`, `id:key`: base64 of SPKI (DER). Where there are any, replies must be signed by one.
    pub public_keys: Option<KeyRing>,
    /// `WORLDFIRST_PARTNER_ID` and `WORLDFIRST_MD5_KEY`: the portal is called by scheme 2, which is the weaker one.
    pub scheme_2: Option<(PartnerId, Secret)>,
    /// `WORLDFIRST_SPACE`: `percent` or `plus`.
    pub space: Space,
}

impl Settings {
    /// Reads them.
    pub fn read(variables: &Variables<'_>, strictness: Strictness) -> Result<Option<Self>, ConfigError> {
        use ConfigError::Missing;
        let names = [
            "WORLDFIRST_PORTAL_URL",
            "WORLDFIRST_API_URL",
            "WORLDFIRST_CLIENT_ID",
            "WORLDFIRST_PRIVATE_KEYS",
        ];
        if variables.has_none(&names) {
            return Ok(None);
        }
        let optional = |name| variables.optional(name);
        let required = |name| variables.required(name);
        let url = |name| {
            SafeUrl::parse(&required(name)?, strictness).map_err(|error| ConfigError::invalid(name, &error))
        };
        let [portal, api, client, private_keys] = names;
        let partner = optional("WORLDFIRST_PARTNER_ID");
        let scheme_2 = match (partner, optional("WORLDFIRST_MD5_KEY")) {
            (None, None) => None,
            (Some(id), Some(key)) => {
                let id = PartnerId::parse(&id)
                    .map_err(|error| ConfigError::invalid("WORLDFIRST_PARTNER_ID", &error))?;
                Some((id, Secret::new(key)))
            }
            (None, Some(_)) => return Err(Missing("WORLDFIRST_PARTNER_ID")),
            (Some(_), None) => return Err(Missing("WORLDFIRST_MD5_KEY")),
        };
        let space = match optional("WORLDFIRST_SPACE").as_deref() {
            None | Some("percent") => Space::Percent,
            Some("plus") => Space::Plus,
            Some(_) => return Err(ConfigError::invalid("WORLDFIRST_SPACE", &"neither percent nor plus")),
        };
        let public_keys =
            optional("WORLDFIRST_PUBLIC_KEYS").map(|text| ring("WORLDFIRST_PUBLIC_KEYS", &text));
        Ok(Some(Self {
            portal: url(portal).and_then(|url| match url.as_str().contains('?') {
                true => Err(ConfigError::invalid(portal, &"must not hold a query")),
                false => Ok(url),
            })?,
            api: url(api)?,
            client: ClientId::parse(&required(client)?)
                .map_err(|error| ConfigError::invalid(client, &error))?,
            private_keys: ring(private_keys, &required(private_keys)?)?,
            public_keys: public_keys.transpose()?,
            scheme_2,
            space,
        }))
    }
}

/// Keys of RSA, as far as that can be seen: base64 of an ASN.1 sequence.
fn ring(name: &'static str, text: &str) -> Result<KeyRing, ConfigError> {
    let ring = KeyRing::parse(text).map_err(|error| ConfigError::invalid(name, &error))?;
    let is_der = |key: &str| STANDARD.decode(key).is_ok_and(|der| der.first() == Some(&0x30));
    let good = ring.iter().all(|key| is_der(key.secret.expose()));
    if good { Ok(ring) } else { Err(ConfigError::invalid(name, &"a key is not base64 of DER")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(changes: &[(&'static str, &str)]) -> Result<Option<Settings>, ConfigError> {
        let all = [
            ("WORLDFIRST_PORTAL_URL", "https://portal.worldfirst.com/enterprise/auth"),
            ("WORLDFIRST_API_URL", "https://open-sea.worldfirst.com"),
            ("WORLDFIRST_CLIENT_ID", "5J5YAZ7AAAAAAA"),
            ("WORLDFIRST_PRIVATE_KEYS", "2:MIIEvQ==,1:MIIEvA=="),
        ];
        let value = |asked| {
            let pairs = changes.iter().chain(&all);
            pairs.clone().find(|(name, _)| *name == asked).map(|(_, value)| (*value).to_owned())
        };
        Settings::read(&Variables(&value), Strictness::Production)
    }

    #[test]
    fn all_of_the_settings_are_needed_and_the_real_hosts_are_taken() {
        let read = with(&[]).unwrap().unwrap();
        assert_eq!(read.portal.as_str(), "https://portal.worldfirst.com/enterprise/auth");
        assert_eq!(read.private_keys.active().id.as_str(), "2");
        assert!(
            read.scheme_2.is_none() && read.public_keys.is_none() && !format!("{read:?}").contains("MII")
        );
        assert!(Settings::read(&Variables(&|_| None), Strictness::Production).unwrap().is_none());
        for name in ["WORLDFIRST_API_URL", "WORLDFIRST_CLIENT_ID", "WORLDFIRST_PRIVATE_KEYS"] {
            assert_eq!(with(&[(name, "")]).unwrap_err(), ConfigError::Missing(name));
        }
        for (name, bad) in [
            ("WORLDFIRST_PORTAL_URL", "http://portal.worldfirst.com/enterprise/auth"),
            ("WORLDFIRST_PRIVATE_KEYS", "2:-----BEGIN PRIVATE KEY-----"),
            ("WORLDFIRST_PRIVATE_KEYS", "1:MIIEvQ==,1:MIIEvA=="),
            ("WORLDFIRST_PUBLIC_KEYS", "1:AAAA"),
            ("WORLDFIRST_SPACE", "%20"),
            ("WORLDFIRST_CLIENT_ID", "a&b"),
        ] {
            let refused = with(&[(name, bad)]).unwrap_err().to_string();
            assert!(
                refused.starts_with(&format!("{name} is not valid: ")) && !refused.contains(bad),
                "{refused}"
            );
        }
    }

    #[test]
    fn md5_is_off_unless_both_of_its_settings_are_there() {
        let (id, key) = (("WORLDFIRST_PARTNER_ID", "P0001"), ("WORLDFIRST_MD5_KEY", "hunter2"));
        assert_eq!(with(&[id]).unwrap_err(), ConfigError::Missing("WORLDFIRST_MD5_KEY"));
        assert_eq!(with(&[key]).unwrap_err(), ConfigError::Missing("WORLDFIRST_PARTNER_ID"));
        let read = with(&[id, key]).unwrap().unwrap();
        assert!(read.scheme_2.is_some() && !format!("{read:?}").contains("hunter2"));
    }
}
