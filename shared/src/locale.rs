//! Languages and themes that a link, a page or a handshake may ask for.

use serde::{Deserialize, Serialize};

/// A language the page speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Locale {
    /// English.
    En,
    /// Chinese, simplified.
    Zh,
    /// Khmer.
    Km,
}

impl Locale {
    /// Every language.
    pub const ALL: [Self; 3] = [Self::En, Self::Zh, Self::Km];

    /// The BCP 47 tag for the page's `lang`.
    pub fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Zh => "zh-Hans",
            Self::Km => "km",
        }
    }

    /// Reads a BCP 47 tag by its language subtag, any case: `zh-CN`, `km_KH`, `EN`.
    pub fn parse(tag: &str) -> Option<Self> {
        let language = tag.split(['-', '_']).next()?.to_ascii_lowercase();
        match language.as_str() {
            "en" => Some(Self::En),
            "zh" => Some(Self::Zh),
            "km" => Some(Self::Km),
            _ => None,
        }
    }
}

/// How bright the page is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum Theme {
    /// As the device says.
    #[default]
    Auto,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

impl Theme {
    /// Reads `auto`, `light` or `dark`.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "auto" => Some(Self::Auto),
            "light" => Some(Self::Light),
            "dark" => Some(Self::Dark),
            _ => None,
        }
    }
}
