//! The product on this machine: the sandbox and workerd, their settings, their logs, their end.

mod background;
mod caas;
mod http;
mod leftovers;
mod port;
mod running;
mod vars;
mod worker;
mod worldfirst;

pub use port::free as free_port;
pub use running::Running;
pub use vars::{Mode, PRODUCTION_ORIGIN, random, registry_key};

use crate::{partner, repo, say};
use anyhow::{Context as _, Result};
use background::Background;
use std::path::PathBuf;
use std::time::Duration;

/// How much faster callbacks are retried in tests: 18 hours become 3.6 seconds.
const DIVISOR_OF_TESTS: u32 = 18_000;
/// Rises when stored documents can no longer be read: a state of before is forgotten.
const FORMAT: &str = "7";

/// What to run, and where.
#[derive(Clone)]
pub struct Plan {
    /// State, vars and logs are in `.dev/<name>`.
    pub name: String,
    /// Of the worker.
    pub port: u16,
    /// Of the sandbox.
    pub sandbox_port: u16,
    /// Development with a scaled callback schedule, or production.
    pub mode: Mode,
    /// What runs the worker.
    pub runner: Runner,
    /// Whether to forget the state of earlier runs.
    pub fresh: bool,
    /// Whether what is optional is configured, and otherwise than usual: WorldFirst's scheme 2, CaaS's zero footprint.
    pub variant: bool,
}

impl Plan {
    /// A product that a test has, which nobody has used yet. The next port is of its simulators, the one after of the callback
    /// receiver of the tests.
    pub fn of_a_test(name: &str, port: u16) -> Self {
        let mode = Mode::Development { divisor: DIVISOR_OF_TESTS, password_memory_kib: None };
        let (runner, sandbox_port) = (Runner::Miniflare { front: None }, port + 1);
        Self { name: name.to_owned(), port, sandbox_port, mode, runner, fresh: true, variant: false }
    }

    /// The same with passwords that are hashed in no time.
    pub fn with_quick_passwords(self) -> Self {
        let mode = Mode::Development { divisor: DIVISOR_OF_TESTS, password_memory_kib: Some(64) };
        Self { mode, ..self }
    }
}

/// What runs the worker. Either way it is workerd, with KV and Durable Objects, as wrangler.toml says.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Runner {
    /// `wrangler dev`, as who deploys knows it.
    Wrangler,
    /// Miniflare alone, by `workerd.mjs`: a quarter of the work for each request.
    Miniflare {
        /// A module in the place of the built worker's, which it finds as `built.js`.
        front: Option<&'static str>,
    },
    /// Miniflare with another worker than ours: the one in Hono that `cargo xtask bench` measures beside it.
    Hono,
}

/// A running product. Dropping it stops everything.
pub struct Stack {
    /// State, vars and logs.
    pub dir: PathBuf,
    worker: Background,
    sandbox: Option<Background>,
}

impl Stack {
    /// Starts it and waits until it answers.
    pub fn start(plan: &Plan) -> Result<Self> {
        let dir = repo::dev(&plan.name);
        leftovers::take(&dir)?;
        if plan.fresh || outdated(&dir) {
            std::fs::remove_dir_all(&dir)
                .with_context(|| format!("cannot forget {}", repo::display(&dir)))?;
            leftovers::remember(&dir, &[])?;
        }
        port::free(plan.port)?;
        repo::write(&dir.join("format"), FORMAT)?;
        let vars = vars::write(plan, &dir)?;
        say::step("partner registry", || partner::demo::seed(plan))?;

        let sandbox = match plan.mode {
            Mode::Production { .. } => None,
            Mode::Development { .. } => {
                port::free(plan.sandbox_port)?;
                Some(say::step("sandbox", || sandbox(plan, &dir, &vars))?)
            }
        };
        leftovers::remember(&dir, &sandbox.iter().collect::<Vec<_>>())?;
        let worker = say::step("worker", || worker::start(plan, &dir))?;
        leftovers::remember(&dir, &sandbox.iter().chain([&worker]).collect::<Vec<_>>())?;
        let stack = Self { dir, worker, sandbox };
        stack.running(plan).write()?;
        Ok(stack)
    }

    /// What others need to know to use it.
    pub fn running(&self, plan: &Plan) -> Running {
        let divisor = match plan.mode {
            Mode::Development { divisor, .. } => divisor,
            Mode::Production { .. } => 1,
        };
        let (name, runner_pid) = (plan.name.clone(), self.worker.pid);
        Running { name, port: plan.port, sandbox_port: plan.sandbox_port, runner_pid, divisor }
    }

    /// Starts the simulators anew, as they were built since. What they keep in memory is forgotten.
    pub fn restart_sandbox(&mut self, plan: &Plan) -> Result<()> {
        self.sandbox = None;
        let vars = vars::write(plan, &self.dir)?;
        let sandbox = sandbox(plan, &self.dir, &vars)?;
        leftovers::remember(&self.dir, &[&sandbox, &self.worker])?;
        self.sandbox = Some(sandbox);
        Ok(())
    }

    /// Loads the worker and its files as they were built since, and waits until it answers. Of `Runner::Miniflare`.
    pub fn reload_worker(&mut self, plan: &Plan) -> Result<()> {
        let pid = nix::unistd::Pid::from_raw(i32::try_from(self.worker.pid)?);
        nix::sys::signal::kill(pid, nix::sys::signal::Signal::SIGUSR2)?;
        // The one of before answers for another moment.
        std::thread::sleep(Duration::from_secs(1));
        let answers =
            || http::get(plan.port, account_link_shared::route::TIME).is_ok_and(|status| status == 200);
        self.worker.wait_until(Duration::from_secs(60), answers)
    }

    /// An error as soon as one of the programs has ended by itself.
    pub fn check(&mut self) -> Result<()> {
        self.worker.check()?;
        self.sandbox.as_mut().map_or(Ok(()), Background::check)
    }
}

impl Drop for Stack {
    fn drop(&mut self) {
        Running::forget(&self.dir);
        leftovers::forget(&self.dir);
    }
}

/// Whether a state was left by a build whose documents this one cannot read.
fn outdated(dir: &std::path::Path) -> bool {
    let known = std::fs::read_to_string(dir.join("format")).unwrap_or_default();
    let outdated = known != FORMAT && dir.join("state").is_dir();
    if outdated {
        say::note("the state of earlier runs has another form: forgotten");
    }
    outdated
}

fn sandbox(plan: &Plan, dir: &std::path::Path, vars: &vars::Vars) -> Result<Background> {
    let mut command = crate::run::program(crate::build::sandbox_program());
    command.args(["--port", &plan.sandbox_port.to_string(), "--worker-port", &plan.port.to_string()]);
    // Beside its name: a token may begin with a hyphen.
    command.arg(format!("--mail-token={}", vars.mail_token)).args(["--payway-key", &vars.payway_key]);
    command.args(["--payway-merchant", vars::PAYWAY_MERCHANT]);
    command.args(vars.worldfirst.iter().flat_map(worldfirst::WorldFirst::arguments));
    command.args(vars.caas.iter().flat_map(caas::Caas::arguments));
    let mut sandbox = Background::start("sandbox", &mut command, dir)?;
    sandbox.wait_until(Duration::from_secs(20), || http::get(plan.sandbox_port, "/").is_ok())?;
    Ok(sandbox)
}
