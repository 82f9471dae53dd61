//! What the steps of a lane share: what set-up found, what was asked for, and the running product, which is started when
//! the first step needs it.

use super::Selection;
use super::report::durations;
use super::steps::{Lane, Step};
use crate::say;
use crate::setup::ForTests;
use crate::stack::{Plan, Runner, Running, Stack, free_port};
use anyhow::{Context as _, Result, anyhow};
use std::process::Command;

/// How many tests that each have a product of their own run at once.
pub const AT_ONCE: usize = 3;

/// Each product has a port, the next for its simulators, and the one after for the callback receiver of the tests.
const PRODUCT_PORT: u16 = 18_787;
const SECOND_PORT: u16 = 18_791;
const BESIDE_PORT: u16 = 18_811;
const VARIANT_PORT: u16 = 18_801;
const TWO_VERSIONS_PORT: u16 = 18_805;
const OWN_PORT: u16 = 18_821;
/// In production mode, under its public name and over http; neither has simulators.
pub const PRODUCTION_PORTS: [u16; 2] = [18_797, 18_799];

/// See above.
pub struct World<'a> {
    /// What was asked for.
    pub selection: &'a Selection,
    /// By set-up.
    pub found: &'a ForTests,
    plan: Plan,
    stack: Option<Result<Stack, String>>,
}

impl<'a> World<'a> {
    /// Before the first step of that lane.
    pub fn new(lane: Lane, selection: &'a Selection, found: &'a ForTests) -> Self {
        let plan = if lane == Lane::Beside {
            Plan::of_a_test("beside", BESIDE_PORT).with_quick_passwords()
        } else {
            Plan::of_a_test("test", PRODUCT_PORT).with_quick_passwords()
        };
        Self { selection, found, plan, stack: None }
    }

    /// A command that finds the running product in its environment: the one that `dev` runs, or that of this lane.
    pub fn client(&mut self, step: &str, mut command: Command) -> Result<Command> {
        let running = self.running()?;
        running.tell(&mut command, self.selection.is_long());
        command.env("ACCOUNT_LINK_DURATIONS", durations(step));
        command.env("ACCOUNT_LINK_FONTS", if self.found.fonts.is_ok() { "1" } else { "0" });
        if let Ok(chromium) = &self.found.chromium {
            command.env("CHROMIUM_PATH", chromium);
        }
        Ok(command)
    }

    /// A product that nobody has used yet: what others left in lists would be drawn and searched by every page.
    pub fn renew(&mut self) {
        self.stack = None;
    }

    /// The product's address.
    pub fn origin(&mut self) -> Result<String> {
        Ok(format!("http://127.0.0.1:{}", self.running()?.port))
    }

    fn running(&mut self) -> Result<Running> {
        if self.selection.against_dev {
            return against_dev();
        }
        let plan = &self.plan;
        let start =
            || say::step("start the product", || Stack::start(plan)).map_err(|error| format!("{error:#}"));
        match self.stack.get_or_insert_with(start) {
            Ok(stack) => Ok(stack.running(plan)),
            Err(error) => Err(anyhow!("the product did not start: {error}")),
        }
    }
}

/// The product that `cargo xtask dev` runs from this folder.
pub fn against_dev() -> Result<Running> {
    Running::of("dev")
        .context("`cargo xtask dev` does not run here: start it in another terminal, then run this again")
}

/// Another one for the tests of the running product.
pub fn second() -> Plan {
    Plan::of_a_test("test-2", SECOND_PORT).with_quick_passwords()
}

/// The product with what is optional.
pub fn variant() -> Plan {
    Plan { variant: true, ..Plan::of_a_test("variant", VARIANT_PORT) }
}

/// The product whose objects are of another version.
pub fn two_versions() -> Plan {
    let runner = Runner::Miniflare { front: Some("tests/two-versions/index.js") };
    Plan { runner, ..Plan::of_a_test("two-versions", TWO_VERSIONS_PORT) }
}

/// The product for the test at that place, which has it for itself.
pub fn own(place: usize) -> Result<Plan> {
    Ok(Plan::of_a_test(&format!("own-{place}"), OWN_PORT + 10 * u16::try_from(place)?).with_quick_passwords())
}

/// An error that names the first port that something else listens on, before anything is built.
pub fn ports_are_free(steps: &[&Step]) -> Result<()> {
    let mut products = vec![];
    for step in steps {
        match step.name {
            "e2e" => products.extend([PRODUCT_PORT, SECOND_PORT]),
            "browser" => products.push(PRODUCT_PORT),
            "schemathesis" => products.push(BESIDE_PORT),
            "variant" => products.push(VARIANT_PORT),
            "two-versions" => products.push(TWO_VERSIONS_PORT),
            "faults" => {
                products.extend((0..AT_ONCE).map_while(|place| own(place).ok()).map(|plan| plan.port))
            }
            "production" => PRODUCTION_PORTS.into_iter().try_for_each(free_port)?,
            _ => {}
        }
    }
    products.sort_unstable();
    products.dedup();
    products.into_iter().flat_map(|port| [port, port + 1, port + 2]).try_for_each(free_port)
}
