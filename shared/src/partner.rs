//! The partner registry: what an operator registers, checked before it is stored and again when it is read.

use crate::id::PartnerKey;
use crate::providers::Provider;
use crate::secret::KeyRing;
use crate::url::{FrameOrigin, RedirectList, SafeUrl, Strictness, UrlError};
use serde::{Deserialize, Serialize};

/// How the callback is sent: 000 says PUT, its successor POST.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum CallbackMethod {
    /// As 000.
    #[default]
    Put,
    /// As its successor.
    Post,
}

impl CallbackMethod {
    /// The method's name.
    pub fn text(self) -> &'static str {
        match self {
            Self::Put => "PUT",
            Self::Post => "POST",
        }
    }
}

/// A partner as registered. Durations are whole seconds or days.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Partner {
    /// Unique.
    pub key: PartnerKey,
    /// For people, 1 to 60 characters.
    pub name: String,
    /// A `data:image/…` URL of at most 8 kB, or nothing.
    pub logo: Option<String>,
    /// `#rrggbb`, or nothing.
    pub accent: Option<String>,
    /// Whom its users may link with.
    pub providers: Vec<Provider>,
    /// One or two secrets; the first signs what we send, both verify what we receive.
    pub secrets: KeyRing,
    /// Where a flow may end.
    pub redirects: RedirectList,
    /// Who may frame the page.
    pub frame_origins: Vec<FrameOrigin>,
    /// Where callbacks go.
    pub callback_url: SafeUrl,
    /// And how.
    #[serde(default)]
    pub callback_method: CallbackMethod,
    /// Whether links must carry a timestamp.
    #[serde(default = "yes")]
    pub require_timestamp: bool,
    /// How old a link may be, in seconds.
    #[serde(default = "five_minutes")]
    pub link_ttl: i64,
    /// Whether links must say which user they are for, in words.
    #[serde(default = "yes")]
    pub require_user_label: bool,
    /// Whether a link to an account of ours needs a passed KYC case.
    #[serde(default)]
    pub kyc_required: bool,
    /// How many days a link to an account of ours lasts; without it, until it is ended.
    pub link_valid_days: Option<u16>,
    /// How a provider's app leads back to the partner's app; without it `return_to=app` is refused.
    #[serde(default)]
    pub app_return: Option<AppReturn>,
}

/// The links that open the partner's app: `scheme://…` of at most 512 characters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppReturn {
    /// On iOS.
    pub ios: String,
    /// On Android.
    pub android: String,
}

fn yes() -> bool {
    true
}

fn five_minutes() -> i64 {
    300
}

/// Why a registration is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PartnerError {
    /// `demo…` outside development.
    #[error("partners named demo… are refused outside development")]
    Demo,
    /// A URL breaks its rules.
    #[error("{field} {error}")]
    Url {
        /// Which one.
        field: &'static str,
        /// And how.
        error: UrlError,
    },
    /// A field breaks its rules.
    #[error("{0}")]
    Field(&'static str),
}

impl Partner {
    /// Checks everything that depends on where it runs. The types have checked the rest.
    pub fn check(&self, strictness: Strictness) -> Result<(), PartnerError> {
        if strictness == Strictness::Production && self.key.as_str().starts_with("demo") {
            return Err(PartnerError::Demo);
        }
        let url = |field, text: &str| {
            SafeUrl::parse(text, strictness).map(drop).map_err(|error| PartnerError::Url { field, error })
        };
        url("callback_url", self.callback_url.as_str())?;
        self.redirects.iter().try_for_each(|redirect| url("redirects", redirect.as_str()))?;
        for origin in &self.frame_origins {
            FrameOrigin::parse(origin.as_str(), strictness)
                .map_err(|error| PartnerError::Url { field: "frame_origins", error })?;
        }
        let rules = [
            ((1..=60).contains(&self.name.chars().count()), "name has 1 to 60 characters"),
            (!self.name.chars().any(char::is_control), "name has no control characters"),
            (self.redirects.iter().next().is_some(), "at least one redirect is needed"),
            (!self.providers.is_empty(), "at least one provider is needed"),
            ((30..=86_400).contains(&self.link_ttl), "link_ttl is 30 to 86400 seconds"),
            (
                self.link_valid_days.is_none_or(|days| (1..=3650).contains(&days)),
                "link_valid_days is 1 to 3650",
            ),
            (self.accent.as_deref().is_none_or(is_colour), "accent is written #rrggbb"),
            (self.logo.as_deref().is_none_or(is_logo), "logo is a data:image/… URL of at most 8 kB"),
            (
                self.app_return.as_ref().is_none_or(|app| is_deeplink(&app.ios) && is_deeplink(&app.android)),
                "app_return holds links of an app: scheme://…, at most 512 characters, no script",
            ),
            (
                self.secrets.iter().all(|key| key.secret.expose().len() >= 16),
                "a secret has at least 16 bytes",
            ),
        ];
        rules.into_iter().find(|(holds, _)| !holds).map_or(Ok(()), |(_, rule)| Err(PartnerError::Field(rule)))
    }
}

