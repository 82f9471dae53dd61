//! npm packages: exactly those of package-lock.json, installed again only when it changes.

use crate::{npm_bin, repo, run, say};
use anyhow::{Context as _, Result, bail};
use sha2::{Digest as _, Sha256};
use std::process::Command;

/// An error if what brings them is missing.
pub fn is_there() -> Result<()> {
    for (program, package) in [("node", "Node.js 20 or newer (https://nodejs.org)"), ("npm", "npm")] {
        if run::find(program).is_none() {
            bail!("`{program}` was not found: install {package}, then run this again");
        }
    }
    Ok(())
}

/// Installs them if they are not there.
pub fn packages() -> Result<()> {
    let lock = std::fs::read(repo::path("package-lock.json")).context("package-lock.json is missing")?;
    let hash = hex::encode(Sha256::digest(lock));
    let stamp = repo::path("node_modules/.account-link-stamp");
    if std::fs::read_to_string(&stamp).is_ok_and(|done| done == hash) {
        return Ok(());
    }
    say::step("set-up: npm packages", || {
        // With the system's PATH: npm replaces node_modules, and with it the Node that is first on ours. Quiet
        // about the system's Node being old: what needs a newer one gets that of the package `node`.
        let mut npm = Command::new("npm");
        npm.current_dir(repo::root()).args(["ci", "--no-fund", "--no-audit", "--loglevel=error"]);
        run::run(&mut npm)
    })?;
    for tool in ["node", "esbuild", "wasm-opt", "wrangler", "playwright"] {
        if !npm_bin::path(tool).exists() {
            bail!(
                "npm did not bring `{tool}`: does npm's configuration forbid install scripts or dev packages?"
            );
        }
    }
    repo::write(&stamp, hash)
}
