//! Set-up: everything a bare machine lacks, installed once, or a plain message that says what to install.

mod browser;
mod fonts;
mod npm;
pub mod python;
mod rust;
pub mod tools;

pub use npm::packages as npm_packages;

use anyhow::Result;
use std::path::PathBuf;

/// What we cannot install ourselves is named before anything is built.
pub fn preflight() -> Result<()> {
    npm::is_there()
}

/// What a build needs.
pub fn for_build() -> Result<()> {
    rust::wasm_target()?;
    npm::packages()?;
    tools::all()
}

/// What the tests need besides.
pub struct ForTests {
    /// Chrome or Chromium; why there is none.
    pub chromium: Result<PathBuf>,
    /// Whether Khmer and Chinese can be drawn; what is missing.
    pub fonts: Result<()>,
}

/// Looks for, or installs, what the tests need. Fonts that are missing stop no test.
pub fn for_tests(with_browser: bool) -> Result<ForTests> {
    rust::components()?;
    if !with_browser {
        return Ok(ForTests { chromium: Err(anyhow::anyhow!("no step needs a browser")), fonts: Ok(()) });
    }
    Ok(ForTests { chromium: browser::chromium(), fonts: fonts::khmer_and_chinese() })
}

/// Debian's packages, where we may install them.
fn apt(packages: &[&str]) -> Result<()> {
    if !nix::unistd::geteuid().is_root() || crate::run::find("apt-get").is_none() {
        anyhow::bail!("install {} with your package manager", packages.join(" "));
    }
    crate::say::note(&format!("apt-get install {}", packages.join(" ")));
    let get = || {
        let mut command = crate::run::program("apt-get");
        command.args(["-qq", "-o", "Acquire::Retries=2"]).env("DEBIAN_FRONTEND", "noninteractive");
        command
    };
    crate::run::run(get().arg("update"))?;
    crate::run::run(get().args(["install", "-y", "--no-install-recommends"]).args(packages))
}
