//! workerd with what is in `worker/build`, on one port, with its state in our folder: through `wrangler dev`, or without the
//! proxy and the inspector that it puts before the worker.

use super::background::Background;
use super::vars::{Mode, PRODUCTION_HOST};
use super::{Plan, Runner, http};
use crate::{build, npm_bin, repo};
use account_link_shared::route;
use anyhow::Result;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

/// Starts it and waits until the API answers.
pub fn start(plan: &Plan, dir: &Path) -> Result<Background> {
    let mut command = match plan.runner {
        Runner::Wrangler => wrangler(plan, dir),
        Runner::Miniflare { front } => {
            let mut command = miniflare(&repo::path(build::WORKER_OUT), plan, dir);
            command.args(front);
            command
        }
        Runner::Hono => miniflare(&build::hono::out(), plan, dir),
    };
    let mut worker = Background::start("worker", &mut command, dir)?;
    worker.wait_until(Duration::from_secs(60), || {
        let status = http::get(plan.port, route::TIME);
        // In production the worker may refuse us: that is an answer too.
        status.is_ok_and(|status| status == 200 || plan.mode == Mode::Production { public: false })
    })?;
    Ok(worker)
}

fn miniflare(built: &Path, plan: &Plan, dir: &Path) -> Command {
    let mut command = npm_bin::command("node");
    command.args(["--no-warnings", "xtask/src/stack/workerd.mjs"]).arg(built).arg(plan.port.to_string());
    command.arg(dir.join("vars")).arg(dir.join("state"));
    command
}

fn wrangler(plan: &Plan, dir: &Path) -> Command {
    let mut command = npm_bin::wrangler(&plan.name);
    command.args(["dev", "--ip", "127.0.0.1", "--port", &plan.port.to_string(), "--inspector-port", "0"]);
    command.arg("--persist-to").arg(dir.join("state")).arg("--env-file").arg(dir.join("vars"));
    command.args(["--local-protocol", "http", "--show-interactive-dev-session=false"]);
    if let Mode::Production { public: true } = plan.mode {
        command.args(["--host", PRODUCTION_HOST, "--upstream-protocol", "https"]);
    }
    command
}
