//! What a request to the API looks like and how it is signed, from the provider's documentation and with `ring`.

use super::keys::PublicKeys;
use crate::sign::{decode, encode};
use axum::http::{HeaderMap, header};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// The one endpoint, as it is signed.
pub const PATH: &str = "/amsin/api/v1/business/account/inquiryAccount";

/// How far `Request-Time` may be from our clock, in seconds.
const SKEW: u64 = 600;

/// Why a request is refused: a code and what is wrong.
#[derive(Debug, PartialEq, Eq)]
pub struct Refusal {
    pub code: &'static str,
    pub message: &'static str,
}

impl Refusal {
    pub const fn new(code: &'static str, message: &'static str) -> Self {
        Self { code, message }
    }
}

/// The header `Signature`.
#[derive(Debug, PartialEq, Eq)]
pub struct Signature {
    pub key_version: String,
    bytes: Vec<u8>,
}

/// The question, as JSON.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Inquiry {
    account_type: String,
    reference_customer_id: String,
}

/// What is signed, of a request and of its reply.
pub fn text(client: &str, time: &str, body: &[u8]) -> Vec<u8> {
    [format!("POST {PATH}\n{client}.{time}.").as_bytes(), body].concat()
}

/// A header's text; empty where there is none.
pub fn header<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

impl Signature {
    /// Reads `algorithm=RSA256, keyVersion=<n>, signature=<percent-encoded base64>`.
    pub fn read(headers: &HeaderMap) -> Option<Self> {
        let mut pairs = header(headers, "signature").split(',').map(|pair| pair.trim().split_once('='));
        let mut next = |name: &str| pairs.next()?.filter(|(known, _)| *known == name).map(|(_, value)| value);
        next("algorithm").filter(|algorithm| *algorithm == "RSA256")?;
        let (key_version, raw) = (next("keyVersion")?.to_owned(), next("signature")?);
        let base64 = decode(raw).filter(|base64| encode(base64) == raw)?;
        let bytes = STANDARD.decode(base64).ok()?;
        pairs.next().is_none().then_some(Self { key_version, bytes })
    }
}

/// Whose accounts a request asks for, if all about it is right.
pub fn check(
    headers: &HeaderMap,
    body: &[u8],
    (client, keys): (&str, &PublicKeys),
    now: u64,
) -> Result<String, Refusal> {
    let illegal = |message| Refusal::new("PARAM_ILLEGAL", message);
    let kind = header(headers, header::CONTENT_TYPE.as_str());
    if !kind.replace(' ', "").eq_ignore_ascii_case("application/json;charset=UTF-8") {
        return Err(Refusal::new(
            "MEDIA_TYPE_NOT_ACCEPTABLE",
            "Content-Type must be application/json; charset=UTF-8",
        ));
    }
    if header(headers, "client-id") != client {
        return Err(Refusal::new("INVALID_CLIENT", "Client-Id is not known"));
    }
    let (time, invalid) =
        (header(headers, "request-time"), |message| Refusal::new("INVALID_SIGNATURE", message));
    let signature =
        Signature::read(headers).ok_or_else(|| invalid("Signature is not of the documented form"))?;
    if !keys.verifies(&signature.key_version, &text(client, time, body), &signature.bytes) {
        return Err(invalid("The key of this version did not make this signature"));
    }
    if seconds(time).is_none_or(|at| at.abs_diff(now) > SKEW) {
        return Err(illegal("Request-Time must be ISO 8601 with an offset, and near to now"));
    }
    let inquiry: Inquiry = serde_json::from_slice(body).map_err(|_| illegal("The body is not an inquiry"))?;
    let reference = inquiry.reference_customer_id;
    let good = inquiry.account_type == "RECEIVE_ACCOUNT" && (1..=64).contains(&reference.chars().count());
    good.then_some(reference).ok_or(illegal("accountType or referenceCustomerId is not as documented"))
}

fn seconds(time: &str) -> Option<u64> {
    u64::try_from(OffsetDateTime::parse(time, &Rfc3339).ok()?.unix_timestamp()).ok()
}

#[cfg(test)]
#[path = "signing_tests.rs"]
mod tests;
