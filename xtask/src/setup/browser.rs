//! A browser for the tests: one on PATH, else Debian's (as root), else Playwright's own. The headless shell first: it is
//! the same engine without a window's own pages, and takes half the time to open one.

use super::apt;
use crate::{npm_bin, run, say};
use anyhow::{Result, bail};
use std::path::{Path, PathBuf};

const NAMES: [&str; 5] =
    ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const MAC: &str = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";

/// The path of a Chrome or Chromium that starts.
pub fn chromium() -> Result<PathBuf> {
    if let Some(path) = installed() {
        return Ok(path);
    }
    say::step("set-up: Chromium", || {
        if apt(&["chromium-headless-shell"]).is_err() && apt(&["chromium"]).is_err() {
            say::note("no Chromium from the system's packages; trying Playwright's");
            let mut install = npm_bin::command("playwright");
            install.args(["install", "chromium"]).env("PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT", "20000");
            // Why it did not come helps nobody: what to do is said below.
            let _ = run::read(&mut install);
        }
        match installed() {
            Some(path) => Ok(path),
            None => bail!(
                "no Chromium: install one (on Debian `apt-get install chromium`), or set CHROMIUM_PATH to a Chrome or Chromium"
            ),
        }
    })
}

fn installed() -> Option<PathBuf> {
    let named = std::env::var_os("CHROMIUM_PATH").map(PathBuf::from);
    let on_path = NAMES.iter().filter_map(|name| run::find(name));
    named
        .into_iter()
        .chain(on_path)
        .chain([PathBuf::from(MAC)])
        .chain(playwrights())
        .find(|path| starts(path))
}

fn playwrights() -> Option<PathBuf> {
    let script = "console.log(require('@playwright/test').chromium.executablePath())";
    run::read(npm_bin::command("node").args(["-e", script])).ok().map(|path| PathBuf::from(path.trim()))
}

fn starts(path: &Path) -> bool {
    path.is_file() && run::read(run::program(path).arg("--version")).is_ok()
}
