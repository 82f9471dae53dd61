//! Native code – the sandbox, the unit tests, the tests of the running product – is always built as one selection with one
//! set of features: cargo would otherwise compile crates again for each.

use crate::run;
use std::process::Command;

/// The whole workspace; the worker with the document of its API, which only tests have.
const SELECTION: [&str; 3] = ["--workspace", "--features", "account-link-worker/openapi"];

/// `cargo <what> …` of the whole workspace.
pub fn cargo(what: &str) -> Command {
    let mut command = run::cargo();
    command.arg(what).args(SELECTION);
    command
}

/// A test target of the crate `tests`, with what its programs are told: filters and the like.
pub fn test(target: &str, told: &[String]) -> Command {
    let mut command = cargo("test");
    command.args(["--quiet", "--test", target, "--"]).args(told);
    command
}
