//! HMAC-SHA512 (RFC 2104), which a provider's requests may carry as a hash.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac as _};
use sha2::Sha512;

/// A signer with one key. Nothing that is received is signed so, so there is no verifier.
#[derive(Clone)]
pub struct HmacSha512(Option<Hmac<Sha512>>);

impl core::fmt::Debug for HmacSha512 {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("HmacSha512(…)")
    }
}

impl HmacSha512 {
    /// A signer whose key is these bytes.
    pub fn new(key: &[u8]) -> Self {
        // HMAC takes keys of any length; the `Option` only spares us a panic path.
        Self(Hmac::<Sha512>::new_from_slice(key).ok())
    }

    /// The signature over a text in base64.
    pub fn sign(&self, text: &str) -> String {
        let mac = self.0.clone().map(|mac| mac.chain_update(text.as_bytes()).finalize().into_bytes());
        mac.map(|bytes| STANDARD.encode(bytes)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rfc_4231_case_2() {
        let expected = "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737";
        let signed = HmacSha512::new(b"Jefe").sign("what do ya want for nothing?");
        assert_eq!(hex::encode(STANDARD.decode(signed).unwrap()), expected);
    }
}
