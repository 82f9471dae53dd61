//! Keys: the integrator's public ones, by which his signatures are checked, and WorldFirst's own, the first of which
//! signs replies. Options write them as `id:base64[,id:base64…]`, of SPKI and of PKCS#8 in DER.

use crate::random;
use anyhow::{Context as _, anyhow, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::signature::{RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, RsaKeyPair, UnparsedPublicKey};
use spki::{ObjectIdentifier, SubjectPublicKeyInfoRef};
use std::str::FromStr;
use std::sync::Arc;

const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");

/// Ids with their RSA public keys, as PKCS#1 has them.
#[derive(Debug, Clone, Default)]
pub struct PublicKeys(Vec<(String, Vec<u8>)>);

/// Ids with their RSA key pairs.
#[derive(Debug, Clone, Default)]
pub struct Signers(Vec<(String, Arc<RsaKeyPair>)>);

impl PublicKeys {
    /// Whether the key of that id made the signature.
    pub fn verifies(&self, id: &str, text: &[u8], signature: &[u8]) -> bool {
        self.0.iter().any(|(known, key)| known == id && verifies(key, text, signature))
    }

    /// Whether any of them did.
    pub fn any_verifies(&self, text: &[u8], signature: &[u8]) -> bool {
        self.0.iter().any(|(_, key)| verifies(key, text, signature))
    }
}

fn verifies(key: &[u8], text: &[u8], signature: &[u8]) -> bool {
    UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, key).verify(text, signature).is_ok()
}

impl Signers {
    pub fn knows(&self, id: &str) -> bool {
        self.0.iter().any(|(known, _)| known == id)
    }

    /// A signature by the key of that id, or by the first; with the id of the key.
    pub fn sign(&self, id: Option<&str>, text: &[u8]) -> Option<(&str, Vec<u8>)> {
        let (id, pair) = self.0.iter().find(|(known, _)| id.is_none_or(|id| id == known))?;
        let mut signature = vec![0; pair.public().modulus_len()];
        pair.sign(&RSA_PKCS1_SHA256, &random::generator(), text, &mut signature).ok()?;
        Some((id, signature))
    }
}

impl FromStr for PublicKeys {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let key = |der: &[u8]| {
            let info = SubjectPublicKeyInfoRef::try_from(der).map_err(|error| anyhow!("no SPKI: {error}"))?;
            ensure!(info.algorithm.oid == RSA, "no RSA key");
            info.subject_public_key.as_bytes().map(<[u8]>::to_vec).context("no whole number of bytes")
        };
        list(text, key).map(Self)
    }
}

impl FromStr for Signers {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let pair = |der: &[u8]| {
            let pair =
                RsaKeyPair::from_pkcs8(der).map_err(|error| anyhow!("no RSA key in PKCS#8: {error}"))?;
            Ok(Arc::new(pair))
        };
        list(text, pair).map(Self)
    }
}

fn list<T>(text: &str, key: impl Fn(&[u8]) -> anyhow::Result<T>) -> anyhow::Result<Vec<(String, T)>> {
    let entries = text.split(',').filter(|entry| !entry.is_empty());
    let read = |entry: &str| {
        let (id, der) = entry.split_once(':').context("an entry is not id:base64")?;
        let der = STANDARD.decode(der).with_context(|| format!("key {id} is not base64"))?;
        Ok((id.to_owned(), key(&der).with_context(|| format!("key {id}"))?))
    };
    entries.map(read).collect()
}

#[cfg(test)]
#[path = "keys_tests.rs"]
mod tests;
