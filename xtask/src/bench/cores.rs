//! Two cores: the one computes what is measured, the other everything else. Without that, who measures slows down what is
//! measured.

use crate::procs;
use anyhow::Result;

const OURS: usize = 1;
const WORKERD: usize = 0;

/// This process, and all that it starts from now on, computes beside workerd and not on its core.
pub fn keep_to_ours() -> Result<()> {
    pin(0, OURS)
}

/// The workerd below that process has the other core for itself.
pub fn move_workerd(runner: u32) -> Result<()> {
    for workerd in procs::below(runner, "workerd") {
        for thread in procs::threads(workerd) {
            pin(thread, WORKERD)?;
        }
    }
    Ok(())
}

/// Keeps a thread (0: the calling one) to a core.
#[cfg(target_os = "linux")]
fn pin(thread: i32, core: usize) -> Result<()> {
    use nix::sched::{CpuSet, sched_setaffinity};
    let mut cores = CpuSet::new();
    cores.set(core)?;
    Ok(sched_setaffinity(nix::unistd::Pid::from_raw(thread), &cores)?)
}

/// There is no such call: the figures are rougher there.
#[cfg(not(target_os = "linux"))]
fn pin(_: i32, _: usize) -> Result<()> {
    Ok(())
}
