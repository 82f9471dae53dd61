//! `cargo xtask openapi`: docs/openapi.json, written anew from the handlers. A unit test of the worker says when it is
//! due.

use crate::{repo, run, say};
use anyhow::Result;
use std::path::PathBuf;

/// The committed document.
pub fn file() -> PathBuf {
    repo::path("docs/openapi.json")
}

/// Writes it.
pub fn command() -> Result<()> {
    let mut cargo = run::cargo();
    cargo.args(["run", "--quiet", "--package", "account-link-worker", "--features", "openapi"]);
    let text = run::read(cargo.args(["--example", "openapi"]))?;
    repo::write(&file(), text)?;
    say::note("docs/openapi.json is what the handlers say");
    Ok(())
}
