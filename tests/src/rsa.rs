//! RSA as `ring` does it: PKCS#1 v1.5 with SHA-256, which makes one signature of one text, whoever makes it.

use crate::stack;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::rand::SystemRandom;
use ring::signature::{
    KeyPair as _, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, RsaKeyPair, UnparsedPublicKey,
};

/// A key pair, with the base64 of its PKCS#8 form.
pub struct Pair {
    pub private: String,
    pair: RsaKeyPair,
}

impl Pair {
    /// Of that form.
    pub fn new(private: &str) -> Self {
        let der = STANDARD.decode(private).expect("a key is base64");
        Self { private: private.to_owned(), pair: RsaKeyPair::from_pkcs8(&der).expect("a key is PKCS#8") }
    }

    /// The worker's own ones for WorldFirst, by their ids; the first signs.
    pub fn workers() -> Vec<(String, Self)> {
        let vars = stack::vars();
        let ring =
            vars.iter().find(|(name, _)| name == "WORLDFIRST_PRIVATE_KEYS").expect("the worker has keys");
        let keys = ring.1.split(',').map(|key| key.split_once(':').expect("an id"));
        keys.map(|(id, key)| (id.to_owned(), Self::new(key))).collect()
    }

    /// The signature of a text, in base64.
    pub fn sign(&self, text: &str) -> String {
        let mut signature = vec![0; self.pair.public().modulus_len()];
        let made = self.pair.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), text.as_bytes(), &mut signature);
        made.expect("ring signs");
        STANDARD.encode(signature)
    }

    /// Whether that is a signature of the text by this key, by its public half alone.
    pub fn made(&self, text: &str, signature: &str) -> bool {
        let key = UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, self.pair.public_key().as_ref());
        STANDARD.decode(signature).is_ok_and(|bytes| key.verify(text.as_bytes(), &bytes).is_ok())
    }
}
