//! What is stored, in KV and in Durable Objects: a JSON object with a version and the document, whose fields have names.
//!
//! A reader ignores fields that it does not know, so a worker of the version before reads what this one wrote; a field that
//! an older worker did not write has a default. `docs/STORAGE.md` says what is kept where, and `golden/` keeps a document
//! of each kind as each released version wrote it.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// Raised when a field changes its meaning, so that a reader can tell.
const VERSION: u32 = 1;

#[derive(Serialize, Deserialize)]
struct Stored<T> {
    version: u32,
    document: T,
}

/// As it is stored.
pub fn write<T: Serialize>(document: &T) -> serde_json::Result<String> {
    serde_json::to_string(&Stored { version: VERSION, document })
}

/// As it was stored by this version or the one before or after it.
pub fn read<T: DeserializeOwned>(text: &str) -> serde_json::Result<T> {
    serde_json::from_str(text).map(|stored: Stored<T>| stored.document)
}

#[cfg(test)]
mod tests;
