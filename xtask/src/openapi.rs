//! `cargo xtask openapi`: docs/openapi.json, written anew from the handlers, by the unit test of the worker that
//! otherwise says when it is due.

use crate::{native, repo, run, say};
use anyhow::Result;
use std::path::PathBuf;

/// The committed document.
pub fn file() -> PathBuf {
    repo::path("docs/openapi.json")
}

/// Writes it.
pub fn command() -> Result<()> {
    let mut cargo = native::cargo("test");
    cargo.args(["--quiet", "--lib", "the_committed_document"]);
    run::read(cargo.env("ACCOUNT_LINK_WRITE_OPENAPI", "1"))?;
    say::note("docs/openapi.json is what the handlers say");
    Ok(())
}
