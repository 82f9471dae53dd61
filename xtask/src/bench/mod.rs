//! `cargo xtask bench`: our worker beside the same worker in Hono (`tests/bench/hono`), each in a Miniflare of its own, in turn,
//! on a core that workerd has for itself; and what a linking asks of the platform. Writes `docs/PERFORMANCE.md`.

mod cores;
mod cost;
mod report;

use crate::stack::{Plan, Runner, Running, Stack};
use crate::{build, native, npm_bin, repo, run, say, setup};
use anyhow::{Context as _, Result, ensure};
use report::{Linking, Memory, Round, Whole};
use serde::de::DeserializeOwned;
use std::path::Path;

const OURS_PORT: u16 = 18_841;
const HONO_PORT: u16 = 18_851;
const COUNTING_PORT: u16 = 18_861;
/// The parts of a round, by the names that the driver knows: `tests/bench`.
const PARTS: [&str; 3] = ["reads", "opening", "linking"];
/// How many flows the memory of workerd is looked at over.
const FLOWS: usize = 5_000;
/// So many linkings are stored before their bytes are counted.
const STORED: usize = 64;

/// `cargo xtask bench`.
#[derive(clap::Args)]
pub struct Args {
    /// How often each part is measured, ours and Hono's in turn.
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// Only these parts: reads, opening, linking, start, memory, count. Then nothing is written.
    parts: Vec<String>,
    /// How many flows the memory is looked at over.
    #[arg(long, default_value_t = FLOWS)]
    flows: usize,
    /// Take what is already built.
    #[arg(long)]
    no_build: bool,
}

impl Args {
    fn wants(&self, part: &str) -> bool {
        self.parts.is_empty() || self.parts.iter().any(|wanted| wanted == part)
    }
}

/// Measures and writes.
pub fn command(args: &Args) -> Result<()> {
    if !args.no_build {
        setup::preflight()?;
        setup::for_build()?;
        build::everything()?;
    }
    say::step("build: hono", build::hono::worker)?;
    // The driver as it is measured with: what it compiles now it does not compile beside a measurement.
    say::step("build: driver", || {
        run::read(native::cargo("test").args(["--quiet", "--no-run", "--test", "bench"]))
    })?;
    cores::keep_to_ours()?;
    let rounds = rounds(args)?;
    let whole = Whole {
        start: if args.wants("start") { Some(start()?) } else { None },
        memory: if args.wants("memory") { memory(args.flows)? } else { Vec::new() },
        linking: if args.wants("count") { Some(linking()?) } else { None },
    };
    let text = report::text(&rounds, &whole)?;
    println!("{text}");
    if args.parts.is_empty() {
        report::write(&text)?;
    }
    Ok(())
}

fn ours() -> Plan {
    Plan::of_a_test("bench-ours", OURS_PORT)
}

fn hono() -> Plan {
    Plan { runner: Runner::Hono, ..Plan::of_a_test("bench-hono", HONO_PORT) }
}

/// Starts a product whose workerd has the other core for itself.
fn start_pinned(plan: &Plan) -> Result<(Stack, Running)> {
    let stack = Stack::start(plan)?;
    let running = stack.running(plan);
    cores::move_workerd(running.runner_pid)?;
    Ok((stack, running))
}

/// One word to the driver.
fn told(part: &str) -> [String; 1] {
    [part.to_owned()]
}

/// Runs the driver against a product; a value for each line that it prints.
fn driver<T: DeserializeOwned>(running: &Running, words: &[String]) -> Result<Vec<T>> {
    let mut command = native::test("bench", words);
    running.tell(&mut command, false);
    let printed = run::read(&mut command)?;
    let lines = printed.lines().filter(|line| line.starts_with('{'));
    let values = lines.map(|line| Ok(serde_json::from_str(line)?)).collect::<Result<Vec<T>>>()?;
    ensure!(!values.is_empty(), "the driver measured nothing:\n{printed}");
    Ok(values)
}

fn rounds(args: &Args) -> Result<Vec<Round>> {
    let parts: Vec<&str> = PARTS.into_iter().filter(|part| args.wants(part)).collect();
    if parts.is_empty() {
        return Ok(Vec::new());
    }
    let (_ours, ours) = start_pinned(&ours())?;
    let (_hono, hono) = start_pinned(&hono())?;
    let mut rounds = Vec::new();
    for number in 0..args.rounds {
        let round = say::step(&format!("round {} of {}", number + 1, args.rounds), || {
            let mut round = Round::default();
            for part in &parts {
                // Who is first changes, in case the machine does.
                if number % 2 == 0 {
                    round.ours.extend(driver(&ours, &told(part))?);
                    round.hono.extend(driver(&hono, &told(part))?);
                } else {
                    round.hono.extend(driver(&hono, &told(part))?);
                    round.ours.extend(driver(&ours, &told(part))?);
                }
            }
            anyhow::Ok(round)
        })?;
        rounds.push(round);
    }
    Ok(rounds)
}

/// Milliseconds from a killed workerd to the first answer of the next: ours, Hono's.
fn start() -> Result<[Vec<f64>; 2]> {
    let of = |plan: &Plan| -> Result<Vec<f64>> {
        let (_stack, running) = start_pinned(plan)?;
        let starts: Vec<report::Start> = driver(&running, &told("start"))?;
        Ok(starts.into_iter().map(|start| start.start_ms).collect())
    };
    Ok([of(&ours())?, of(&hono())?])
}

fn memory(flows: usize) -> Result<Vec<Memory>> {
    let (_stack, running) = start_pinned(&ours())?;
    say::step(&format!("memory over {flows} flows"), || {
        driver(&running, &["memory".to_owned(), flows.to_string()])
    })
}

/// What one linking asks for, and how many bytes it leaves.
fn linking() -> Result<Linking> {
    let front = Some("tests/bench/counting.js");
    let runner = Runner::Miniflare { front };
    let plan = Plan { runner, ..Plan::of_a_test("bench-counting", COUNTING_PORT) };
    let (stack, running) = start_pinned(&plan)?;
    let mut linking = say::step("what one linking asks for", || driver::<Linking>(&running, &told("count")))?;
    let bytes = || stored_bytes(&stack.dir.join("state"));
    let before = bytes()?;
    say::step("what it leaves", || {
        driver::<serde_json::Value>(&running, &["links".to_owned(), STORED.to_string()])
    })?;
    let mut linking = linking.pop().context("the driver counted nothing")?;
    linking.stored_bytes = bytes()?.saturating_sub(before) / u64::try_from(STORED)?;
    Ok(linking)
}

/// The bytes of all databases below a folder: their pages, wherever SQLite keeps them at the moment.
fn stored_bytes(folder: &Path) -> Result<u64> {
    let script = "import { DatabaseSync } from 'node:sqlite';
        const size = (file) => {
            const database = new DatabaseSync(file, { readOnly: true });
            const [pages, page] = ['page_count', 'page_size'].map((name) => database.prepare(`PRAGMA ${name}`).get()[name]);
            database.close();
            return pages * page;
        };
        console.log(process.argv.slice(1).map(size).reduce((sum, size) => sum + size, 0));";
    let files = repo::files(folder).into_iter();
    let databases = files.filter(|file| file.extension().is_some_and(|kind| kind == "sqlite"));
    let mut node = npm_bin::command("node");
    node.args(["--no-warnings", "--input-type=module", "-e", script]).args(databases);
    Ok(run::read(&mut node)?.trim().parse()?)
}