fn is_colour(text: &str) -> bool {
    text.strip_prefix('#').is_some_and(|hex| hex.len() == 6 && hex.bytes().all(|b| b.is_ascii_hexdigit()))
}

fn is_deeplink(text: &str) -> bool {
    let scheme = text.split_once("://").map_or("", |(scheme, _)| scheme);
    let letters = scheme.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"+.-".contains(&b));
    let known = matches!(scheme, "javascript" | "data" | "file" | "http" | "blob" | "about");
    let plain = text.len() <= 512 && text.bytes().all(|b| b.is_ascii_graphic());
    scheme.starts_with(|c: char| c.is_ascii_lowercase()) && letters && !known && plain
}

fn is_logo(text: &str) -> bool {
    let image = ["data:image/svg+xml;base64,", "data:image/png;base64,"];
    text.len() <= 8192 && image.iter().any(|prefix| text.starts_with(prefix)) && text.is_ascii()
}

/// Why a stored registration cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoredError {
    /// Not sealed under this name, or with another deployment's key.
    #[error(transparent)]
    Seal(#[from] crate::seal::SealError),
    /// Sealed, but not a registration of this version.
    #[error("the registration cannot be read")]
    Form,
    /// A registration of another partner.
    #[error("the registration is another partner's")]
    Other,
    /// A registration this deployment refuses.
    #[error(transparent)]
    Refused(#[from] PartnerError),
}

/// The key under which a registration stands in the KV namespace `PARTNERS`, and the name it is sealed for.
pub fn stored_name(key: &PartnerKey) -> String {
    format!("partner/{key}")
}

/// Seals a registration for the KV namespace `PARTNERS`.
pub fn to_stored(
    partner: &Partner,
    ring: &KeyRing,
    nonce: [u8; crate::seal::NONCE],
) -> Result<String, StoredError> {
    let json = zeroize::Zeroizing::new(serde_json::to_string(partner).map_err(|_| StoredError::Form)?);
    Ok(crate::seal::seal(ring, &stored_name(&partner.key), nonce, &json)?)
}

/// Opens a registration and checks it for where it is used.
pub fn from_stored(
    key: &PartnerKey,
    ring: &KeyRing,
    stored: &str,
    strictness: Strictness,
) -> Result<Partner, StoredError> {
    let json = crate::seal::open(ring, &stored_name(key), stored)?;
    let partner: Partner = serde_json::from_str(&json).map_err(|_| StoredError::Form)?;
    if partner.key != *key {
        return Err(StoredError::Other);
    }
    partner.check(strictness)?;
    Ok(partner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn demo() -> Partner {
        serde_json::from_value(serde_json::json!({
            "key": "demo", "name": "Demo", "logo": null, "accent": "#0a7d4f", "providers": [Provider::default()],
            "secrets": [{"id": "k1", "secret": "demo-partner-secret"}],
            "redirects": ["http://localhost:8788/linked"], "frame_origins": ["http://localhost:8788"],
            "callback_url": "http://localhost:8788/callback", "link_valid_days": null
        }))
        .unwrap()
    }

    #[test]
    fn defaults_are_the_strict_ones() {
        let partner = demo();
        assert!(partner.require_timestamp && partner.require_user_label);
        assert_eq!((partner.link_ttl, partner.callback_method), (300, CallbackMethod::Put));
    }

    #[test]
    fn production_refuses_demo_partners_http_and_loopback() {
        let mut partner = demo();
        assert_eq!(partner.check(Strictness::Development), Ok(()));
        assert_eq!(partner.check(Strictness::Production), Err(PartnerError::Demo));
        partner.key = PartnerKey::parse("shop").unwrap();
        let refused = PartnerError::Url { field: "callback_url", error: UrlError::Host };
        assert_eq!(partner.check(Strictness::Production), Err(refused));
    }

    #[test]
    fn a_stored_registration_opens_under_its_own_name_only() {
        let ring = KeyRing::parse("a:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=").unwrap();
        let stored = to_stored(&demo(), &ring, [1; 12]).unwrap();
        assert!(!stored.contains("demo"));
        let key = PartnerKey::parse("demo").unwrap();
        assert!(from_stored(&key, &ring, &stored, Strictness::Development).is_ok());
        let other = PartnerKey::parse("other").unwrap();
        assert!(from_stored(&other, &ring, &stored, Strictness::Development).is_err());
    }
}
