//! `feature` of 000: which screen the user wants. No step is skipped for it.

use serde::{Deserialize, Serialize};

/// Which screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Feature {
    /// The first screen; also for values we do not know (docs/PROTOCOL.md).
    #[default]
    First,
    /// The confirm screen, after login.
    Link,
    /// The KYC form.
    Kyc,
    /// The one-time password device.
    #[serde(rename = "2fa")]
    TwoFactor,
}

impl Feature {
    /// Reads a value; an unknown one opens the first screen.
    pub fn parse(text: &str) -> Self {
        match text {
            "link" => Self::Link,
            "kyc" => Self::Kyc,
            "2fa" => Self::TwoFactor,
            _ => Self::First,
        }
    }
}
