//! Where a running product is, for whoever wants to test it: `.dev/<name>/running.json`, there while it runs.

use super::http;
use crate::repo;
use account_link_shared::route;
use anyhow::{Context as _, Result, ensure};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;
use std::process::Command;

/// See above.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Running {
    /// State, vars and logs are in `.dev/<name>`.
    pub name: String,
    /// Of the worker.
    pub port: u16,
    /// Of the simulators.
    pub sandbox_port: u16,
    /// The process whose children the workerds are.
    pub runner_pid: u32,
    /// How much faster callbacks are retried.
    pub divisor: u32,
}

fn file(name: &str) -> PathBuf {
    repo::dev(name).join("running.json")
}

impl Running {
    /// The run of that name. Errors: there is none, or it does not answer.
    pub fn of(name: &str) -> Result<Self> {
        let running: Self = serde_json::from_str(&repo::read(&file(name))?)?;
        let status = http::get(running.port, route::TIME).context("its worker does not answer")?;
        ensure!(status == 200, "its worker answers {status}");
        Ok(running)
    }

    /// Says in a command's environment where the product is, and whether the large counts are wanted.
    pub fn tell(&self, command: &mut Command, long: bool) {
        let Self { port, sandbox_port, runner_pid, divisor, name } = self;
        let dir = repo::dev(name);
        command
            .env("ACCOUNT_LINK_ORIGIN", format!("http://localhost:{port}"))
            .env("ACCOUNT_LINK_CROSS_ORIGIN", format!("http://127.0.0.1:{port}"))
            .env("ACCOUNT_LINK_SANDBOX", format!("http://localhost:{sandbox_port}"))
            .env("ACCOUNT_LINK_RUNNER_PID", runner_pid.to_string())
            .env("ACCOUNT_LINK_STATE_DIR", dir.join("state"))
            .env("ACCOUNT_LINK_VARS", dir.join("vars"))
            .env("ACCOUNT_LINK_LOG", dir.join("worker.log"))
            .env("ACCOUNT_LINK_DIVISOR", divisor.to_string())
            .env("ACCOUNT_LINK_LONG", if long { "1" } else { "0" });
    }

    pub(super) fn write(&self) -> Result<()> {
        repo::write(&file(&self.name), serde_json::to_string_pretty(self)?)
    }

    pub(super) fn forget(name: &std::path::Path) {
        let _ = std::fs::remove_file(name.join("running.json"));
    }
}
