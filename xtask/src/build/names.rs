//! The names by which the glue and the wasm know each other end in 16 random digits each, which nothing can compress and
//! nobody reads: numbers of the same length stand in their place, in both files.

use anyhow::{Context as _, Result};
use std::collections::BTreeSet;
use std::path::Path;

/// What wasm-bindgen's names begin with.
const START: &[u8] = b"__wb";
/// The digits of a name's hash.
const HASH: usize = 16;

/// Numbers the names that end in a hash. 5 kB gzip of the worker, 4 of the page.
pub fn number(wasm: &Path, glue: &Path) -> Result<()> {
    let read = |file: &Path| std::fs::read(file).with_context(|| format!("{} is missing", file.display()));
    let (mut code, mut script) = (read(wasm)?, read(glue)?);
    for (number, name) in hashed(&code).into_iter().enumerate() {
        let number = number.to_string();
        let filled = name.len() - START.len() - number.len();
        let new = [START, &vec![b'_'; filled], number.as_bytes()].concat();
        replace(&mut code, &name, &new);
        replace(&mut script, &name, &new);
    }
    std::fs::write(wasm, code)?;
    Ok(std::fs::write(glue, script)?)
}

/// Every name that ends in a hash.
fn hashed(code: &[u8]) -> BTreeSet<Vec<u8>> {
    let part_of_a_name = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    let starts = (0..code.len()).filter(|at| code[*at..].starts_with(START));
    let names = starts.map(|at| code[at..].iter().copied().take_while(part_of_a_name).collect::<Vec<_>>());
    names
        .filter(|name| {
            let (_, end) = name.split_at(name.len().saturating_sub(HASH + 1));
            name.len() > START.len() + HASH
                && end.starts_with(b"_")
                && end[1..].iter().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
        })
        .collect()
}

/// In place: both are of one length.
fn replace(bytes: &mut [u8], old: &[u8], new: &[u8]) {
    let mut at = 0;
    while at + old.len() <= bytes.len() {
        if bytes[at..].starts_with(old) {
            bytes[at..at + old.len()].copy_from_slice(new);
            at += old.len();
        } else {
            at += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashed_names_become_numbers_in_both_files_and_no_other_does() {
        let folder = std::env::temp_dir().join(format!("account-link-names-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let (wasm, glue) = (folder.join("a.wasm"), folder.join("a.js"));
        let text = "(__wbg_new_0123456789abcdef,__wbindgen_free,__wbg_new_fedcba9876543210)";
        std::fs::write(&wasm, text).unwrap();
        std::fs::write(&glue, format!("{text};__wbg_x_0000000000000000")).unwrap();
        number(&wasm, &glue).unwrap();
        let numbered = "(__wb_____________________0,__wbindgen_free,__wb_____________________1)";
        assert_eq!(std::fs::read_to_string(&wasm).unwrap(), numbered);
        let numbered = format!("{numbered};__wbg_x_0000000000000000");
        assert_eq!(std::fs::read_to_string(&glue).unwrap(), numbered);
        std::fs::remove_dir_all(folder).unwrap();
    }
}
