//! The programs that npm brings. `node_modules/.bin` holds its own Node (22), which is newer than many systems'.

use crate::{repo, run};
use std::path::PathBuf;
use std::process::Command;

/// The path of one of them.
pub fn path(name: &str) -> PathBuf {
    repo::path("node_modules/.bin").join(name)
}

/// A command that runs one of them.
pub fn command(name: &str) -> Command {
    run::program(path(name))
}

/// Wrangler, without its parent process (so that workerd is its child, not its grandchild), its questions and
/// its calls home. `name` keeps the logs and the registry of one local run apart from those of others.
pub fn wrangler(name: &str) -> Command {
    let dir = repo::dev(name);
    let mut command = command("node");
    command
        .args(["--no-warnings", "node_modules/wrangler/wrangler-dist/cli.js"])
        .env("CI", "1")
        .env("CLOUDFLARE_CF_FETCH_ENABLED", "false")
        .env("WRANGLER_SEND_METRICS", "false")
        .env("WRANGLER_HIDE_BANNER", "true")
        .env("WRANGLER_LOG_PATH", dir.join("wrangler-logs"))
        .env("WRANGLER_REGISTRY_PATH", dir.join("wrangler-registry"))
        .env("NO_COLOR", "1");
    command
}
