//! The signed strings, byte by byte (002, steps 1 and 2). Each is a type that one function writes, in the
//! one order that counts.

use super::models::{ClientId, PartnerId, RedirectUrl, ReferenceCustomerId, RequestId, Store};
use crate::percent::percent_encode;
use crate::secret::Secret;
use crate::signature::md5_hex;
use crate::time::Millis;
use zeroize::Zeroizing;

/// The path of `inquiryAccount`, below the host.
pub const INQUIRY: &str = "/amsin/api/v1/business/account/inquiryAccount";

/// How a space is written: the source does not say (docs/PROTOCOL.md).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Space {
    /// `%20` (RFC 3986).
    #[default]
    Percent,
    /// `+` (HTML forms).
    Plus,
}

/// What one redirect says, besides who we are.
#[derive(Debug, Clone)]
pub struct Binding {
    /// Where the portal leads back to.
    pub redirect_url: RedirectUrl,
    /// Which user.
    pub reference: ReferenceCustomerId,
    /// For what.
    pub store: Store,
    /// Only where another account takes the place of a linked one.
    pub request_id: Option<RequestId>,
}

/// The query of the redirect before its signature. In scheme 1 it is the signed text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PortalQuery(String);

impl PortalQuery {
    /// Scheme 1: `clientId`, and RSA.
    pub fn scheme_1(client: &ClientId, binding: &Binding, space: Space) -> Self {
        Self::write(&[("clientId", client.as_str())], binding, space)
    }

    /// Scheme 2: `partnerId` and `extBizPartnerId`, and MD5.
    pub fn scheme_2(partner: &PartnerId, binding: &Binding, space: Space) -> Self {
        let id = partner.as_str();
        Self::write(&[("partnerId", id), ("extBizPartnerId", id)], binding, space)
    }

    fn write(ours: &[(&str, &str)], binding: &Binding, space: Space) -> Self {
        let rest = [
            ("redirectUrl", binding.redirect_url.as_str()),
            ("referenceCustomerId", binding.reference.as_str()),
            ("storeUrl", binding.store.url.as_str()),
            ("storeName", binding.store.name.as_str()),
            ("currency", binding.store.currency.as_str()),
        ];
        let request_id = binding.request_id.as_ref().map(|id| ("requestId", id.as_str()));
        let all = ours.iter().copied().chain(rest).chain(request_id);
        let pairs: Vec<String> =
            all.map(|(name, value)| format!("{name}={}", encode(value, space))).collect();
        Self(pairs.join("&"))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The text that scheme 2 hashes: with the key at its end.
    pub fn with_key(&self, key: &Secret) -> Zeroizing<String> {
        Zeroizing::new(format!("{}&key={}", self.0, key.expose()))
    }

    /// Scheme 2's signature: lower-case hex of MD5.
    pub fn md5(&self, key: &Secret) -> String {
        md5_hex(&self.with_key(key))
    }

    /// The whole URL. `signature` as made: base64 or hex.
    pub fn url(&self, portal: &str, signature: &str) -> String {
        format!("{portal}?{}&signature={}", self.0, percent_encode(signature))
    }
}

fn encode(value: &str, space: Space) -> String {
    let encoded = percent_encode(value);
    match space {
        Space::Percent => encoded,
        Space::Plus => encoded.replace("%20", "+"),
    }
}

/// The text that a request of the API and its reply sign: `POST <path>\n<clientId>.<time>.<body>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiText(String);

impl ApiText {
    /// Writes it. `time` as in the header, `body` as sent or received.
    pub fn new(path: &str, client: &ClientId, time: &str, body: &str) -> Self {
        Self(format!("POST {path}\n{}.{time}.{body}", client.as_str()))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// `Request-Time`: ISO 8601 with an offset, to the second.
pub fn request_time(now: Millis) -> String {
    let iso = now.iso();
    format!("{}+00:00", iso.split('.').next().unwrap_or_default())
}

/// The header `Signature` of the API.
pub fn signature_header(key_version: &str, signature: &str) -> String {
    format!("algorithm=RSA256, keyVersion={key_version}, signature={}", percent_encode(signature))
}

/// Reads that header: the key's version and the signature, which is still base64. `None` if it is none.
pub fn read_signature(header: &str) -> Option<(String, String)> {
    let of = |name: &str| {
        let mut pairs = header.split(',').filter_map(|pair| pair.trim().split_once('='));
        pairs.find(|(known, _)| *known == name).map(|(_, value)| value.trim())
    };
    let signature = crate::percent::percent_decode(of("signature")?)?;
    (of("algorithm")? == "RSA256").then(|| (of("keyVersion").unwrap_or_default().to_owned(), signature))
}
