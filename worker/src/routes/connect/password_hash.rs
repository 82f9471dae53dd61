//! Argon2id with a pepper (docs/SECURITY.md, "Passwords"): m = 19456 KiB, t = 2, p = 1; HMAC-SHA256 pepper with a key id.
//!
//! Stored as `<pepper id>$<PHC string>`. Hashing takes tens of milliseconds, so it happens in the front worker,
//! never in an object, and only after the limiter has let the guess through.

use crate::config::Config;
use crate::durable::account::Guess;
use crate::error::ApiError;
use account_link_shared::secret::{Key, Secret};
use argon2::{Algorithm, Argon2, Block, Params, Version};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use core::cell::RefCell;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq as _;

const PASSES: u32 = 2;
const LANES: u32 = 1;
/// Length of a hash, in bytes.
const HASH: usize = 32;

/// Hashes a new password.
pub fn hash(config: &Config, password: &Secret, salt: [u8; 16]) -> Result<String, ApiError> {
    let pepper = config.peppers.active();
    let hash = argon2id(config, pepper, password, &salt)?;
    let (salt, hash) = (STANDARD_NO_PAD.encode(salt), STANDARD_NO_PAD.encode(hash));
    Ok(format!("{}${}{salt}${hash}", pepper.id, phc_head(config)))
}

/// The password was right.
pub struct Right {
    /// A new hash of it, where the stored one was made with an older pepper: so that the older pepper can be removed
    /// one day.
    pub renewed: Option<String>,
}

/// Whether the password is the one of the stored hash. An unknown address costs the same one hash, and a guess that was
/// allowed is good for one.
pub fn verify(config: &Config, password: &Secret, guess: Guess) -> Result<Option<Right>, ApiError> {
    let stored = guess.stored();
    let known = stored.as_deref().and_then(|stored| stored.split_once('$'));
    let known = known.and_then(|(id, hash)| Some((config.peppers.get(id)?, hash)));
    let Some((pepper, phc)) = known else {
        let _ = self::hash(config, password, [0; 16])?;
        return Ok(None);
    };
    let (salt, hash) =
        read_phc(config, phc).ok_or_else(|| ApiError::internal("a stored hash cannot be read"))?;
    if !bool::from(argon2id(config, pepper, password, &salt)?.ct_eq(&hash)) {
        return Ok(None);
    }
    let old = pepper.id != config.peppers.active().id;
    let renewed = old.then(|| self::hash(config, password, crate::runtime::random()?)).transpose()?;
    Ok(Some(Right { renewed }))
}

/// The PHC string up to the salt. All hashes are made with the same parameters.
fn phc_head(config: &Config) -> String {
    let memory = config.password_memory_kib;
    format!("$argon2id$v=19$m={memory},t={PASSES},p={LANES}$")
}

fn read_phc(config: &Config, phc: &str) -> Option<(Vec<u8>, Vec<u8>)> {
    let (salt, hash) = phc.strip_prefix(&*phc_head(config))?.split_once('$')?;
    Some((STANDARD_NO_PAD.decode(salt).ok()?, STANDARD_NO_PAD.decode(hash).ok()?))
}

fn argon2id(config: &Config, pepper: &Key, password: &Secret, salt: &[u8]) -> Result<[u8; HASH], ApiError> {
    thread_local! {
        /// The memory of a hash, kept for the next one: taken anew each time, it would lie beside the hole that the last one
        /// left, where something small has settled meanwhile, and an isolate's memory only grows.
        static MEMORY: RefCell<Vec<Block>> = const { RefCell::new(Vec::new()) };
    }
    let refused = |error: argon2::Error| ApiError::internal("Argon2id refused").because(&error);
    let params = Params::new(config.password_memory_kib, PASSES, LANES, Some(HASH)).map_err(refused)?;
    let blocks = params.block_count();
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let (password, mut hash) = (peppered(pepper, password)?, [0; HASH]);
    let mut memory = MEMORY.take();
    memory
        .try_reserve_exact(blocks.saturating_sub(memory.len()))
        .map_err(|error| ApiError::unavailable("no memory for Argon2id").because(&error))?;
    memory.resize(blocks, Block::new());
    argon2.hash_password_into_with_memory(&password, salt, &mut hash, &mut memory).map_err(refused)?;
    MEMORY.set(memory);
    Ok(hash)
}

fn peppered(pepper: &Key, password: &Secret) -> Result<[u8; 32], ApiError> {
    let mac = Hmac::<Sha256>::new_from_slice(pepper.secret.expose().as_bytes());
    let mac = mac.map_err(|error| ApiError::internal("no pepper").because(&error))?;
    Ok(mac.chain_update(password.expose().as_bytes()).finalize().into_bytes().into())
}
