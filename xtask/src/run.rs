//! Running other programs: from the root, with the tools of npm first on PATH, known to the signal handler.

use crate::{output, repo, stop};
use anyhow::{Context as _, Result, bail};
use std::ffi::{OsStr, OsString};
use std::io::Write as _;
use std::process::{Child, Command, Output, Stdio};

/// What cargo says in the environment of the crate that it runs.
const OURS: [&str; 3] = ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_"];
/// How much of a command a message shows.
const LONGEST: usize = 200;

/// A command that runs a program in the root of the workspace.
pub fn program(name: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(name);
    command.current_dir(repo::root()).env("PATH", path());
    command
}

/// The cargo that runs us. What it said to us of our own crate is not passed on: crates that look at it would be compiled
/// again whenever cargo is called by hand in between.
pub fn cargo() -> Command {
    let mut cargo = program(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    let ours = std::env::vars_os().map(|(name, _)| name);
    let ours =
        ours.filter(|name| name.to_str().is_some_and(|name| OURS.iter().any(|ours| name.starts_with(ours))));
    for name in ours {
        cargo.env_remove(name);
    }
    cargo
}

fn path() -> OsString {
    let old = std::env::var_os("PATH").unwrap_or_default();
    let all = std::iter::once(repo::path("node_modules/.bin")).chain(std::env::split_paths(&old));
    std::env::join_paths(all).unwrap_or(old)
}

/// Whether a program is on PATH; its path.
pub fn find(name: &str) -> Option<std::path::PathBuf> {
    std::env::split_paths(&path()).map(|dir| dir.join(name)).find(|file| file.is_file())
}

/// Runs a command, its output on our terminal; an exit code other than 0 is an error.
pub fn run(command: &mut Command) -> Result<()> {
    output::redirect(command)?;
    let child = spawn(command)?;
    let status = stop::guarded(child, |child| child.wait())?;
    if !status.success() {
        bail!("`{}` ended with {status}", line(command));
    }
    Ok(())
}

/// Runs a command and returns what it wrote to stdout; on failure its stderr is in the error.
pub fn read(command: &mut Command) -> Result<String> {
    let out = output(command.stdin(Stdio::null()), &[])?;
    Ok(String::from_utf8_lossy(&out.stdout).into_owned())
}

/// Runs a command with this stdin and returns its stdout.
pub fn pipe(command: &mut Command, input: &[u8]) -> Result<Vec<u8>> {
    Ok(output(command.stdin(Stdio::piped()), input)?.stdout)
}

fn output(command: &mut Command, input: &[u8]) -> Result<Output> {
    let mut child = spawn(command.stdout(Stdio::piped()).stderr(Stdio::piped()))?;
    let (stdin, pid) = (child.stdin.take(), child.id());
    // Beside each other: a program may write before it has read all, and would wait for us for ever.
    let out = std::thread::scope(|scope| {
        scope.spawn(move || stdin.map(|mut stdin| stdin.write_all(input)));
        stop::known(pid, || child.wait_with_output())
    })?;
    if !out.status.success() {
        let error = String::from_utf8_lossy(&out.stderr);
        bail!("`{}` ended with {}\n{}", line(command), out.status, error.trim());
    }
    Ok(out)
}

fn spawn(command: &mut Command) -> Result<Child> {
    command.spawn().with_context(|| format!("cannot start `{}`", line(command)))
}

/// The command as one would type it, for messages.
pub fn line(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    let text = words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ");
    let text = text.replace(&format!("{}/", repo::root().display()), "");
    if text.chars().count() <= LONGEST {
        text
    } else {
        text.chars().take(LONGEST).chain([' ', '…']).collect()
    }
}
