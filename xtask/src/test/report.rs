//! The summary: one line a step with its verdict and seconds, the slowest tests, the end of what failed.

use super::steps::Step;
use crate::{output, repo, say};
use anyhow::{Result, bail};
use std::path::PathBuf;
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// How many of the slowest tests are named.
const SLOWEST: usize = 10;
/// How many lines of a log are shown where its step failed.
const TAIL: usize = 60;

enum Outcome {
    Ok,
    Failed(String),
    Skipped(String),
}

struct Line {
    name: String,
    time: Duration,
    outcome: Outcome,
}

/// What has happened so far; steps that run beside each other share it.
pub struct Report {
    start: Instant,
    lines: Mutex<Vec<Line>>,
}

/// Where a step that runs beside others prints.
pub fn log(step: &str) -> PathBuf {
    repo::scratch().join("test").join(format!("{step}.log"))
}

/// Where the tests of a step note how long they took: a line a test, seconds and name.
pub fn durations(step: &str) -> PathBuf {
    repo::scratch().join("test").join(format!("{step}.durations"))
}

/// The end of a log.
pub fn tail(log: &std::path::Path) -> String {
    let text = std::fs::read_to_string(log).unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(TAIL)..].join("\n")
}

impl Report {
    /// Nothing yet; the clock runs.
    pub fn begin() -> Self {
        let _ = std::fs::remove_dir_all(repo::scratch().join("test"));
        let _ = std::fs::create_dir_all(repo::scratch().join("test"));
        Self { start: Instant::now(), lines: Mutex::default() }
    }

    fn note(&self, name: &str, time: Duration, outcome: Outcome) {
        if let Ok(mut lines) = self.lines.lock() {
            lines.push(Line { name: name.to_owned(), time, outcome });
        }
    }

    /// Runs a step on the terminal and notes how it went. Whether it worked.
    pub fn time(&self, step: &Step, work: impl FnOnce() -> Result<()>) -> bool {
        println!("▸ {}", step.name);
        let start = Instant::now();
        let result = work();
        if let Err(error) = &result {
            say::error(error);
        }
        self.judge(step, start, result)
    }

    /// The same for a step that runs beside others: it prints into its log.
    pub fn time_logged(&self, step: &Step, work: impl FnOnce() -> Result<()>) -> bool {
        let (start, at) = (Instant::now(), self.start.elapsed().as_secs());
        println!("▸ {} (after {at} s)", step.name);
        let logged = output::to_log(&log(step.name), || work().inspect_err(say::error));
        let result = logged.unwrap_or_else(Err);
        let word = if result.is_ok() { "ok" } else { "FAILED" };
        println!("  {}: {word} after {:.1} s", step.name, start.elapsed().as_secs_f64());
        self.judge(step, start, result)
    }

    fn judge(&self, step: &Step, start: Instant, result: Result<()>) -> bool {
        let worked = result.is_ok();
        let outcome = result.map_or_else(|error| Outcome::Failed(first_line(&error)), |()| Outcome::Ok);
        self.note(step.name, start.elapsed(), outcome);
        worked
    }

    /// A step that could not run because of another's failure: a failure too.
    pub fn not_run(&self, step: &Step, why: &str) {
        self.note(step.name, Duration::ZERO, Outcome::Failed(format!("not run: {why}")));
    }

    /// Something optional that is missing.
    pub fn skipped(&self, name: &str, why: &str) {
        self.note(name, Duration::ZERO, Outcome::Skipped(why.to_owned()));
    }

    /// Prints the summary; an error if anything failed.
    pub fn end(self) -> Result<()> {
        let took = self.start.elapsed().as_secs_f64();
        let mut lines = self.lines.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
        lines.sort_by_key(|line| super::STEPS.iter().position(|step| step.name == line.name));
        for line in lines.iter().filter(|line| matches!(line.outcome, Outcome::Failed(_))) {
            let end = tail(&log(&line.name));
            if !end.is_empty() {
                println!("\nthe end of {}:\n\n{end}", repo::display(&log(&line.name)));
            }
        }
        println!("\nsummary after {took:.0} s");
        let (mut passed, mut failed) = (0, 0);
        for Line { name, time, outcome } in &lines {
            let (word, why) = match outcome {
                Outcome::Ok => {
                    passed += 1;
                    ("ok", "")
                }
                Outcome::Failed(why) => {
                    failed += 1;
                    ("FAILED", why.as_str())
                }
                Outcome::Skipped(why) => ("SKIPPED", why.as_str()),
            };
            let tests = timed(name).len();
            let tests = if tests == 0 { String::new() } else { format!("{tests} tests  ") };
            println!("{word:<8} {name:<12} {:>7.1} s  {tests}{why}", time.as_secs_f64());
        }
        let mut slowest: Vec<_> = lines.iter().flat_map(|line| timed(&line.name)).collect();
        slowest.sort_by(|(one, _), (other, _)| other.total_cmp(one));
        slowest.truncate(SLOWEST);
        if !slowest.is_empty() {
            println!("the slowest tests");
            slowest.iter().for_each(|(seconds, test)| println!("  {seconds:>6.1} s  {test}"));
        }
        println!("{passed} passed, {failed} failed");
        if failed > 0 {
            bail!("{failed} steps failed");
        }
        Ok(())
    }
}

/// The tests of a step that noted how long they took.
fn timed(step: &str) -> Vec<(f64, String)> {
    let text = std::fs::read_to_string(durations(step)).unwrap_or_default();
    let lines = text.lines().filter_map(|line| line.split_once(' '));
    lines.filter_map(|(seconds, test)| Some((seconds.parse().ok()?, format!("{step} {test}")))).collect()
}

fn first_line(error: &anyhow::Error) -> String {
    let text = error.to_string();
    text.lines().next().unwrap_or_default().to_owned()
}
