//! Fonts for the screenshots: without them Khmer and Chinese are boxes.

use super::apt;
use crate::{run, say};
use anyhow::{Result, bail};

const FONTS: [(&str, &str, &str); 2] =
    [("km", "Khmer", "fonts-khmeros"), ("zh", "Chinese", "fonts-wqy-microhei")];

/// Looks for fonts of both scripts, and installs Debian's where we may.
pub fn khmer_and_chinese() -> Result<()> {
    let missing: Vec<_> = FONTS.iter().filter(|(language, ..)| !has(language)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let names: Vec<&str> = missing.iter().map(|(_, name, _)| *name).collect();
    let mut packages: Vec<&str> = missing.iter().map(|(.., package)| *package).collect();
    packages.push("fontconfig");
    say::step("set-up: fonts", || match apt(&packages) {
        Ok(()) if missing.iter().all(|(language, ..)| has(language)) => Ok(()),
        Ok(()) => bail!("no font for {} after the installation", names.join(" and ")),
        Err(error) => bail!("no font for {}: {error}", names.join(" and ")),
    })
}

fn has(language: &str) -> bool {
    let list = run::read(run::program("fc-list").args([&format!(":lang={language}"), "family"]));
    list.is_ok_and(|families| !families.trim().is_empty())
}
