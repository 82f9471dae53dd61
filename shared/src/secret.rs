//! Secrets: they cannot be printed, they are wiped when dropped, and two may be valid at once.

use crate::id::KeyId;
use core::fmt;
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, ZeroizeOnDrop};

/// A secret text. `Debug` shows nothing; the only way to the text is [`Secret::expose`].
#[derive(Clone, Zeroize, ZeroizeOnDrop, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// Takes a text as a secret.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }
    /// The text, for signing or sealing. The name is long on purpose: grep for it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

/// In constant time.
impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        use subtle::ConstantTimeEq as _;
        self.0.as_bytes().ct_eq(other.0.as_bytes()).into()
    }
}
impl Eq for Secret {}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// One key of a ring: its id and its text.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Key {
    /// Names the key in signatures' logs and in sealed values.
    pub id: KeyId,
    /// The key itself.
    pub secret: Secret,
}

/// One or two keys that are valid at the same time, the first of which signs and seals.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(try_from = "Vec<Key>", into = "Vec<Key>")]
pub struct KeyRing {
    active: Key,
    older: Option<Key>,
}

/// Why a ring of keys is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyRingError {
    /// Not one or two keys.
    #[error("a key ring holds one or two keys")]
    Count,
    /// Two keys of one name.
    #[error("two keys have the same id")]
    SameId,
    /// An entry that is not `<id>:<key>`.
    #[error("a key is written <id>:<key>")]
    Form,
}

impl KeyRing {
    /// A ring of one.
    pub fn one(key: Key) -> Self {
        Self { active: key, older: None }
    }
    /// Reads `id:key` or `id:key,id:key`, the active one first (the form of worker secrets).
    pub fn parse(text: &str) -> Result<Self, KeyRingError> {
        let keys = text.split(',').map(|entry| {
            let (id, key) = entry.trim().split_once(':').ok_or(KeyRingError::Form)?;
            let id = KeyId::parse(id).map_err(|_| KeyRingError::Form)?;
            Ok(Key { id, secret: Secret::new(key) })
        });
        Self::try_from(keys.collect::<Result<Vec<_>, _>>()?)
    }
    /// The key that signs and seals.
    pub fn active(&self) -> &Key {
        &self.active
    }
    /// Every key that is accepted, the active one first.
    pub fn iter(&self) -> impl Iterator<Item = &Key> {
        core::iter::once(&self.active).chain(self.older.as_ref())
    }
    /// The key of that id.
    pub fn get(&self, id: &str) -> Option<&Key> {
        self.iter().find(|key| key.id.as_str() == id)
    }
}

impl TryFrom<Vec<Key>> for KeyRing {
    type Error = KeyRingError;
    fn try_from(keys: Vec<Key>) -> Result<Self, KeyRingError> {
        let mut keys = keys.into_iter();
        let (Some(active), older, None) = (keys.next(), keys.next(), keys.next()) else {
            return Err(KeyRingError::Count);
        };
        if older.as_ref().is_some_and(|key| key.id == active.id) {
            return Err(KeyRingError::SameId);
        }
        Ok(Self { active, older })
    }
}

impl From<KeyRing> for Vec<Key> {
    fn from(ring: KeyRing) -> Vec<Key> {
        core::iter::once(ring.active).chain(ring.older).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_cannot_be_printed() {
        let ring = KeyRing::parse("k1:hunter2,k0:hunter1").unwrap();
        assert!(!format!("{ring:?}").contains("hunter"));
        assert_eq!(ring.active().id.as_str(), "k1");
        assert_eq!(ring.get("k0").map(|k| k.secret.expose()), Some("hunter1"));
    }

    #[test]
    fn a_ring_has_one_or_two_keys_of_different_names() {
        assert_eq!(KeyRing::parse("k1:a,k1:b").unwrap_err(), KeyRingError::SameId);
        assert_eq!(KeyRing::parse("k1:a,k2:b,k3:c").unwrap_err(), KeyRingError::Count);
        assert_eq!(KeyRing::parse("nothing").unwrap_err(), KeyRingError::Form);
    }
}
