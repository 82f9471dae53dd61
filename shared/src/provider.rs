//! The providers of financial accounts, and what is particular to each of them.

use serde::{Deserialize, Serialize};

/// Who holds the account that is linked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum Provider {
    /// Our own Connect screens (000): the accounts are ours.
    Cabital,
    /// WorldFirst, receiving accounts (002): by a redirect to its portal.
    Worldfirst,
    /// ABA PayWay, account on file (003): by QR or deeplink.
    Payway,
}

impl Provider {
    /// Every provider this build can link.
    pub const ALL: [Self; 3] = [Self::Cabital, Self::Worldfirst, Self::Payway];

    /// The key on the wire, lower case.
    pub fn key(self) -> &'static str {
        match self {
            Self::Cabital => "cabital",
            Self::Worldfirst => "worldfirst",
            Self::Payway => "payway",
        }
    }

    /// The name people know.
    pub fn name(self) -> &'static str {
        match self {
            Self::Cabital => "Cabital",
            Self::Worldfirst => "WorldFirst",
            Self::Payway => "ABA",
        }
    }

    /// Whether the accounts are ours: only then do they have an address, a KYC case and a one-time password device.
    pub fn has_house(self) -> bool {
        matches!(self, Self::Cabital)
    }

    /// Whether what was linked there can, and must, be removed there by us.
    pub fn removes(self) -> bool {
        matches!(self, Self::Payway)
    }

    /// The provider of that key.
    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|provider| provider.key() == key)
    }
}
