//! Slow steps run once for one input: a stamp beside the output holds the hash of what went in.

use crate::repo;
use anyhow::Result;
use sha2::{Digest as _, Sha256};
use std::path::Path;

/// SHA-256 over several inputs, each with its length, so that they cannot run into each other.
pub fn hash<'a>(inputs: impl IntoIterator<Item = &'a [u8]>) -> String {
    let mut all = Sha256::new();
    for input in inputs {
        all.update(input.len().to_le_bytes());
        all.update(input);
    }
    hex::encode(all.finalize())
}

/// Runs `work`, which makes `output`, unless `output` is there and was made from an input of this hash.
pub fn per_input(input_hash: &str, output: &Path, work: impl FnOnce() -> Result<()>) -> Result<()> {
    // Beside it, not in the target folder, which several trees may share.
    let stamp = output.with_extension("stamp");
    if output.exists() && std::fs::read_to_string(&stamp).is_ok_and(|old| old == input_hash) {
        return Ok(());
    }
    let _ = std::fs::remove_file(&stamp);
    work()?;
    repo::write(&stamp, input_hash)
}

#[cfg(test)]
mod tests {
    use super::hash;

    #[test]
    fn inputs_do_not_run_into_each_other() {
        assert_ne!(hash([b"ab".as_slice(), b"c"]), hash([b"a".as_slice(), b"bc"]));
    }
}
