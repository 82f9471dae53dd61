//! HMAC-SHA256 (RFC 2104): the signature of links, of requests and of callbacks (docs/PROTOCOL.md#signatures).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac as _};
use sha2::Sha256;
use subtle::ConstantTimeEq;

/// A signer and verifier with one key.
#[derive(Clone)]
pub struct HmacSha256(Option<Hmac<Sha256>>);

impl core::fmt::Debug for HmacSha256 {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("HmacSha256(…)")
    }
}

/// The 32 bytes of a received signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mac([u8; 32]);

/// Which notations of a signature are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MacForm {
    /// Base64 with padding (RFC 4648, section 4), 44 characters.
    Base64,
    /// Base64, or 64 hex digits, as some senders write it.
    Base64OrHex,
}

impl Mac {
    /// Reads a signature; `None` if it is not 32 bytes in an accepted notation.
    pub fn parse(text: &str, form: MacForm) -> Option<Self> {
        let bytes = match (form, text.len()) {
            (MacForm::Base64OrHex, 64) => hex::decode(text).ok()?,
            _ => STANDARD.decode(text).ok()?,
        };
        bytes.try_into().ok().map(Self)
    }
}

impl HmacSha256 {
    /// A signer whose key is these bytes: a text secret is used as UTF-8, not decoded.
    pub fn new(key: &[u8]) -> Self {
        // HMAC takes keys of any length; the `Option` only spares us a panic path.
        Self(Hmac::<Sha256>::new_from_slice(key).ok())
    }

    /// The 32 bytes over a text.
    pub fn bytes(&self, text: &str) -> [u8; 32] {
        self.0.clone().map_or([0; 32], |mac| mac.chain_update(text.as_bytes()).finalize().into_bytes().into())
    }

    /// The signature over a text in base64.
    pub fn sign(&self, text: &str) -> String {
        STANDARD.encode(self.bytes(text))
    }

    /// Whether the signature is over that text; in constant time.
    pub fn verifies(&self, text: &str, mac: &Mac) -> bool {
        self.0.is_some() && bool::from(self.bytes(text).ct_eq(&mac.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rfc_4231_case_2() {
        let signer = HmacSha256::new(b"Jefe");
        let expected = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
        assert_eq!(hex::encode(signer.bytes("what do ya want for nothing?")), expected);
        let mac = Mac::parse(expected, MacForm::Base64OrHex).unwrap();
        assert!(signer.verifies("what do ya want for nothing?", &mac));
        assert!(!signer.verifies("what do ya want for nothing!", &mac));
    }

    #[test]
    fn other_notations_are_not_a_signature() {
        let good = HmacSha256::new(b"k").sign("t");
        assert!(Mac::parse(&good, MacForm::Base64).is_some());
        for bad in ["", "AA==", good.trim_end_matches('='), &format!("{good} "), &"0".repeat(64)] {
            assert!(Mac::parse(bad, MacForm::Base64).is_none(), "{bad}");
        }
        assert!(Mac::parse(&"g".repeat(64), MacForm::Base64OrHex).is_none());
    }
}
