//! Tests of one target that are spread over several products: some each have one for themselves, because they kill it; others
//! are dealt out, because one workerd computes on one core only.

use super::report;
use super::world::{self, AT_ONCE, World};
use crate::stack::Stack;
use crate::{native, output, repo, run};
use anyhow::{Result, bail};
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Fewer tests than this are not worth another product.
const WORTH: usize = 48;

/// Runs every test of that target whose name contains one of these words, each with a product of its own, some at once.
pub fn with_its_own_product(target: &'static str, words: &[String], long: bool) -> Result<()> {
    let tests = tests_of(target, words)?;
    let next = AtomicUsize::new(0);
    at_once(AT_ONCE.min(tests.len()), |place| {
        let mut failed = Vec::new();
        while let Some(test) = tests.get(next.fetch_add(1, Ordering::SeqCst)) {
            let run = || {
                let plan = world::own(place)?;
                let stack = Stack::start(&plan)?;
                let mut command =
                    native::test(target, &told(&["--exact", "--nocapture"], std::slice::from_ref(test)));
                stack.running(&plan).tell(&mut command, long);
                run::run(command.env("ACCOUNT_LINK_DURATIONS", report::durations(target)))
            };
            if let Err(error) = logged(target, &test.replace("::", "-"), run) {
                failed.push(format!("{test}: {error:#}"));
            }
        }
        if failed.is_empty() { Ok(()) } else { bail!("{}", failed.join("\n")) }
    })
}

/// Runs the tests of that target, dealt out over the product of this lane and another one. `options` are for the program
/// that runs them.
pub fn dealt_out(
    world: &mut World<'_>,
    target: &'static str,
    options: &[&str],
    words: &[String],
) -> Result<()> {
    let listed: Vec<&str> = options.iter().copied().filter(|option| *option == "--include-ignored").collect();
    let tests = tests_of(target, &told(&listed, words))?;
    if tests.len() < WORTH || world.selection.against_dev {
        return run::run(&mut world.client(target, native::test(target, &told(options, words)))?);
    }
    let share = |of: usize| -> Vec<String> {
        tests
            .iter()
            .enumerate()
            .filter(|(number, _)| number % 2 == of)
            .map(|(_, test)| test.clone())
            .collect()
    };
    let command = |of: usize| native::test(target, &told(&[options, &["--exact"]].concat(), &share(of)));
    let mut first = world.client(target, command(0))?;
    let mut second = world.client(target, command(1))?;
    let plan = world::second();
    let stack = Stack::start(&plan)?;
    stack.running(&plan).tell(&mut second, world.selection.is_long());
    let both = Mutex::new([Some(&mut first), Some(&mut second)]);
    at_once(2, |place| {
        let command = both.lock().ok().and_then(|mut both| both.get_mut(place)?.take());
        logged(target, &format!("share-{place}"), || command.map_or(Ok(()), run::run))
    })
}

fn told(options: &[&str], words: &[String]) -> Vec<String> {
    options.iter().map(|option| (*option).to_owned()).chain(words.iter().cloned()).collect()
}

fn tests_of(target: &str, words: &[String]) -> Result<Vec<String>> {
    let listed = run::read(&mut native::test(target, &told(&["--list", "--format", "terse"], words)))?;
    let tests: Vec<String> =
        listed.lines().filter_map(|line| line.strip_suffix(": test")).map(str::to_owned).collect();
    if tests.is_empty() {
        bail!("no test of {target} is called so");
    }
    Ok(tests)
}

/// Does this at so many places beside each other; all that failed is one error.
fn at_once(places: usize, work: impl Fn(usize) -> Result<()> + Sync) -> Result<()> {
    let results: Vec<Result<()>> = std::thread::scope(|scope| {
        let work = &work;
        let running: Vec<_> = (0..places).map(|place| scope.spawn(move || work(place))).collect();
        let ended = running.into_iter().map(|thread| thread.join());
        ended.map(|ended| ended.unwrap_or_else(|_| bail!("a thread that ran tests panicked"))).collect()
    });
    let failed: Vec<String> =
        results.into_iter().filter_map(|result| result.err().map(|error| format!("{error:#}"))).collect();
    if failed.is_empty() { Ok(()) } else { bail!("{}", failed.join("\n")) }
}

/// Does it with a log of its own; where it failed, its end is told.
fn logged(target: &str, name: &str, work: impl FnOnce() -> Result<()>) -> Result<()> {
    let log: PathBuf = report::log(target).with_extension("").join(name).with_extension("log");
    let result = output::to_log(&log, work)?;
    result.inspect_err(|_| println!("{}\n{}", repo::display(&log), report::tail(&log)))
}
