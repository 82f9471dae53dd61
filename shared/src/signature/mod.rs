//! Signatures: what was signed becomes a type, and only a verified value can be used.
//!
//! RSA is not here: it happens in the platform (WebCrypto), see docs/SECURITY.md.

mod hmac_sha256;
mod hmac_sha512;
mod md5;

pub use hmac_sha256::{HmacSha256, Mac, MacForm};
pub use hmac_sha512::HmacSha512;
pub use md5::md5_hex;

/// A value whose signature has not been checked: it can be looked at for finding the key, not used.
#[derive(Debug, Clone)]
pub struct Unverified<T> {
    value: T,
    signed_text: String,
    mac: Mac,
}

/// The signature does not belong to the text and any of the keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the signature does not match")]
pub struct SignatureMismatch;

impl<T> Unverified<T> {
    /// A value with the text that was signed and the signature that came with it.
    pub fn new(value: T, signed_text: String, mac: Mac) -> Self {
        Self { value, signed_text, mac }
    }

    /// Looks at the value without trusting it.
    pub fn peek(&self) -> &T {
        &self.value
    }

    /// The text whose signature is checked, for error messages.
    pub fn signed_text(&self) -> &str {
        &self.signed_text
    }

    /// The value, if any of the keys made the signature over the text, or over `also` where one is given.
    pub fn verify<'k>(
        self,
        keys: impl Iterator<Item = &'k crate::secret::Secret>,
        also: Option<&str>,
    ) -> Result<T, SignatureMismatch> {
        let texts = [Some(self.signed_text.as_str()), also];
        // Every key and text is tried, so that the time does not tell which one matched.
        let matched = keys.fold(false, |found, key| {
            let signer = HmacSha256::new(key.expose().as_bytes());
            texts.iter().flatten().fold(found, |found, text| signer.verifies(text, &self.mac) | found)
        });
        if matched { Ok(self.value) } else { Err(SignatureMismatch) }
    }
}
