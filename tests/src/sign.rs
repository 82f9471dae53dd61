//! Signatures as a partner makes and checks them, with `ring`: none of it is our own code.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::hmac;

fn key(secret: &str) -> hmac::Key {
    hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes())
}

/// HMAC-SHA256 in base64.
pub fn base64(secret: &str, text: &str) -> String {
    STANDARD.encode(hmac::sign(&key(secret), text.as_bytes()))
}

/// HMAC-SHA256 in lower-case hex.
pub fn hex(secret: &str, text: &str) -> String {
    hmac::sign(&key(secret), text.as_bytes()).as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Whether this is the HMAC-SHA256 of the text, in base64.
pub fn fits(secret: &str, text: &str, signature: &str) -> bool {
    let Ok(bytes) = STANDARD.decode(signature) else { return false };
    hmac::verify(&key(secret), text.as_bytes(), &bytes).is_ok()
}

/// Percent-encodes all but the unreserved characters of RFC 3986.
pub fn encode(value: &str) -> String {
    let one = |byte: u8| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    value.bytes().map(one).collect()
}
