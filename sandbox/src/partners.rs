//! Which partner the demo page plays: `demo`, or `demo-kyc`, whose users must be known before they are linked.

use crate::sign;
use axum::http::HeaderMap;
use serde::Deserialize;

/// A partner as Account Link knows it. The secrets are of development only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Partner {
    #[default]
    Demo,
    DemoKyc,
}

impl Partner {
    const ALL: [Self; 2] = [Self::Demo, Self::DemoKyc];

    /// His name with Account Link, and the secret they share.
    pub fn credentials(self) -> (&'static str, &'static str) {
        match self {
            Self::Demo => ("demo", "demo-partner-secret"),
            Self::DemoKyc => ("demo-kyc", "demo-kyc-partner-secret"),
        }
    }

    /// The one that is named; `demo` where none is.
    pub fn named(name: Option<&str>) -> Option<Self> {
        let Some(name) = name.filter(|name| !name.is_empty()) else { return Some(Self::default()) };
        Self::ALL.into_iter().find(|partner| partner.credentials().0 == name)
    }

    /// To whom a callback says it goes; `demo` where it says nothing that is known.
    pub fn addressed(headers: &HeaderMap) -> Self {
        Self::named(Some(sign::header(headers, "access-key"))).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_partner_is_named_as_it_is_written() {
        for partner in Partner::ALL {
            let name = partner.credentials().0;
            assert_eq!(Partner::named(Some(name)), Some(partner));
            assert_eq!(serde_json::from_value::<Partner>(name.into()).unwrap(), partner);
            let headers = HeaderMap::from_iter([("access-key".parse().unwrap(), name.parse().unwrap())]);
            assert_eq!(Partner::addressed(&headers), partner);
        }
        assert_eq!([None, Some("")].map(Partner::named), [Some(Partner::Demo); 2]);
        assert_eq!(Partner::named(Some("shop")), None);
        assert_eq!(Partner::addressed(&HeaderMap::new()), Partner::Demo);
    }
}
