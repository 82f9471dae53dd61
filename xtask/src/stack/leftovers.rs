//! Two runs of one name would share ports and state, so the second is refused while the first lives. What a
//! killed run left behind still holds both, so the next run ends it.

use super::background::Background;
use crate::{procs, repo};
use anyhow::{Result, bail};
use std::path::Path;

/// Takes the folder for this run: refuses while another run has it, ends what a dead one left.
pub fn take(dir: &Path) -> Result<()> {
    let file = dir.join("pids");
    let text = std::fs::read_to_string(&file).unwrap_or_default();
    let mut pids = text.lines().filter_map(|line| line.parse::<u32>().ok());
    if let Some(owner) =
        pids.next().filter(|owner| *owner != std::process::id() && procs::runs(*owner, "xtask"))
    {
        bail!("process {owner} is running {} already: stop it first", repo::display(dir));
    }
    for leader in pids {
        // A number that now belongs to another program is left alone.
        if procs::group_runs(leader, &["wrangler-dist/cli.js", "workerd", "account-link-sandbox"]) {
            procs::stop_group(leader);
        }
    }
    remember(dir, &[])
}

/// Notes us and the programs of this run.
pub fn remember(dir: &Path, programs: &[&Background]) -> Result<()> {
    let pids = std::iter::once(std::process::id()).chain(programs.iter().map(|program| program.pid));
    repo::write(&dir.join("pids"), pids.map(|pid| format!("{pid}\n")).collect::<String>())
}

/// The run is over.
pub fn forget(dir: &Path) {
    let _ = std::fs::remove_file(dir.join("pids"));
}
