//! The key under which everything has names that nobody can make or guess.

use account_link_shared::secret::Secret;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// `NAME_KEY`: names of objects and hashes of codes. Never rotated.
#[derive(Debug, Clone)]
pub struct NameKey(Secret);

impl NameKey {
    /// The key of a deployment.
    pub fn new(key: Secret) -> Self {
        Self(key)
    }

    /// A name or a hash that nobody can make or guess without the key: hex of HMAC-SHA256 over the parts, each with its
    /// length, so that different parts never give one text.
    pub fn keyed(&self, purpose: &str, parts: &[&str]) -> String {
        hex::encode(self.keyed_bytes::<32>(purpose, parts))
    }

    /// The first bytes of the same, at most 32.
    pub fn keyed_bytes<const N: usize>(&self, purpose: &str, parts: &[&str]) -> [u8; N] {
        let mut bytes = [0; N];
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(self.0.expose().as_bytes()) else {
            return bytes;
        };
        for part in core::iter::once(&purpose).chain(parts) {
            mac.update(format!("{}:", part.len()).as_bytes());
            mac.update(part.as_bytes());
        }
        bytes.iter_mut().zip(mac.finalize().into_bytes()).for_each(|(to, from)| *to = from);
        bytes
    }
}
