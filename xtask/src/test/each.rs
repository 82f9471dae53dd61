//! Tests that each need a product of their own, because they kill it: every test of a target, some at once.

use super::report;
use super::world::{self, AT_ONCE};
use crate::stack::Stack;
use crate::{native, output, repo, run};
use anyhow::{Result, anyhow, bail};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Runs every test of that target whose name contains one of these words.
pub fn with_its_own_product(target: &str, words: &[String], long: bool) -> Result<()> {
    let told: Vec<String> =
        ["--list", "--format", "terse"].into_iter().map(str::to_owned).chain(words.iter().cloned()).collect();
    let listed = run::read(&mut native::test(target, &told))?;
    let tests: Vec<&str> = listed.lines().filter_map(|line| line.strip_suffix(": test")).collect();
    if tests.is_empty() {
        bail!("no test of {target} is called so");
    }
    let (next, failed) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for place in 0..AT_ONCE.min(tests.len()) {
            let (next, failed, tests) = (&next, &failed, &tests);
            scope.spawn(move || {
                while let Some(test) = tests.get(next.fetch_add(1, Ordering::SeqCst)) {
                    if let Err(error) = one(target, test, place, long)
                        && let Ok(mut failed) = failed.lock()
                    {
                        failed.push(format!("{test}: {error:#}"));
                    }
                }
            });
        }
    });
    for test in tests {
        let log = log(target, test);
        output::line(&format!("{}\n{}", repo::shown(&log), repo::read(&log).unwrap_or_default()));
    }
    let failed = failed.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    if failed.is_empty() { Ok(()) } else { Err(anyhow!("{}", failed.join("\n"))) }
}

fn log(target: &str, test: &str) -> std::path::PathBuf {
    report::log(target).with_extension("").join(test.replace("::", "-")).with_extension("log")
}

/// Runs one test with the product of that place.
fn one(target: &str, test: &str, place: usize, long: bool) -> Result<()> {
    output::to_log(&log(target, test), || {
        let plan = world::own(place)?;
        let stack = Stack::start(&plan)?;
        let told = ["--exact", test, "--nocapture"].map(str::to_owned);
        let mut command = native::test(target, &told);
        world::tell(&mut command, &plan, &stack.running(&plan), long);
        run::run(command.env("ACCOUNT_LINK_DURATIONS", report::durations(target)))
    })?
}
