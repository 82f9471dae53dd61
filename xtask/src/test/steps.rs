//! The steps, in the order of the summary. Each runs in a lane: the steps of a lane one after the other, the lanes beside
//! each other.

use super::each::{dealt_out, with_its_own_product};
use super::world::{self, PRODUCTION_PORTS, World};
use crate::stack::{Mode, PRODUCTION_ORIGIN, Plan, Runner, Stack};
use crate::{build, native, npm_bin, repo, run, setup, size, vectors};
use anyhow::Result;
use std::process::Command;

/// How many HTTP tests run at once on one product. They wait for its own times more than they compute.
const THREADS: &str = "--test-threads=8";

/// What runs one after the other.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Lane {
    /// What needs the sources only.
    Sources,
    /// The build, before the next two.
    Build,
    /// What needs the running product.
    Product,
    /// What has a product of its own.
    Beside,
}

/// What is run for which occasion.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Tier {
    /// While one writes: what is static, the pure code, a flow of each provider.
    Quick,
    /// What a release must pass.
    Release,
    /// The same with large counts, for an evening.
    Long,
}

/// One step.
pub struct Step {
    pub name: &'static str,
    pub lane: Lane,
    pub needs_build: bool,
    quick: bool,
    pub run: fn(&mut World<'_>) -> Result<()>,
}

impl Step {
    /// Whether it is run then.
    pub fn is_in(&self, tier: Tier) -> bool {
        self.quick || tier != Tier::Quick
    }
}

const fn step(name: &'static str, lane: Lane, run: fn(&mut World<'_>) -> Result<()>) -> Step {
    let needs_build = matches!(lane, Lane::Product | Lane::Beside);
    Step { name, lane, needs_build, quick: false, run }
}

const fn quick(step: Step) -> Step {
    Step { quick: true, ..step }
}

/// All of them.
pub static STEPS: [Step; 15] = [
    quick(step("fmt", Lane::Sources, |_| run::run(run::cargo().args(["fmt", "--all", "--check"])))),
    quick(step("clippy", Lane::Sources, |_| {
        // With the tests of the running product, which `--all-targets` leaves out.
        run::run(native::cargo("clippy").args(["--all-targets", "--test", "*", "--", "-D", "warnings"]))
    })),
    quick(step("unit", Lane::Sources, |world| {
        let mut tests = native::cargo("test");
        tests.args(["--quiet", "--lib", "--bins", "--"]).args(&world.selection.tests);
        run::run(&mut tests)
    })),
    quick(step("tidy", Lane::Sources, |world| run::run(&mut native::test("tidy", &world.selection.tests)))),
    quick(step("vectors", Lane::Sources, |_| vectors::command(&[]))),
    quick(step("build", Lane::Build, |_| build::everything())),
    step("dry-run", Lane::Product, |_| {
        run::run(&mut deploy(&[]))?;
        run::run(&mut deploy(&["--env", "production"]))
    }),
    step("size", Lane::Product, |_| size::command()),
    quick(step("e2e", Lane::Product, e2e)),
    step("browser", Lane::Product, browser),
    step("faults", Lane::Beside, |world| {
        with_its_own_product("faults", &world.selection.tests, world.selection.is_long())
    }),
    step("variant", Lane::Beside, variant),
    step("two-versions", Lane::Beside, two_versions),
    step("production", Lane::Beside, production),
    step("schemathesis", Lane::Beside, schemathesis),
];

fn deploy(args: &[&str]) -> Command {
    let mut command = npm_bin::wrangler("dry-run");
    command.args(["deploy", "--dry-run", "--outdir"]).arg(repo::target().join("dry-run")).args(args);
    command
}

fn e2e(world: &mut World<'_>) -> Result<()> {
    let selection = world.selection;
    let mut words = selection.tests.clone();
    words.extend((selection.tier == Tier::Quick).then(|| "flows::".to_owned()));
    match selection.tier {
        Tier::Long => dealt_out(world, "e2e", &[THREADS, "--include-ignored"], &words),
        Tier::Quick | Tier::Release => dealt_out(world, "e2e", &[THREADS], &words),
    }
}

/// First a user who leaves links, accounts and callbacks behind, then requests to all of the API.
fn schemathesis(world: &mut World<'_>) -> Result<()> {
    let mut command = setup::python::schemathesis()?;
    let left = repo::dev("schemathesis").join("references");
    let mut references = world.client("references", native::test("references", &[]))?;
    run::run(references.env("ACCOUNT_LINK_REFERENCES", left))?;
    command.arg("--config-file").arg(repo::path("tests/schemathesis/schemathesis.toml"));
    // It keeps what it found where it runs.
    let scratch = repo::dev("schemathesis");
    std::fs::create_dir_all(&scratch)?;
    let document = format!("{}{}", world.origin()?, account_link_shared::route::OPENAPI);
    run::run(command.current_dir(scratch).arg("run").arg(document))
}

fn browser(world: &mut World<'_>) -> Result<()> {
    world.renew();
    let mut playwright = npm_bin::command("playwright");
    playwright.args(["test", "-c", "tests/browser/playwright.config.mjs"]).args(&world.selection.tests);
    run::run(&mut world.client("browser", playwright)?)
}

/// The same build with what is optional configured.
fn variant(world: &mut World<'_>) -> Result<()> {
    let plan = world::variant();
    let stack = Stack::start(&plan)?;
    let mut test = native::test("variant", &world.selection.tests);
    stack.running(&plan).tell(&mut test, world.selection.is_long());
    run::run(&mut test)
}

/// The flows of all providers while two versions are deployed.
fn two_versions(world: &mut World<'_>) -> Result<()> {
    let plan = world::two_versions();
    let stack = Stack::start(&plan)?;
    let mut words = world.selection.tests.clone();
    if words.is_empty() {
        words.push("flows::".to_owned());
    }
    let mut test = native::test("e2e", &words);
    stack.running(&plan).tell(&mut test, world.selection.is_long());
    run::run(&mut test)
}

/// The same build without `MODE`: once seen under its public https name, once as it is, over http.
fn production(world: &mut World<'_>) -> Result<()> {
    let start = |name: &str, port, public| {
        let mode = Mode::Production { public };
        let runner = Runner::Wrangler;
        let (name, sandbox_port) = (name.to_owned(), 0);
        Stack::start(&Plan { name, port, sandbox_port, mode, runner, fresh: true, variant: false })
    };
    let [public, plain] = PRODUCTION_PORTS;
    let _public = start("production", public, true)?;
    let _plain = start("production-http", plain, false)?;
    let mut test = native::test("production", &world.selection.tests);
    test.env("ACCOUNT_LINK_ORIGIN", format!("http://127.0.0.1:{public}"));
    test.env("ACCOUNT_LINK_PUBLIC_ORIGIN", PRODUCTION_ORIGIN);
    test.env("ACCOUNT_LINK_HTTP_ORIGIN", format!("http://127.0.0.1:{plain}"));
    run::run(&mut test)
}
