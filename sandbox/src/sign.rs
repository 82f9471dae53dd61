//! How a partner signs and verifies, written from the documentation alone and with `ring`: if Account Link and this
//! file agree, two implementations agree. Nothing here may come from `shared`.

use axum::http::HeaderMap;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::hmac;

fn key(secret: &str) -> hmac::Key {
    hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes())
}

fn sign(secret: &str, message: &[u8]) -> String {
    STANDARD.encode(hmac::sign(&key(secret), message))
}

/// Whether a signature in base64 fits.
pub fn verify(secret: &str, message: &[u8], signature: &str) -> bool {
    STANDARD.decode(signature).is_ok_and(|bytes| hmac::verify(&key(secret), message, &bytes).is_ok())
}

/// Percent-encodes all but the unreserved characters of RFC 3986.
pub fn encode(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// What percent-encoded text says; `None` where it is not UTF-8 or not encoded at all.
pub fn decode(text: &str) -> Option<String> {
    let mut parts = text.split('%');
    let mut out = parts.next()?.as_bytes().to_vec();
    for part in parts {
        let (digits, rest) = part.split_at_checked(2).filter(|(digits, _)| !digits.starts_with('+'))?;
        out.push(u8::from_str_radix(digits, 16).ok()?);
        out.extend_from_slice(rest.as_bytes());
    }
    String::from_utf8(out).ok()
}

/// The signed link: the signature covers the whole URL before `&signature=`.
pub fn link(secret: &str, base: &str, parameters: &[(&str, String)]) -> String {
    let query: Vec<String> =
        parameters.iter().map(|(name, value)| format!("{name}={}", encode(value))).collect();
    let url = format!("{base}?{}", query.join("&"));
    let signature = encode(&sign(secret, url.as_bytes()));
    format!("{url}&signature={signature}")
}

/// ACCESS-SIGN of an API call without nonce; `path` is the path and the query exactly as sent.
pub fn api(secret: &str, timestamp: u64, method: &str, path: &str, body: &str) -> String {
    sign(secret, format!("{timestamp}{method}{path}{body}").as_bytes())
}

/// A header's text; empty where there is none.
pub fn header<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// Whether the ACCESS-* headers of a callback are ours and fit the bytes that arrived.
pub fn is_access_signed(
    (key, secret): (&str, &str),
    headers: &HeaderMap,
    method: &str,
    path: &str,
    body: &[u8],
) -> bool {
    let (timestamp, nonce) = (header(headers, "access-timestamp"), header(headers, "access-nonce"));
    let mut text = format!("{timestamp}{method}{nonce}{path}").into_bytes();
    text.extend_from_slice(body);
    header(headers, "access-key") == key && verify(secret, &text, header(headers, "access-sign"))
}

/// Whether one of the Standard Webhooks signatures fits. The secret's UTF-8 bytes are the key.
pub fn is_webhook_signed(secret: &str, headers: &HeaderMap, body: &[u8]) -> bool {
    let (id, timestamp) = (header(headers, "webhook-id"), header(headers, "webhook-timestamp"));
    let mut text = format!("{id}.{timestamp}.").into_bytes();
    text.extend_from_slice(body);
    header(headers, "webhook-signature")
        .split(' ')
        .filter_map(|one| one.strip_prefix("v1,"))
        .any(|signature| !id.is_empty() && verify(secret, &text, signature))
}

#[cfg(test)]
#[path = "sign_tests.rs"]
mod tests;
