//! What WorldFirst's source names: the fields of the redirect, each with its rules; in `reply`, what WorldFirst says.

use crate::parameter_error::ParameterError;
use crate::providers::LinkParameters;
use crate::scope::Scope;
use crate::signed_link::SignedLink;
use crate::text::turns;
use serde::{Deserialize, Serialize};
use url::Url;

mod reply;

pub use reply::{Account, Inquiry, RaStatus, Reply, Returned};

/// The currencies that WorldFirst lists (docs/PROTOCOL.md): others are warned of, not refused.
const LISTED: [&str; 13] =
    ["USD", "EUR", "GBP", "NZD", "CAD", "AUD", "JPY", "SGD", "HKD", "CNH", "PLN", "SEK", "MXN"];

/// Characters whose encoding 002 leaves open (docs/PROTOCOL.md): they may be encoded otherwise at WorldFirst.
const DISPUTED: [char; 7] = [' ', '!', '\'', '(', ')', '*', '~'];

macro_rules! field {
    ($(#[$doc:meta])* $name:ident, $most:literal, $fits:expr, $rule:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Reads one; the rule it breaks otherwise.
            pub fn parse(text: &str) -> Result<Self, &'static str> {
                let fits: fn(&str) -> bool = $fits;
                let plain = !text.is_empty() && text.chars().count() <= $most && !text.chars().any(char::is_control);
                if plain && fits(text) { Ok(Self(text.to_owned())) } else { Err($rule) }
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = &'static str;
            fn try_from(text: String) -> Result<Self, Self::Error> {
                Self::parse(&text)
            }
        }

        impl From<$name> for String {
            fn from(field: $name) -> String {
                field.0
            }
        }
    };
}

field! {
    /// `clientId`: who we are, in scheme 1 and in the API.
    ClientId, 64, |text| text.bytes().all(|b| b.is_ascii_alphanumeric()), "has 1 to 64 letters and digits"
}
field! {
    /// `partnerId` and `extBizPartnerId`, which are equal: who we are, in scheme 2.
    PartnerId, 64, |_| true, "has 1 to 64 characters"
}
field! {
    /// `redirectUrl`: where the portal leads back to.
    RedirectUrl, 512, |_| true, "has 1 to 512 characters"
}
field! {
    /// `referenceCustomerId`: the user, as we name them to WorldFirst.
    ReferenceCustomerId, 64, |_| true, "has 1 to 64 characters"
}
field! {
    /// `storeUrl`: the user's shop at the partner.
    StoreUrl, 256, is_web, "is an http or https URL of at most 256 characters"
}
field! {
    /// `storeName`: its name.
    StoreName, 256, |text| !text.chars().any(turns), "has 1 to 256 characters, none of which turns the direction of text"
}
field! {
    /// `requestId`: one re-binding, never used twice.
    RequestId, 64, |text| text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b)), "has 1 to 64 of A-Z a-z 0-9 - _ ."
}
field! {
    /// `currency`: the codes of the accounts (ISO 4217), joined by commas, none twice.
    Currencies, 256, are_codes, "is a list of three-letter codes joined by commas, none twice, of at most 256 characters"
}

fn is_web(text: &str) -> bool {
    // Written as browsers write it, not as they would mend it.
    let (scheme, rest) = text.split_once("//").unwrap_or_default();
    let web = ["https:", "http:"].iter().any(|known| scheme.eq_ignore_ascii_case(known));
    let plain = !rest.starts_with('/') && !text.chars().any(|c| matches!(c, '\\' | ' ') || turns(c));
    web && plain && Url::parse(text).is_ok_and(|url| url.has_host())
}

fn are_codes(text: &str) -> bool {
    let mut seen = Vec::new();
    text.split(',').all(|code| {
        let good = code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase()) && !seen.contains(&code);
        seen.push(code);
        good
    })
}

impl Currencies {
    /// Each of them.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.split(',')
    }
}

impl ReferenceCustomerId {
    /// Of our own making: 32 characters of base62, one for each byte.
    pub fn ours(bytes: [u8; 32]) -> Self {
        const DIGITS: [char; 62] = [
            '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I',
            'J', 'K', 'L', 'M', 'N', 'O', 'P', 'Q', 'R', 'S', 'T', 'U', 'V', 'W', 'X', 'Y', 'Z', 'a', 'b',
            'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o', 'p', 'q', 'r', 's', 't', 'u',
            'v', 'w', 'x', 'y', 'z',
        ];
        Self(bytes.iter().filter_map(|byte| DIGITS.get(usize::from(*byte).checked_rem(62)?)).collect())
    }
}

/// What the accounts are opened for; the same in every redirect of one linking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Store {
    /// Its address at the partner.
    pub url: StoreUrl,
    /// Its name.
    pub name: StoreName,
    /// Of the accounts.
    pub currency: Currencies,
}

