//! Build tools from crates.io, in the user's cache under their version, so that every clone shares them.
//!
//! Both versions are tied to Cargo.lock: wasm-bindgen's command must be exactly as new as the library.

use crate::{repo, run, say};
use anyhow::{Context as _, Result};
use std::path::PathBuf;

/// A program installed by cargo.
pub struct Tool {
    name: &'static str,
    crate_name: &'static str,
    version: &'static str,
}

/// Makes JavaScript and wasm that fit each other.
pub const WASM_BINDGEN: Tool =
    Tool { name: "wasm-bindgen", crate_name: "wasm-bindgen-cli", version: "0.2.129" };
/// Makes a worker out of a Rust crate.
pub const WORKER_BUILD: Tool = Tool { name: "worker-build", crate_name: "worker-build", version: "0.8.7" };

impl Tool {
    fn home(&self) -> Result<PathBuf> {
        Ok(repo::cache()?.join("tools").join(format!("{}-{}", self.name, self.version)))
    }

    /// Where the program is.
    pub fn path(&self) -> Result<PathBuf> {
        Ok(self.home()?.join("bin").join(self.name))
    }

    fn install(&self) -> Result<()> {
        say::step(&format!("set-up: {} {} (once, about 2 minutes)", self.name, self.version), || {
            // A debug build: half the time to compile, and fast enough to run.
            let mut command = run::cargo();
            command.args(["install", "--debug", "--locked", self.crate_name]);
            command.args(["--version", &format!("={}", self.version), "--root"]).arg(self.home()?);
            command.env("CARGO_TARGET_DIR", repo::cache()?.join("build"));
            // Not from the root: its settings are for the product.
            std::fs::create_dir_all(repo::cache()?).context("cannot make the cache")?;
            command.current_dir(repo::cache()?);
            run::run(&mut command)
        })
    }
}

/// Installs those that are missing.
pub fn all() -> Result<()> {
    let mut installed = false;
    for tool in [WASM_BINDGEN, WORKER_BUILD] {
        if !tool.path()?.is_file() {
            tool.install()?;
            installed = true;
        }
    }
    if installed {
        // Hundreds of megabytes that nobody needs again.
        let _ = std::fs::remove_dir_all(repo::cache()?.join("build"));
    }
    Ok(())
}
