//! Schemathesis, from PyPI: a folder of packages in the user's cache, under its version and Python's, so that every clone
//! shares it. The versions of all of them are in tests/schemathesis/requirements.txt.

use super::apt;
use crate::{repo, run, say};
use anyhow::{Context as _, Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;

const HOOKS: &str = "tests/schemathesis";
const REQUIREMENTS: &str = "tests/schemathesis/requirements.txt";
const MISSING: &str =
    "Python 3.10 or newer with pip is missing: on Debian `apt-get install python3 python3-pip`";

/// A command that runs it.
pub fn schemathesis() -> Result<Command> {
    let requirements = repo::read(&repo::path(REQUIREMENTS))?;
    let home = home(&requirements)?;
    if !home.is_dir() {
        say::step("set-up: schemathesis (once)", || install(&home))?;
    }
    let mut command = run::program("python3");
    // The hooks beside the packages; nothing is written where they are.
    let path = std::env::join_paths([home, repo::path(HOOKS)])?;
    command.args(["-m", "schemathesis.cli"]).env("PYTHONPATH", path).env("PYTHONDONTWRITEBYTECODE", "1");
    Ok(command)
}

fn home(requirements: &str) -> Result<PathBuf> {
    let version = requirements.lines().find_map(|line| line.strip_prefix("schemathesis=="));
    let version = version.with_context(|| format!("{REQUIREMENTS} names no schemathesis"))?;
    let hash = crate::build::hash([requirements.as_bytes()]);
    let name = format!("schemathesis-{version}-{}-{}", python()?, &hash[..8]);
    Ok(repo::cache()?.join("tools").join(name))
}

/// Which Python there is, e.g. `py3.11`; Debian's where there is none and we may install it.
fn python() -> Result<String> {
    let ask = || {
        let script =
            "import sys; print('py%d.%d' % sys.version_info[:2]); sys.exit(sys.version_info < (3, 10))";
        run::read(run::program("python3").args(["-c", script]))
    };
    let found = ask().or_else(|_| apt(&["python3", "python3-pip"]).and_then(|()| ask()));
    found.map(|version| version.trim().to_owned()).context(MISSING)
}

/// Beside its place first: a folder that is there is complete.
fn install(home: &Path) -> Result<()> {
    let half = home.with_extension("half");
    let _ = std::fs::remove_dir_all(&half);
    let mut pip = pip(&half)?;
    pip.args(["install", "--quiet", "--requirement", REQUIREMENTS]);
    pip.env("PIP_DISABLE_PIP_VERSION_CHECK", "1").env("PIP_ROOT_USER_ACTION", "ignore");
    run::run(pip.arg("--target").arg(half.join("packages")))?;
    std::fs::rename(half.join("packages"), home).context("the packages could not be moved")?;
    let _ = std::fs::remove_dir_all(&half);
    Ok(())
}

/// The first of these that works: Python's own pip, that of a fresh environment, uv's, Debian's.
fn pip(scratch: &Path) -> Result<Command> {
    let module = |python: &Path| {
        let mut command = run::program(python);
        command.args(["-m", "pip"]);
        command
    };
    let works = |python: &Path| run::read(module(python).arg("--version")).is_ok();
    let (own, fresh) = (Path::new("python3"), scratch.join("venv/bin/python"));
    if works(own) {
        return Ok(module(own));
    }
    let made = run::read(run::program(own).args(["-m", "venv"]).arg(scratch.join("venv")));
    if made.is_ok() && works(&fresh) {
        return Ok(module(&fresh));
    }
    if run::find("uv").is_some() {
        let mut uv = run::program("uv");
        uv.arg("pip");
        return Ok(uv);
    }
    match apt(&["python3-pip"]) {
        Ok(()) if works(own) => Ok(module(own)),
        _ => bail!(MISSING),
    }
}
