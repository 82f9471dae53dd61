//! Where the running product is: what `cargo xtask test` says in the environment.

use std::env;
use std::path::PathBuf;

fn variable(name: &str) -> String {
    env::var(name).unwrap_or_else(|_| {
        panic!("{name} is not set: these tests need the running product, which `cargo xtask test` starts")
    })
}

/// The product, as partners and browsers write it: `http://localhost:PORT`.
pub fn origin() -> String {
    variable("ACCOUNT_LINK_ORIGIN")
}

/// The port of an origin.
pub fn port(origin: &str) -> u16 {
    let port = origin.rsplit(':').next().and_then(|port| port.parse().ok());
    port.unwrap_or_else(|| panic!("{origin} has no port"))
}

/// `host:port` of the product.
pub fn host() -> String {
    origin().split_once("://").map(|(_, host)| host.to_owned()).expect("an origin")
}

/// Everybody else: the demo partner and the mailbox.
pub fn sandbox() -> String {
    variable("ACCOUNT_LINK_SANDBOX")
}

/// How much faster callbacks are retried here.
pub fn divisor() -> i64 {
    variable("ACCOUNT_LINK_DIVISOR").parse().expect("ACCOUNT_LINK_DIVISOR is a number")
}

/// The process below which workerd runs.
pub fn runner_pid() -> u32 {
    variable("ACCOUNT_LINK_RUNNER_PID").parse().expect("ACCOUNT_LINK_RUNNER_PID is a number")
}

/// What the worker stores.
pub fn state_dir() -> PathBuf {
    PathBuf::from(variable("ACCOUNT_LINK_STATE_DIR"))
}

/// What the worker logs.
pub fn log() -> String {
    let file = variable("ACCOUNT_LINK_LOG");
    let bytes = std::fs::read(&file).unwrap_or_else(|error| panic!("cannot read the log {file}: {error}"));
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The file with the worker's settings and secrets: `NAME="value"`, a line each.
pub fn vars_file() -> PathBuf {
    PathBuf::from(variable("ACCOUNT_LINK_VARS"))
}

/// The worker's settings and secrets by name.
pub fn vars() -> Vec<(String, String)> {
    let text = std::fs::read_to_string(vars_file()).expect("the variables are readable");
    let pairs = text.lines().filter_map(|line| line.split_once('='));
    pairs.map(|(name, value)| (name.to_owned(), value.trim_matches('"').to_owned())).collect()
}

/// The root of the workspace.
pub fn root() -> PathBuf {
    // Where cargo runs us from, not where we were compiled: a copied tree is tested itself.
    let here = PathBuf::from(variable("CARGO_MANIFEST_DIR"));
    here.parent().expect("the tests are a folder of the workspace").to_owned()
}
