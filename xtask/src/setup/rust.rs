//! The parts of the Rust toolchain that may be missing: the wasm target, clippy and rustfmt.

use crate::{repo, run, say};
use anyhow::{Result, bail};
use std::path::Path;
use std::process::Command;

const TARGET: &str = "wasm32-unknown-unknown";

/// The wasm target. A `targets` line in rust-toolchain.toml is not applied by itself everywhere.
pub fn wasm_target() -> Result<()> {
    let library = run::read(run::program("rustc").args(["--print", "target-libdir", "--target", TARGET]))?;
    if Path::new(library.trim()).is_dir() {
        return Ok(());
    }
    say::step("set-up: wasm target", || {
        run::run(&mut rustup(&["target", "add", TARGET], "the target wasm32-unknown-unknown")?)
    })
}

/// clippy and rustfmt, for the tests.
pub fn components() -> Result<()> {
    for component in ["clippy", "rustfmt"] {
        let program = if component == "clippy" { "cargo-clippy" } else { "rustfmt" };
        if run::read(run::program(program).arg("--version")).is_err() {
            run::run(&mut rustup(&["component", "add", component], component)?)?;
        }
    }
    Ok(())
}

fn rustup(args: &[&str], what: &str) -> Result<Command> {
    if run::find("rustup").is_none() {
        bail!("this Rust lacks {what}; install it (or rustup: https://rustup.rs, which lets us do it)");
    }
    let mut command = run::program("rustup");
    command.args(args).current_dir(repo::root());
    Ok(command)
}
