//! Argon2id with a pepper (SECURITY, "Passwords"): m = 19456 KiB, t = 2, p = 1; HMAC-SHA256 pepper with a key id.
//!
//! Stored as `<pepper id>$<PHC string>`. Hashing takes tens of milliseconds, so it happens in the front worker,
//! never in an object, and only after the limiter has let the guess through.

use crate::config::Config;
use crate::error::Failure;
use account_link_shared::secret::{Key, Secret};
use argon2::{
    Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version, password_hash::phc::PasswordHash,
};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

const MEMORY_KIB: u32 = 19_456;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// Hashes a new password.
pub fn hash(config: &Config, password: &Secret, salt: [u8; 16]) -> Result<String, Failure> {
    let pepper = config.peppers.active();
    let peppered = peppered(pepper, password)?;
    let hash = argon2()?
        .hash_password_with_salt(&peppered, &salt)
        .map_err(|_| Failure::internal("Argon2id failed"))?;
    Ok(format!("{}${hash}", pepper.id))
}

/// Whether the password is the one of the stored hash. An unknown address costs the same one hash.
pub fn verify(config: &Config, password: &Secret, stored: Option<&str>) -> Result<bool, Failure> {
    let known = stored.and_then(|stored| stored.split_once('$'));
    let known = known.and_then(|(id, hash)| Some((config.peppers.get(id)?, hash)));
    let Some((pepper, hash)) = known else {
        let _ = self::hash(config, password, [0; 16])?;
        return Ok(false);
    };
    let parsed = PasswordHash::new(hash).map_err(|_| Failure::internal("a stored hash cannot be read"))?;
    Ok(argon2()?.verify_password(&peppered(pepper, password)?, &parsed).is_ok())
}

/// A new hash for a password that was right, where its stored one was made with an older pepper: so that the
/// older pepper can be removed one day.
pub fn renewed(config: &Config, password: &Secret, stored: Option<&str>) -> Result<Option<String>, Failure> {
    let active = config.peppers.active().id.as_str();
    let old = stored.and_then(|stored| stored.split_once('$')).is_some_and(|(id, _)| id != active);
    old.then(|| hash(config, password, crate::random()?)).transpose()
}

fn argon2() -> Result<Argon2<'static>, Failure> {
    let params =
        Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(|_| Failure::internal("Argon2id refused"))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn peppered(pepper: &Key, password: &Secret) -> Result<[u8; 32], Failure> {
    let mac = Hmac::<Sha256>::new_from_slice(pepper.secret.expose().as_bytes());
    let mac = mac.map_err(|_| Failure::internal("no pepper"))?;
    Ok(mac.chain_update(password.expose().as_bytes()).finalize().into_bytes().into())
}