/// What a partner asks of WorldFirst with a link. Of a re-binding the three may be left out: they are those of the
/// first binding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parameters {
    store_url: Option<StoreUrl>,
    store_name: Option<StoreName>,
    currency: Option<Currencies>,
    /// Present exactly where another account takes the place of the one that is linked.
    pub request_id: Option<RequestId>,
}

/// A value that WorldFirst may take otherwise than we mean it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Warning {
    /// It holds a character whose encoding is not documented.
    DisputedCharacter,
    /// It is no currency that WorldFirst lists.
    UnlistedCurrency,
}

impl Warning {
    /// The code in the header `account-link-warning`.
    pub fn text(self) -> &'static str {
        match self {
            Self::DisputedCharacter => "disputed_character",
            Self::UnlistedCurrency => "unlisted_currency",
        }
    }
}

impl LinkParameters for Parameters {
    fn read(link: &SignedLink) -> Result<Self, ParameterError> {
        let given = |name| link.get(name).filter(|value| !value.is_empty());
        let request_id = field("request_id", given("request_id"), RequestId::parse)?;
        let read = Self {
            store_url: field("store_url", given("store_url"), StoreUrl::parse)?,
            store_name: field("store_name", given("store_name"), StoreName::parse)?,
            currency: field("currency", given("currency"), Currencies::parse)?,
            request_id,
        };
        match read.missing() {
            Some(name) if read.request_id.is_none() => Err(ParameterError::Missing(name)),
            _ => Ok(read),
        }
    }

    fn completed_by(self, first: &Self) -> Result<Self, ParameterError> {
        const RULE: &str = "must not change when an account is re-bound";
        Ok(Self {
            store_url: same("store_url", self.store_url, &first.store_url, RULE)?,
            store_name: same("store_name", self.store_name, &first.store_name, RULE)?,
            currency: same("currency", self.currency, &first.currency, RULE)?,
            request_id: self.request_id,
        })
    }

    fn scope(&self) -> Option<Scope> {
        let store = self.store()?;
        let values = [
            ("store", store.name.as_str()),
            ("url", store.url.as_str()),
            ("currency", store.currency.as_str()),
        ];
        Some(Scope::with(
            if self.request_id.is_some() { "replace_accounts" } else { "open_accounts" },
            &values,
        ))
    }

    fn rebind_id(&self) -> Option<&str> {
        self.request_id.as_ref().map(RequestId::as_str)
    }

    fn warnings(&self) -> Vec<(&'static str, &'static str)> {
        self.doubts().into_iter().map(|(warning, name)| (warning.text(), name)).collect()
    }
}

impl Parameters {
    /// What the accounts are for; `None` where it was left out and is not known yet.
    pub fn store(&self) -> Option<Store> {
        let (url, name, currency) = (&self.store_url, &self.store_name, &self.currency);
        Some(Store { url: url.clone()?, name: name.clone()?, currency: currency.clone()? })
    }

    /// What WorldFirst may take otherwise, with the parameter's name.
    pub fn doubts(&self) -> Vec<(Warning, &'static str)> {
        let texts = [
            ("store_url", self.store_url.as_ref().map(StoreUrl::as_str)),
            ("store_name", self.store_name.as_ref().map(StoreName::as_str)),
        ];
        let disputed = texts.into_iter().filter(|(_, text)| text.is_some_and(|text| text.contains(DISPUTED)));
        let unlisted = self.currency.iter().filter(|all| all.iter().any(|code| !LISTED.contains(&code)));
        let disputed = disputed.map(|(name, _)| (Warning::DisputedCharacter, name));
        disputed.chain(unlisted.map(|_| (Warning::UnlistedCurrency, "currency"))).collect()
    }

    fn missing(&self) -> Option<&'static str> {
        let there = [
            ("store_url", self.store_url.is_some()),
            ("store_name", self.store_name.is_some()),
            ("currency", self.currency.is_some()),
        ];
        there.into_iter().find(|(_, there)| !there).map(|(name, _)| name)
    }
}

fn field<T>(
    name: &'static str,
    text: Option<&str>,
    parse: impl Fn(&str) -> Result<T, &'static str>,
) -> Result<Option<T>, ParameterError> {
    text.map(|text| parse(text).map_err(|rule| ParameterError::Invalid(name, rule))).transpose()
}

fn same<T: PartialEq + Clone>(
    name: &'static str,
    given: Option<T>,
    first: &Option<T>,
    rule: &'static str,
) -> Result<Option<T>, ParameterError> {
    match given {
        Some(given) if first.as_ref() != Some(&given) => Err(ParameterError::Invalid(name, rule)),
        _ => Ok(first.clone()),
    }
}
