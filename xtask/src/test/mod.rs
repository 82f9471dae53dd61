//! `cargo xtask test`: everything we know how to check, as steps, and one summary. A failure stops nothing but what needs it.
//!
//! `quick` is for the time of writing, no name for a release, `long` for an evening.

mod each;
mod report;
mod steps;
mod world;

use crate::setup;
use anyhow::{Result, bail};
use report::Report;
use std::sync::atomic::{AtomicBool, Ordering};
use steps::{Lane, STEPS, Step, Tier};
use world::{World, against_dev};

/// `cargo xtask test`.
#[derive(clap::Args)]
pub struct Args {
    /// `quick`, `long`, or the steps whose names contain one of these, and what they need. Without any: everything that a
    /// release must pass.
    steps: Vec<String>,
    /// Only the tests whose names contain one of these (of browser tests: the names of their files).
    #[arg(last = true)]
    tests: Vec<String>,
    /// Name the steps and stop.
    #[arg(long)]
    list: bool,
    /// Take what is already built.
    #[arg(long)]
    no_build: bool,
    /// Test the product that `cargo xtask dev` runs; nothing is built but the tests.
    #[arg(long)]
    against_dev: bool,
}

/// Runs the steps.
pub fn command(args: &Args) -> Result<()> {
    let selection = Selection::read(args);
    if args.list {
        selection.steps.iter().for_each(|step| println!("{}", step.name));
        return Ok(());
    }
    if selection.steps.is_empty() {
        bail!("no step's name contains {}; `--list` names them", args.steps.join(" or "));
    }
    let report = Report::begin();
    let found = if selection.against_dev {
        against_dev()?;
        setup::for_tests(selection.has("browser"))?
    } else {
        setup::preflight()?;
        world::ports_are_free(&selection.steps)?;
        // Playwright, which may bring a browser, comes with the packages of npm.
        setup::npm_packages()?;
        let found = setup::for_tests(selection.has("browser"))?;
        setup::for_build()?;
        found
    };
    if let (true, Err(missing)) = (selection.has("browser"), &found.chromium) {
        bail!("{missing}");
    }
    if let Err(missing) = &found.fonts {
        report.skipped("fonts", &format!("{missing}"));
    }
    let world = |lane| World::new(lane, &selection, &found);
    if selection.against_dev || selection.steps.len() == 1 {
        // Few enough to be watched.
        let mut world = world(Lane::Product);
        for step in selection.with_build() {
            report.time(step, || (step.run)(&mut world));
        }
        return report.end();
    }
    let built = AtomicBool::new(true);
    let run = |lane| {
        let mut world = world(lane);
        for step in selection.with_build().into_iter().filter(|step| step.lane == lane) {
            if step.needs_build && !built.load(Ordering::SeqCst) {
                report.not_run(step, "the build failed");
                continue;
            }
            let worked = report.time_logged(step, || (step.run)(&mut world));
            if lane == Lane::Build {
                built.store(worked, Ordering::SeqCst);
            }
        }
    };
    // The sources are checked while the product is built and run: the one waits much, the other computes much.
    std::thread::scope(|scope| {
        scope.spawn(|| run(Lane::Sources));
        run(Lane::Build);
        scope.spawn(|| run(Lane::Beside));
        run(Lane::Product);
    });
    report.end()
}

/// What is to be done.
struct Selection {
    steps: Vec<&'static Step>,
    tests: Vec<String>,
    tier: Tier,
    no_build: bool,
    against_dev: bool,
}

impl Selection {
    fn read(args: &Args) -> Self {
        let tier = match args.steps.as_slice() {
            [one] if one == "quick" => Tier::Quick,
            [one] if one == "long" => Tier::Long,
            _ => Tier::Release,
        };
        let named = |step: &&Step| args.steps.iter().any(|part| step.name.contains(part.as_str()));
        let all = args.steps.is_empty() || tier != Tier::Release;
        let wanted = |step: &&Step| if all { step.is_in(tier) } else { named(step) };
        // Our own options are ours behind the `--` too.
        let (ours, tests): (Vec<_>, Vec<_>) = args
            .tests
            .iter()
            .cloned()
            .partition(|word| ["--against-dev", "--no-build"].contains(&word.as_str()));
        let given = |option: &str| ours.iter().any(|word| word == option);
        Self {
            steps: STEPS.iter().filter(wanted).collect(),
            tests,
            tier,
            no_build: args.no_build || given("--no-build"),
            against_dev: args.against_dev || given("--against-dev"),
        }
    }

    /// Whether the large counts are wanted.
    fn is_long(&self) -> bool {
        self.tier == Tier::Long
    }

    fn has(&self, name: &str) -> bool {
        self.steps.iter().any(|step| step.name == name)
    }

    /// The chosen steps, with the build before the first that needs it.
    fn with_build(&self) -> Vec<&'static Step> {
        let needed = self.steps.iter().any(|step| step.needs_build) && !self.has("build");
        let build = STEPS
            .iter()
            .filter(|step| step.lane == Lane::Build && needed && !self.no_build && !self.against_dev);
        build.chain(self.steps.iter().copied()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn selection(steps: &[&str], tests: &[&str]) -> Selection {
        let owned = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        let (steps, tests) = (owned(steps), owned(tests));
        Selection::read(&Args { steps, tests, list: false, no_build: false, against_dev: false })
    }

    fn names(selection: &Selection) -> Vec<&'static str> {
        selection.with_build().iter().map(|step| step.name).collect()
    }

    #[test]
    fn a_named_step_brings_the_build_only_where_it_needs_it() {
        assert_eq!(names(&selection(&["e2e"], &[])), ["build", "e2e"]);
        assert_eq!(names(&selection(&["fmt"], &[])), ["fmt"]);
        assert_eq!(names(&selection(&["e2e"], &["--no-build"])), ["e2e"]);
    }

    #[test]
    fn options_of_ours_are_understood_behind_the_dashes_too() {
        let selection = selection(&["e2e"], &["status::", "--against-dev"]);
        assert!(selection.against_dev);
        assert_eq!(
            (selection.tests.as_slice(), names(&selection)),
            (&["status::".to_owned()][..], vec!["e2e"])
        );
    }

    #[test]
    fn quick_is_a_part_of_what_a_release_must_pass() {
        let (quick, release) = (selection(&["quick"], &[]), selection(&[], &[]));
        assert!(quick.steps.len() < release.steps.len());
        assert!(quick.steps.iter().all(|step| release.has(step.name)));
        assert_eq!(names(&selection(&["long"], &[])), names(&release));
    }
}
