//! A program in the background: in a process group of its own, writing to a log file, ended when dropped.

use crate::stop::{self, Victim};
use crate::{procs, repo, run};
use anyhow::{Context as _, Result, bail};
use std::fs::File;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// A running program.
pub struct Background {
    /// The leader of its process group.
    pub pid: u32,
    /// Where it writes.
    pub log: PathBuf,
    name: &'static str,
    child: Child,
}

impl Background {
    /// Starts it; the log is `<dir>/<name>.log`, begun anew.
    pub fn start(name: &'static str, command: &mut Command, dir: &Path) -> Result<Self> {
        let log = dir.join(format!("{name}.log"));
        let out = File::create(&log).with_context(|| format!("cannot write {}", repo::display(&log)))?;
        // A group of its own: Ctrl-C in the terminal reaches us alone, and we end it in order.
        command.stdin(Stdio::null()).stdout(out.try_clone()?).stderr(out).process_group(0);
        let child = command.spawn().with_context(|| format!("cannot start `{}`", run::line(command)))?;
        let pid = child.id();
        stop::add(Victim::Group(pid));
        Ok(Self { pid, log, name, child })
    }

    /// An error, with the end of its log, if it has ended by itself.
    pub fn check(&mut self) -> Result<()> {
        match self.child.try_wait() {
            Ok(None) => Ok(()),
            _ if stop::stopping() => Ok(()),
            _ => bail!(
                "{} has ended by itself; the end of {}:\n{}",
                self.name,
                repo::display(&self.log),
                self.tail()
            ),
        }
    }

    /// Waits until it answers.
    pub fn wait_until(&mut self, patience: Duration, answers: impl Fn() -> bool) -> Result<()> {
        let start = Instant::now();
        while !answers() {
            self.check()?;
            if start.elapsed() > patience {
                let (name, log) = (self.name, repo::display(&self.log));
                bail!(
                    "{name} did not answer within {} s; the end of {log}:\n{}",
                    patience.as_secs(),
                    self.tail()
                );
            }
            sleep(Duration::from_millis(100));
        }
        Ok(())
    }

    fn tail(&self) -> String {
        let text = std::fs::read(&self.log).unwrap_or_default();
        let text = String::from_utf8_lossy(&text);
        let lines: Vec<&str> = text.lines().collect();
        lines[lines.len().saturating_sub(30)..].join("\n")
    }
}

impl Drop for Background {
    fn drop(&mut self) {
        procs::stop_group(self.pid);
        let _ = self.child.try_wait();
        stop::remove(Victim::Group(self.pid));
    }
}
