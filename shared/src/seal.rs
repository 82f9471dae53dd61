//! Sealing: AES-256-GCM (NIST SP 800-38D) with a key id and a name as associated data.
//!
//! A sealed value is `<key id>.<base64url of nonce ‖ ciphertext ‖ tag>`; it opens only under the name it was
//! sealed for, so a value cannot be moved to another key of the store.

use crate::secret::{Key, KeyRing};
use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use zeroize::Zeroizing;

/// Length of the nonce, in bytes: a fresh random one for each value.
pub const NONCE: usize = 12;

/// Why a value could not be sealed or opened. Says nothing of the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// The key is not 32 bytes of base64.
    #[error("the sealing key is not 32 bytes of base64")]
    Key,
    /// The text is not a sealed value.
    #[error("this is not a sealed value")]
    Form,
    /// Sealed with a key that is not in the ring any more.
    #[error("the value was sealed with a key that is not known")]
    UnknownKey,
    /// Changed, or sealed under another name.
    #[error("the value does not open under this name")]
    Broken,
}

/// Seals a text under a name with the ring's active key.
pub fn seal(ring: &KeyRing, name: &str, nonce: [u8; NONCE], text: &str) -> Result<String, SealError> {
    let key = ring.active();
    let aad = associated(key, name);
    let payload = Payload { msg: text.as_bytes(), aad: aad.as_bytes() };
    let sealed = cipher(key)?.encrypt(&Nonce::from(nonce), payload).map_err(|_| SealError::Broken)?;
    let bytes: Vec<u8> = nonce.into_iter().chain(sealed).collect();
    Ok(format!("{}.{}", key.id, URL_SAFE_NO_PAD.encode(bytes)))
}

/// Opens a value that was sealed under that name.
pub fn open(ring: &KeyRing, name: &str, sealed: &str) -> Result<Zeroizing<String>, SealError> {
    let (id, encoded) = sealed.rsplit_once('.').ok_or(SealError::Form)?;
    let key = ring.get(id).ok_or(SealError::UnknownKey)?;
    let bytes = URL_SAFE_NO_PAD.decode(encoded).map_err(|_| SealError::Form)?;
    let (nonce, ciphertext) = bytes.split_at_checked(NONCE).ok_or(SealError::Form)?;
    let nonce: [u8; NONCE] = nonce.try_into().map_err(|_| SealError::Form)?;
    let aad = associated(key, name);
    let payload = Payload { msg: ciphertext, aad: aad.as_bytes() };
    let text = cipher(key)?.decrypt(&Nonce::from(nonce), payload).map_err(|_| SealError::Broken)?;
    String::from_utf8(text).map(Zeroizing::new).map_err(|_| SealError::Broken)
}

/// Whether every key of a ring can seal.
pub fn check(ring: &KeyRing) -> Result<(), SealError> {
    ring.iter().try_for_each(|key| cipher(key).map(drop))
}

fn associated(key: &Key, name: &str) -> String {
    format!("account-link seal v1\n{}\n{name}", key.id)
}

fn cipher(key: &Key) -> Result<Aes256Gcm, SealError> {
    let bytes = Zeroizing::new(STANDARD.decode(key.secret.expose()).map_err(|_| SealError::Key)?);
    Aes256Gcm::new_from_slice(&bytes).map_err(|_| SealError::Key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ring(keys: &str) -> KeyRing {
        KeyRing::parse(keys).unwrap()
    }
    const A: &str = "a:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    const B: &str = "b:AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=";

    proptest! {
        #[test]
        fn what_is_sealed_opens_under_its_name_only(text in ".*", name in "[a-z/]{1,20}", nonce: [u8; NONCE]) {
            let sealed = seal(&ring(A), &name, nonce, &text).unwrap();
            let opened = open(&ring(A), &name, &sealed).unwrap();
            prop_assert_eq!(opened.as_str(), text.as_str());
            prop_assert_eq!(open(&ring(A), &format!("{name}x"), &sealed), Err(SealError::Broken));
        }
    }

    #[test]
    fn rotation_keeps_old_values_readable_until_the_key_is_removed() {
        let sealed = seal(&ring(A), "n", [7; NONCE], "text").unwrap();
        assert_eq!(open(&ring(&format!("{B},{A}")), "n", &sealed).unwrap().as_str(), "text");
        assert_eq!(open(&ring(B), "n", &sealed), Err(SealError::UnknownKey));
    }

    #[test]
    fn a_changed_value_does_not_open() {
        let sealed = seal(&ring(A), "n", [7; NONCE], "text").unwrap();
        let changed = sealed.replace("a.Bw", "a.Bx");
        assert_eq!(open(&ring(A), "n", &changed), Err(SealError::Broken));
        assert_eq!(open(&ring(A), "n", "a.AA"), Err(SealError::Form));
    }
}
