//! What the steps share: what set-up found, whether the build worked, and the running product, which is started
//! when the first step needs it.

use super::steps::Needs;
use crate::setup::ForTests;
use crate::stack::{Mode, Plan, Stack};
use crate::{repo, run, say};
use anyhow::{Result, anyhow};
use std::process::Command;

const PORT: u16 = 18787;
const SANDBOX_PORT: u16 = 18788;
const VARIANT_PORT: u16 = 18801;
/// How much faster callbacks are retried: 18 hours become 3.6 seconds.
const DIVISOR: u32 = 18_000;

/// See above.
pub struct World {
    /// By set-up.
    pub found: ForTests,
    /// Set by the step `build`.
    pub build_failed: bool,
    stack: Option<Result<Stack, String>>,
}

impl World {
    /// Before the first step.
    pub fn new(found: ForTests) -> Self {
        Self { found, build_failed: false, stack: None }
    }

    /// Why a step with these needs cannot run.
    pub fn broken(&self, needs: Needs) -> Option<&'static str> {
        match (needs, &self.stack) {
            (Needs::Build | Needs::Stack, _) if self.build_failed => Some("the build failed"),
            (Needs::Stack, Some(Err(_))) => Some("the product did not start"),
            _ => None,
        }
    }

    /// A command that finds the running product in its environment.
    pub fn visitor(&mut self, mut command: Command) -> Result<Command> {
        tell(&mut command, &plan(), self.stack()?);
        command.env("ACCOUNT_LINK_FONTS", if self.found.fonts.is_ok() { "1" } else { "0" });
        if let Ok(chromium) = &self.found.chromium {
            command.env("CHROMIUM_PATH", chromium);
        }
        Ok(command)
    }

    /// Where the running product says what its API is.
    pub fn document(&self) -> String {
        format!("http://127.0.0.1:{PORT}{}", account_link_shared::route::OPENAPI)
    }

    fn stack(&mut self) -> Result<&mut Stack> {
        let start =
            || say::step("start the product", || Stack::start(&plan())).map_err(|error| format!("{error:#}"));
        let stack = self.stack.get_or_insert_with(start);
        stack.as_mut().map_err(|error| anyhow!("the product did not start: {error}"))
    }
}

/// The product of most steps.
fn plan() -> Plan {
    let mode = Mode::Development { divisor: DIVISOR };
    Plan { name: "test".into(), port: PORT, sandbox_port: SANDBOX_PORT, mode, fresh: true, variant: false }
}

/// The same with what is optional, beside it.
pub fn variant() -> Plan {
    Plan {
        name: "variant".into(),
        port: VARIANT_PORT,
        sandbox_port: VARIANT_PORT + 1,
        variant: true,
        ..plan()
    }
}

/// Says in a command's environment where a product is.
pub fn tell(command: &mut Command, plan: &Plan, stack: &Stack) {
    let (port, dir) = (plan.port, &stack.dir);
    command
        .env("ACCOUNT_LINK_ORIGIN", format!("http://localhost:{port}"))
        .env("ACCOUNT_LINK_CROSS_ORIGIN", format!("http://127.0.0.1:{port}"))
        .env("ACCOUNT_LINK_SANDBOX", format!("http://localhost:{}", plan.sandbox_port))
        .env("ACCOUNT_LINK_WRANGLER_PID", stack.wrangler_pid().to_string())
        .env("ACCOUNT_LINK_STATE_DIR", dir.join("state"))
        .env("ACCOUNT_LINK_VARS", dir.join("vars"))
        .env("ACCOUNT_LINK_LOG", stack.log())
        .env("ACCOUNT_LINK_DIVISOR", DIVISOR.to_string());
}

/// `cargo test` of one test target of the visitor.
pub fn cargo_test(target: &str) -> Command {
    let mut command = run::cargo();
    command.args(["test", "--package", "account-link-tests", "--test", target]);
    command.current_dir(repo::root());
    command
}
