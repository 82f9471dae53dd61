//! The hashed strings, byte by byte (003, `hash`): concatenations without separators,
//! unambiguous because our ids always have 24 characters. Each request writes its own and no other.

use super::models::{Ctid, Currency, RequestId, TokenFlag};
use crate::secret::Secret;
use crate::signature::HmacSha512;
use crate::time::Millis;
use serde::Serialize;
use zeroize::Zeroizing;

/// The path of `link-account`, below the host.
pub const LINK_ACCOUNT: &str = "/api/payment-credential/v3/aof/link-account";
/// The path of `get-token-details`.
pub const DETAILS: &str = "/api/payment-credential/v3/token-management/get-token-details";
/// The path of `renew-expired-account-token`.
pub const RENEW: &str = "/api/payment-credential/v3/token-management/renew-expired-account-token";
/// The path of `remove-token`.
pub const REMOVE: &str = "/api/payment-credential/v3/token-management/remove-token";

/// Who we are to PayWay: one merchant a deployment.
#[derive(Debug, Clone)]
pub struct Merchant {
    /// `merchant_id`, at most 20 characters.
    pub id: String,
    /// The key of the hash.
    pub api_key: Secret,
}

/// A request for a QR and a deeplink.
#[derive(Debug, Clone)]
pub struct LinkAccount {
    /// The user, as we name them to PayWay.
    pub ctid: Ctid,
    /// New for each QR.
    pub request_id: RequestId,
    /// What the merchant may do with the account.
    pub token_flag: TokenFlag,
    /// Of the charges.
    pub currency: Currency,
    /// Base64 of the JSON of the app's deeplinks; absent for a page of the web.
    pub return_deeplink: Option<String>,
    /// Base64 of the URL that is told.
    pub callback_url: String,
}

/// What is done with a token.
#[derive(Debug, Clone)]
pub enum TokenRequest {
    /// `get-token-details`.
    Details {
        /// Of the QR.
        request_id: RequestId,
    },
    /// `renew-expired-account-token`.
    Renew {
        /// Whose.
        ctid: Ctid,
        /// Of the QR.
        request_id: RequestId,
        /// The token.
        pwt: Secret,
    },
    /// `remove-token`.
    Remove {
        /// Whose.
        ctid: Ctid,
        /// The token.
        pwt: Secret,
    },
}

#[derive(Serialize, Default)]
struct Body<'a> {
    request_time: &'a str,
    merchant_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    request_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ctid: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pwt: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    return_deeplink: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    token_flag: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    currency: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    callback_url: Option<&'a str>,
    hash: String,
}

impl LinkAccount {
    /// The text that is hashed.
    pub fn text(&self, merchant: &Merchant, request_time: &str) -> String {
        [
            &merchant.id,
            request_time,
            self.ctid.as_str(),
            self.return_deeplink.as_deref().unwrap_or_default(),
            &self.callback_url,
            self.request_id.as_str(),
            self.token_flag.text(),
            self.currency.text(),
        ]
        .concat()
    }

    /// The JSON that is sent at that time.
    pub fn body(&self, merchant: &Merchant, now: Millis) -> Zeroizing<String> {
        let request_time = request_time(now);
        let hash = hash(merchant, &self.text(merchant, &request_time));
        json(&Body {
            request_time: &request_time,
            merchant_id: &merchant.id,
            request_id: Some(self.request_id.as_str()),
            ctid: Some(self.ctid.as_str()),
            return_deeplink: self.return_deeplink.as_deref(),
            token_flag: Some(self.token_flag.text()),
            currency: Some(self.currency.text()),
            callback_url: Some(&self.callback_url).filter(|url| !url.is_empty()).map(String::as_str),
            pwt: None,
            hash,
        })
    }
}

impl TokenRequest {
    /// Where it goes.
    pub fn path(&self) -> &'static str {
        match self {
            Self::Details { .. } => DETAILS,
            Self::Renew { .. } => RENEW,
            Self::Remove { .. } => REMOVE,
        }
    }

    /// The text that is hashed: each request has an order of its own.
    pub fn text(&self, merchant: &Merchant, request_time: &str) -> Zeroizing<String> {
        let id = merchant.id.as_str();
        Zeroizing::new(match self {
            Self::Details { request_id } => [id, request_time, request_id.as_str()].concat(),
            Self::Renew { ctid, request_id, pwt } => {
                [ctid.as_str(), request_time, pwt.expose(), id, request_id.as_str()].concat()
            }
            Self::Remove { ctid, pwt } => [id, ctid.as_str(), request_time, pwt.expose()].concat(),
        })
    }

    /// The JSON that is sent at that time.
    pub fn body(&self, merchant: &Merchant, now: Millis) -> Zeroizing<String> {
        let request_time = request_time(now);
        let hash = hash(merchant, &self.text(merchant, &request_time));
        let body = Body { request_time: &request_time, merchant_id: &merchant.id, hash, ..Body::default() };
        json(&match self {
            Self::Details { request_id } => Body { request_id: Some(request_id.as_str()), ..body },
            Self::Renew { ctid, request_id, pwt } => Body {
                ctid: Some(ctid.as_str()),
                request_id: Some(request_id.as_str()),
                pwt: Some(pwt.expose()),
                ..body
            },
            Self::Remove { ctid, pwt } => Body { ctid: Some(ctid.as_str()), pwt: Some(pwt.expose()), ..body },
        })
    }
}

/// `hash`: base64 of HMAC-SHA512 with the merchant's key.
fn hash(merchant: &Merchant, text: &str) -> String {
    HmacSha512::new(merchant.api_key.expose().as_bytes()).sign(text)
}

/// `request_time`: UTC as `YYYYMMDDHHmmss`, made at each send.
pub fn request_time(now: Millis) -> String {
    now.iso().chars().filter(char::is_ascii_digit).take(14).collect()
}

fn json(body: &Body<'_>) -> Zeroizing<String> {
    Zeroizing::new(serde_json::to_string(body).unwrap_or_default())
}
