//! How the product names a user to the providers, so that a test can set a fault for that user before the first request.
//!
//! `docs/STORAGE.md` says how: HMAC-SHA256 under `NAME_KEY`, over each part with its length in front. This is a second
//! implementation, with `ring`; `tests/e2e/names.rs` holds the two together.

use crate::partner::Partner;
use crate::stack;
use ring::hmac;

const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

fn keyed(parts: &[&str]) -> [u8; 32] {
    let vars = stack::vars();
    let (_, key) = vars.iter().find(|(name, _)| name == "NAME_KEY").expect("NAME_KEY is set");
    let text: String = parts.iter().map(|part| format!("{}:{part}", part.len())).collect();
    let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key.as_bytes()), text.as_bytes());
    tag.as_ref().try_into().expect("32 bytes")
}

/// What `PayWay` calls a user: 12 bytes in hex.
pub fn ctid(partner: Partner, user: &str) -> String {
    keyed(&["payway-ctid", partner.key, user])[..12].iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What `WorldFirst` calls a user in that round: a digit of base 62 for each byte.
pub fn reference(partner: Partner, user: &str, round: u32) -> String {
    let bytes = keyed(&["worldfirst-reference", partner.key, user, &round.to_string()]);
    bytes.iter().map(|byte| char::from(DIGITS[usize::from(byte % 62)])).collect()
}
