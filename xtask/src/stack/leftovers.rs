//! What a killed run left behind: its programs hold the ports and the state, so the next run ends them.

use super::background::Background;
use crate::{procs, repo};
use anyhow::Result;
use std::path::Path;

/// Notes the programs of this run.
pub fn remember<'a>(dir: &Path, programs: impl Iterator<Item = &'a Background>) -> Result<()> {
    let pids = programs.map(|program| program.pid.to_string()).collect::<Vec<_>>().join("\n");
    repo::write(&dir.join("pids"), pids)
}

/// Ends those of the last run that are still there. A number that now belongs to another program is left alone.
pub fn stop(dir: &Path) {
    let file = dir.join("pids");
    let pids = std::fs::read_to_string(&file).unwrap_or_default();
    for pid in pids.lines().filter_map(|line| line.parse().ok()) {
        if procs::group_runs(pid, &["wrangler-dist/cli.js", "workerd", "account-link-sandbox"]) {
            procs::stop_group(pid);
        }
    }
    let _ = std::fs::remove_file(file);
}
