//! What a request to PayWay looks like and how it is signed, from the provider's documentation and with `ring`.

use axum::http::{HeaderMap, header};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::hmac;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use time::PrimitiveDateTime;
use time::macros::format_description;

/// How far `request_time` may be from our clock, in seconds.
const SKEW: u64 = 600;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Endpoint {
    LinkAccount,
    GetTokenDetails,
    RenewExpiredAccountToken,
    RemoveToken,
}

impl Endpoint {
    pub const NAMES: [&str; 4] =
        ["link-account", "get-token-details", "renew-expired-account-token", "remove-token"];

    pub fn name(self) -> &'static str {
        let [link, details, renew, remove] = Self::NAMES;
        match self {
            Self::LinkAccount => link,
            Self::GetTokenDetails => details,
            Self::RenewExpiredAccountToken => renew,
            Self::RemoveToken => remove,
        }
    }

    /// The fields that are hashed, in that order.
    fn hashed(self) -> &'static [&'static str] {
        match self {
            Self::LinkAccount => &[
                "merchant_id",
                "request_time",
                "ctid",
                "return_deeplink",
                "callback_url",
                "request_id",
                "token_flag",
                "currency",
            ],
            Self::GetTokenDetails => &["merchant_id", "request_time", "request_id"],
            Self::RenewExpiredAccountToken => &["ctid", "request_time", "pwt", "merchant_id", "request_id"],
            Self::RemoveToken => &["merchant_id", "ctid", "request_time", "pwt"],
        }
    }

    fn required(self) -> impl Iterator<Item = &'static str> {
        let optional = |name: &&str| matches!(*name, "return_deeplink" | "callback_url");
        self.hashed().iter().copied().filter(move |name| !optional(name)).chain(["hash"])
    }
}

/// Why a request is refused: a code, and with `04` what is wrong with which field.
#[derive(Debug, PartialEq, Eq)]
pub struct Refusal {
    pub code: String,
    /// Where it is not the code's own.
    pub message: Option<&'static str>,
    pub errors: BTreeMap<String, Vec<String>>,
}

impl Refusal {
    pub fn code(code: &str) -> Self {
        Self { code: code.to_owned(), message: None, errors: BTreeMap::new() }
    }

    pub fn field(name: &str, message: &str) -> Self {
        Self::fields(BTreeMap::from([(name.to_owned(), vec![message.to_owned()])]))
    }

    fn fields(errors: BTreeMap<String, Vec<String>>) -> Self {
        Self { errors, ..Self::code("04") }
    }
}

/// The fields of a request. An optional one that is null or empty is not there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fields(pub BTreeMap<String, String>);

impl Fields {
    pub fn get(&self, name: &str) -> &str {
        self.0.get(name).map(String::as_str).unwrap_or_default()
    }

    pub fn optional(&self, name: &str) -> Option<&str> {
        Some(self.get(name)).filter(|value| !value.is_empty())
    }

    /// As they may be shown.
    pub fn masked(&self) -> BTreeMap<String, String> {
        let mask = |(name, value): (&String, &String)| {
            let secret = matches!(name.as_str(), "hash" | "pwt");
            (name.clone(), if secret { "•••".to_owned() } else { value.clone() })
        };
        self.0.iter().map(mask).collect()
    }

    /// Whether `hash` is the merchant's.
    pub fn is_signed(&self, endpoint: Endpoint, api_key: &str) -> bool {
        let text: String = endpoint.hashed().iter().map(|name| self.get(name)).collect();
        let key = hmac::Key::new(hmac::HMAC_SHA512, api_key.as_bytes());
        let hash = STANDARD.decode(self.get("hash"));
        hash.is_ok_and(|hash| hmac::verify(&key, text.as_bytes(), &hash).is_ok())
    }

    /// Whether `request_time` is near enough to `now`.
    pub fn is_timely(&self, now: u64) -> bool {
        seconds(self.get("request_time")).is_some_and(|at| at.abs_diff(now) <= SKEW)
    }

    /// Every mistake of form, by field.
    pub fn check(&self, endpoint: Endpoint) -> Result<(), Refusal> {
        let mut errors: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let mut wrong =
            |name: &str, message: String| errors.entry(name.to_owned()).or_default().push(message);
        for name in endpoint.required().filter(|name| self.get(name).is_empty()) {
            wrong(name, format!("{name} is required"));
        }
        for (name, value) in self.0.iter().filter(|(_, value)| !value.is_empty()) {
            if let Some(message) = mistake(name, value) {
                wrong(name, format!("{name} {message}"));
            }
        }
        if errors.is_empty() { Ok(()) } else { Err(Refusal::fields(errors)) }
    }
}

fn mistake(name: &str, value: &str) -> Option<&'static str> {
    let (good, message) = match name {
        "request_id" | "ctid" => (is_id(value), "must be 5 to 24 letters and digits"),
        "request_time" => (seconds(value).is_some(), "must be UTC as YYYYMMDDHHmmss"),
        "merchant_id" => (value.len() <= 20, "must have at most 20 characters"),
        "token_flag" => (matches!(value, "CITI_FLEX" | "CITO_FLEX"), "must be CITI_FLEX or CITO_FLEX"),
        "currency" => (matches!(value, "KHR" | "USD"), "must be KHR or USD"),
        "callback_url" => (text(value).is_some(), "must be base64"),
        "return_deeplink" => {
            (deeplink(value).is_some(), "must be base64 of JSON with ios_scheme and android_scheme")
        }
        _ => (true, ""),
    };
    (!good).then_some(message)
}

fn is_id(value: &str) -> bool {
    (5..=24).contains(&value.len()) && value.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// What a base64 field says.
pub fn text(value: &str) -> Option<String> {
    String::from_utf8(STANDARD.decode(value).ok()?).ok()
}

/// Where Done leads, on each system.
pub fn deeplink(value: &str) -> Option<Value> {
    let json: Value = serde_json::from_str(&text(value)?).ok()?;
    let has = |name| json.get(name).is_some_and(Value::is_string);
    (has("ios_scheme") && has("android_scheme")).then_some(json)
}

fn seconds(request_time: &str) -> Option<u64> {
    let form = format_description!("[year][month][day][hour][minute][second]");
    let digits = request_time.len() == 14 && request_time.bytes().all(|byte| byte.is_ascii_digit());
    let at = PrimitiveDateTime::parse(request_time, form).ok().filter(|_| digits)?;
    u64::try_from(at.assume_utc().unix_timestamp()).ok()
}

/// The fields of a body, which must be JSON and say so.
pub fn read(headers: &HeaderMap, body: &[u8]) -> Result<Fields, Refusal> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if kind.split(';').next().is_none_or(|kind| !kind.trim().eq_ignore_ascii_case("application/json")) {
        return Err(Refusal::field("content_type", "Content-Type must be application/json"));
    }
    let Ok(Value::Object(object)) = serde_json::from_slice(body) else {
        return Err(Refusal::field("body", "The body must be a JSON object"));
    };
    let mut fields = BTreeMap::new();
    for (name, value) in object {
        match value {
            Value::String(text) => drop(fields.insert(name, text)),
            Value::Null => {}
            _ => return Err(Refusal::field(&name, &format!("{name} must be a string"))),
        }
    }
    Ok(Fields(fields))
}

#[cfg(test)]
#[path = "signing_tests.rs"]
mod tests;
