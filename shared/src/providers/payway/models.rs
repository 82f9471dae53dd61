//! What PayWay's source names: ids, flags, what a partner asks for, what is shown to the user; in `reply`, what
//! PayWay says.

use crate::parameter_error::ParameterError;
use crate::percent::percent_encode;
use crate::providers::LinkParameters;
use crate::qr::ReturnTo;
use crate::scope::Scope;
use crate::signed_link::SignedLink;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

mod reply;

#[cfg(test)]
pub(super) use reply::expired_at;
pub use reply::{Details, LinkReply, Pushback, Reply, TokenStatus};

/// How long a QR lives at most, in seconds (003: `expire_in`).
pub const LONGEST: i64 = 600;

macro_rules! wire_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Of our own making: 12 bytes as 24 characters, the longest that PayWay takes.
            pub fn ours(bytes: [u8; 12]) -> Self {
                Self(hex::encode(bytes))
            }

            /// Reads one: 5 to 24 of `A-Z a-z 0-9`. `None` otherwise.
            pub fn parse(text: &str) -> Option<Self> {
                let fits = (5..=24).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric());
                fits.then(|| Self(text.to_owned()))
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = &'static str;
            fn try_from(text: String) -> Result<Self, Self::Error> {
                Self::parse(&text).ok_or("is not 5 to 24 letters and digits")
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0
            }
        }
    };
}

wire_id! {
    /// `ctid`: the user as we name them to PayWay; the same for each of their QRs.
    Ctid
}
wire_id! {
    /// `request_id`: one QR.
    RequestId
}

/// `token_flag`: what the merchant may do with the account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum TokenFlag {
    /// The customer keeps an account for later payments that they start themselves.
    CitiFlex,
    /// The merchant may charge later, without the customer.
    CitoFlex,
}

impl TokenFlag {
    /// The word on the wire.
    pub fn text(self) -> &'static str {
        match self {
            Self::CitiFlex => "CITI_FLEX",
            Self::CitoFlex => "CITO_FLEX",
        }
    }
}

/// `currency`, by the merchant's profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Currency {
    /// Riel.
    Khr,
    /// US dollar.
    Usd,
}

impl Currency {
    /// ISO 4217.
    pub fn text(self) -> &'static str {
        match self {
            Self::Khr => "KHR",
            Self::Usd => "USD",
        }
    }
}

/// What a partner asks of PayWay with a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parameters {
    /// Of the charges.
    pub currency: Currency,
    /// What the merchant may do.
    pub token_flag: TokenFlag,
    /// Where "Done" leads.
    pub return_to: ReturnTo,
}

impl LinkParameters for Parameters {
    fn read(link: &SignedLink) -> Result<Self, ParameterError> {
        let required = |name| link.get(name).filter(|v| !v.is_empty()).ok_or(ParameterError::Missing(name));
        let currency = match required("currency")? {
            "KHR" => Currency::Khr,
            "USD" => Currency::Usd,
            _ => return Err(ParameterError::Invalid("currency", "is KHR or USD")),
        };
        let token_flag = match required("token_flag")? {
            "CITI_FLEX" => TokenFlag::CitiFlex,
            "CITO_FLEX" => TokenFlag::CitoFlex,
            _ => return Err(ParameterError::Invalid("token_flag", "is CITI_FLEX or CITO_FLEX")),
        };
        let return_to = match link.get("return_to") {
            None | Some("" | "web") => ReturnTo::Web,
            Some("app") => ReturnTo::App,
            Some(_) => return Err(ParameterError::Invalid("return_to", "is web or app")),
        };
        Ok(Self { currency, token_flag, return_to })
    }

    fn scope(&self) -> Option<Scope> {
        Some(Scope::named(match self.token_flag {
            TokenFlag::CitiFlex => "saved_account",
            TokenFlag::CitoFlex => "charge_later",
        }))
    }

    fn returns_to_app(&self) -> bool {
        self.return_to == ReturnTo::App
    }
}

/// The link for browsers on Android, which do not open `abamobilebank:`.
pub fn android_intent(qr_string: &str) -> String {
    let code = percent_encode(qr_string);
    format!(
        "intent://ababank.com?type=account_on_file&qrcode={code}#Intent;scheme=abamobilebank;package=com.paygo24.ibank;end;"
    )
}

/// ABA Mobile in Google's store.
pub const ANDROID_STORE: &str = "https://play.google.com/store/apps/details?id=com.paygo24.ibank";
/// ABA Mobile in Apple's store.
pub const IOS_STORE: &str = "https://apps.apple.com/us/app/aba-mobile-bank/id968860649";

/// `return_deeplink`: base64 of the JSON of the app's links (003).
pub fn return_deeplink(ios: &str, android: &str) -> String {
    #[derive(Serialize)]
    struct Deeplink<'a> {
        ios_scheme: &'a str,
        android_scheme: &'a str,
    }
    let json = serde_json::to_string(&Deeplink { ios_scheme: ios, android_scheme: android });
    STANDARD.encode(json.unwrap_or_default())
}

/// `callback_url`: base64 of the URL (003).
pub fn callback_url(url: &str) -> String {
    STANDARD.encode(url)
}
