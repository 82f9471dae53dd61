//! Processes: who is in a group, and ending a whole group. Wrangler's workerd outlives a killed Wrangler, so
//! the group and everything below its leader are ended, politely first.

use nix::sys::signal::{Signal, kill, killpg};
use nix::sys::wait::{WaitPidFlag, waitpid};
use nix::unistd::Pid;
use std::thread::sleep;
use std::time::{Duration, Instant};

/// How long a group may take to end by itself.
const PATIENCE: Duration = Duration::from_secs(5);

/// One line of the process table.
struct Process {
    pid: i32,
    parent: i32,
    group: i32,
}

/// The living processes, from /proc; empty where there is none (macOS).
fn table() -> Vec<Process> {
    let entries = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    entries.filter_map(|entry| parse(&std::fs::read_to_string(entry.path().join("stat")).ok()?)).collect()
}

/// Reads `pid (name) state ppid pgrp …`; the name may hold spaces and parentheses. Zombies do not count.
fn parse(stat: &str) -> Option<Process> {
    let (pid, rest) = stat.split_once(" (")?;
    let mut fields = rest.rsplit_once(") ")?.1.split(' ');
    let alive = !matches!(fields.next()?, "Z" | "X");
    let (parent, group) = (fields.next()?.parse().ok()?, fields.next()?.parse().ok()?);
    alive.then_some(Process { pid: pid.parse().ok()?, parent, group })
}

/// The members of a group and all descendants of its leader.
fn members(leader: i32) -> Vec<i32> {
    let table = table();
    let mut found: Vec<i32> = table.iter().filter(|p| p.group == leader).map(|p| p.pid).collect();
    let mut next = vec![leader];
    while let Some(parent) = next.pop() {
        for child in table.iter().filter(|p| p.parent == parent) {
            next.push(child.pid);
            if !found.contains(&child.pid) {
                found.push(child.pid);
            }
        }
    }
    found
}

/// Asks one process to end.
pub fn terminate(pid: u32) {
    if let Ok(pid) = i32::try_from(pid) {
        let _ = kill(Pid::from_raw(pid), Signal::SIGTERM);
    }
}

/// Ends a group and everything below its leader; returns when all are gone.
pub fn stop_group(leader: u32) {
    let Ok(leader) = i32::try_from(leader) else { return };
    let mut all = members(leader);
    let _ = killpg(Pid::from_raw(leader), Signal::SIGTERM);
    let start = Instant::now();
    loop {
        let _ = waitpid(Pid::from_raw(leader), Some(WaitPidFlag::WNOHANG));
        let table = table();
        all.extend(
            table
                .iter()
                .filter(|p| p.group == leader && !all.contains(&p.pid))
                .map(|p| p.pid)
                .collect::<Vec<_>>(),
        );
        let left: Vec<i32> = table.iter().map(|p| p.pid).filter(|pid| all.contains(pid)).collect();
        let is_alive = killpg(Pid::from_raw(leader), None).is_ok();
        if left.is_empty() && (!is_alive || cfg!(target_os = "linux")) {
            return;
        }
        if start.elapsed() > PATIENCE {
            let _ = killpg(Pid::from_raw(leader), Signal::SIGKILL);
            for pid in left {
                let _ = kill(Pid::from_raw(pid), Signal::SIGKILL);
            }
            return;
        }
        sleep(Duration::from_millis(50));
    }
}

/// The processes below that one that were started with this word in their command line.
pub fn below(leader: u32, word: &str) -> Vec<u32> {
    let Ok(leader) = i32::try_from(leader) else { return Vec::new() };
    let pids =
        members(leader).into_iter().filter(|pid| *pid != leader).filter_map(|pid| u32::try_from(pid).ok());
    pids.filter(|pid| runs(*pid, word)).collect()
}

/// The threads of a process.
pub fn threads(pid: u32) -> Vec<i32> {
    let entries = std::fs::read_dir(format!("/proc/{pid}/task")).into_iter().flatten().flatten();
    entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok()).collect()
}

/// Whether a living member of that group was started with one of these words in its command line.
pub fn group_runs(leader: u32, words: &[&str]) -> bool {
    let members = table().into_iter().filter(|process| u32::try_from(process.group) == Ok(leader));
    members
        .filter_map(|process| u32::try_from(process.pid).ok())
        .any(|pid| words.iter().any(|word| runs(pid, word)))
}

/// Whether a process of this id was started with that word in its command line.
pub fn runs(pid: u32, word: &str) -> bool {
    let cmdline = std::fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
    String::from_utf8_lossy(&cmdline).contains(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_the_process_table_is_read_whatever_the_name() {
        let process = parse("12 (a b) c) S 3 4 5 0").unwrap();
        assert_eq!((process.pid, process.parent, process.group), (12, 3, 4));
        assert!(parse("12 (dead) Z 3 4 5 0").is_none());
    }
}
