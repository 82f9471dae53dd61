//! The summary: one line a step with its verdict and seconds, and a last line with the two counts.

use anyhow::{Result, bail};
use std::time::{Duration, Instant};

enum Verdict {
    Ok,
    Failed(String),
    Skipped(String),
}

/// What has happened so far.
pub struct Report {
    start: Instant,
    lines: Vec<(String, Duration, Verdict)>,
}

impl Report {
    /// Nothing yet; the clock runs.
    pub fn begin() -> Self {
        Self { start: Instant::now(), lines: Vec::new() }
    }

    /// Runs a step and notes how it went. Whether it worked.
    pub fn time(&mut self, name: &str, work: impl FnOnce() -> Result<()>) -> bool {
        let start = Instant::now();
        let result = work();
        if let Err(error) = &result {
            crate::say::error(error);
        }
        let worked = result.is_ok();
        let verdict = result.map_or_else(|error| Verdict::Failed(first_line(&error)), |()| Verdict::Ok);
        self.lines.push((name.to_owned(), start.elapsed(), verdict));
        worked
    }

    /// A step that could not run because of another's failure: a failure too.
    pub fn not_run(&mut self, name: &str, why: &str) {
        self.lines.push((name.to_owned(), Duration::ZERO, Verdict::Failed(format!("not run: {why}"))));
    }

    /// Something optional that is missing.
    pub fn skipped(&mut self, name: &str, why: &str) {
        self.lines.push((name.to_owned(), Duration::ZERO, Verdict::Skipped(why.to_owned())));
    }

    /// Prints the summary; an error if anything failed.
    pub fn end(self) -> Result<()> {
        println!("\nsummary after {:.0} s", self.start.elapsed().as_secs_f64());
        let (mut passed, mut failed) = (0, 0);
        for (name, time, verdict) in &self.lines {
            let (word, why) = match verdict {
                Verdict::Ok => {
                    passed += 1;
                    ("ok", "")
                }
                Verdict::Failed(why) => {
                    failed += 1;
                    ("FAILED", why.as_str())
                }
                Verdict::Skipped(why) => ("SKIPPED", why.as_str()),
            };
            println!("{word:<8} {name:<12} {:>7.1} s  {why}", time.as_secs_f64());
        }
        println!("{passed} passed, {failed} failed");
        if failed > 0 {
            bail!("{failed} steps failed");
        }
        Ok(())
    }
}

fn first_line(error: &anyhow::Error) -> String {
    let text = error.to_string();
    text.lines().next().unwrap_or_default().to_owned()
}
