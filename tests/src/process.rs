//! The process that runs the worker: which one it is, and killing it.

use crate::client::Request;
use crate::stack;
use crate::until::until;
use std::process::Command;

/// The workerd that runs the worker, below wrangler or our own script. Wrangler has another one, which listens on the
/// product's port and only passes requests on.
pub fn workerd() -> Option<u32> {
    let doorman = format!("--socket-addr=entry=127.0.0.1:{}", stack::port(&stack::origin()));
    let entries = std::fs::read_dir("/proc").expect("this test reads /proc");
    let pids = entries.flatten().filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    let below = pids.filter(|pid| parent(*pid) == Some(stack::runner_pid())).filter_map(|pid| {
        let words = std::fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
        let words: Vec<String> =
            words.split(|b| *b == 0).map(|w| String::from_utf8_lossy(w).into()).collect();
        let is_workerd = words.first().is_some_and(|program| program.ends_with("workerd"));
        is_workerd.then(|| (words.iter().any(|word| word.starts_with(&doorman)), pid))
    });
    // One that is no doorman, if there are two.
    below.min().map(|(_, pid)| pid)
}

fn parent(pid: u32) -> Option<u32> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let mut fields = stat.rsplit_once(") ")?.1.split(' ');
    let alive = fields.next().is_some_and(|state| state != "Z");
    fields.next()?.parse().ok().filter(|_| alive)
}

/// `kill -9`.
pub fn kill(pid: u32) {
    let status = Command::new("kill").args(["-9", &pid.to_string()]).status();
    assert!(status.is_ok_and(|status| status.success()), "cannot kill {pid}");
}

/// Waits until another workerd than this one answers.
pub async fn wait_for_another(than: u32) {
    until(30, async || {
        let another = workerd().is_some_and(|pid| pid != than);
        let answer = Request::new("GET", "/api/v1/time").attempt().await;
        let back = another && answer.is_ok_and(|answer| answer.status == 200);
        if back { Ok(()) } else { Err("the worker is not back") }
    })
    .await;
}

/// Has the worker loaded anew, with its variables as the file says them now; waits until another workerd answers, whatever it
/// answers.
pub async fn reload() {
    let before = workerd();
    let runner = stack::runner_pid().to_string();
    let status = Command::new("kill").args(["-USR2", &runner]).status();
    assert!(status.is_ok_and(|status| status.success()), "cannot tell {runner}");
    until(30, async || {
        let another = workerd().is_some() && workerd() != before;
        let answers = Request::new("GET", "/api/v1/time").attempt().await.is_ok();
        if another && answers { Ok(()) } else { Err("the worker is not loaded anew") }
    })
    .await;
}

/// What a process holds in memory (`VmRSS`), in KiB.
pub fn memory_kib(pid: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.split_whitespace().next()?.parse().ok()
}

/// What a process has computed so far, in milliseconds of a core (`utime` and `stime` of proc(5)).
pub fn computed_ms(pid: u32) -> u64 {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).expect("the process is there");
    let fields = stat.rsplit_once(") ").expect("a name in brackets").1;
    let ticks =
        fields.split(' ').skip(11).take(2).map(|ticks| ticks.parse::<u64>().expect("a number of ticks"));
    // A hundred ticks a second, on every Linux.
    ticks.sum::<u64>() * 10
}
