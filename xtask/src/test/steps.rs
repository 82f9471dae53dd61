//! The steps, in their order: what is quick and static first, then what needs the build, then what needs the
//! running product; the one that kills it last.

use super::world::{self, World, cargo_test};
use crate::stack::{Mode, Plan, Stack};
use crate::{build, npm_bin, repo, run, setup, size, vectors};
use anyhow::{Result, anyhow};
use std::process::Command;

/// What a step needs to be worth running.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Needs {
    Nothing,
    Build,
    Stack,
}

/// One step.
pub struct Step {
    pub name: &'static str,
    pub needs: Needs,
    pub run: fn(&mut World) -> Result<()>,
}

const fn step(name: &'static str, needs: Needs, run: fn(&mut World) -> Result<()>) -> Step {
    Step { name, needs, run }
}

/// All of them.
pub static STEPS: [Step; 14] = [
    step("fmt", Needs::Nothing, |_| cargo(&["fmt", "--all", "--check"])),
    step("clippy", Needs::Nothing, |_| {
        cargo(&["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"])?;
        let worker = ["clippy", "--package", "account-link-worker", "--features", "openapi", "--all-targets"];
        cargo(&[&worker[..], &["--", "-D", "warnings"]].concat())
    }),
    step("unit", Needs::Nothing, |_| {
        // All but the visitor's, which need the running product; with the document of the API.
        let all = ["test", "--workspace", "--exclude", "account-link-tests"];
        cargo(&[&all[..], &["--features", "account-link-worker/openapi"]].concat())
    }),
    step("tidy", Needs::Nothing, |_| run::run(&mut cargo_test("tidy"))),
    step("vectors", Needs::Nothing, |_| vectors::command(&[])),
    step("build", Needs::Nothing, |_| build::everything()),
    step("dry-run", Needs::Build, |_| {
        run::run(&mut deploy(&[]))?;
        run::run(&mut deploy(&["--env", "production"]))
    }),
    step("size", Needs::Build, |_| size::command()),
    step("e2e", Needs::Stack, |world| run::run(&mut world.visitor(cargo_test("e2e"))?)),
    step("schemathesis", Needs::Stack, schemathesis),
    step("browser", Needs::Stack, browser),
    step("variant", Needs::Build, variant),
    step("production", Needs::Build, production),
    step("faults", Needs::Stack, |world| run::run(&mut world.visitor(cargo_test("faults"))?)),
];

fn cargo(args: &[&str]) -> Result<()> {
    run::run(run::cargo().args(args))
}

fn deploy(args: &[&str]) -> Command {
    let mut command = npm_bin::wrangler("dry-run");
    command.args(["deploy", "--dry-run", "--outdir"]).arg(repo::target().join("dry-run")).args(args);
    command
}

/// First a visitor who leaves links, accounts and callbacks behind, then requests to all of the API.
fn schemathesis(world: &mut World) -> Result<()> {
    let mut command = setup::python::schemathesis()?;
    let mut references = world.visitor(cargo_test("references"))?;
    run::run(references.env("ACCOUNT_LINK_REFERENCES", repo::dev("test").join("references")))?;
    command.arg("--config-file").arg(repo::path("tests/schemathesis/schemathesis.toml"));
    // It keeps what it found where it runs.
    let scratch = repo::dev("schemathesis");
    std::fs::create_dir_all(&scratch)?;
    run::run(command.current_dir(scratch).arg("run").arg(world.document()))
}

fn browser(world: &mut World) -> Result<()> {
    if let Err(error) = &world.found.chromium {
        return Err(anyhow!("{error:#}"));
    }
    let mut playwright = npm_bin::command("playwright");
    playwright.args(["test", "-c", "tests/browser/playwright.config.mjs"]);
    run::run(&mut world.visitor(playwright)?)
}

/// The same build with what is optional configured.
fn variant(_: &mut World) -> Result<()> {
    let plan = world::variant();
    let stack = Stack::start(&plan)?;
    let mut test = cargo_test("variant");
    world::tell(&mut test, &plan, &stack);
    run::run(&mut test)
}

/// The same build without `MODE`: once seen under its public https name, once as it is, over http.
fn production(_: &mut World) -> Result<()> {
    let start = |name: &str, port, public| {
        let mode = Mode::Production { public };
        Stack::start(&Plan { name: name.into(), port, sandbox_port: 0, mode, fresh: true, variant: false })
    };
    let _public = start("production", 18797, true)?;
    let _plain = start("production-http", 18799, false)?;
    let mut test = cargo_test("production");
    test.env("ACCOUNT_LINK_ORIGIN", "http://127.0.0.1:18797");
    test.env("ACCOUNT_LINK_PUBLIC_ORIGIN", crate::stack::PRODUCTION_ORIGIN);
    test.env("ACCOUNT_LINK_HTTP_ORIGIN", "http://127.0.0.1:18799");
    run::run(&mut test)
}
