//! `cargo xtask test`: everything we know how to check, one step after the other, and one summary. A failure
//! stops nothing but what needs it.

mod report;
mod steps;
mod world;

use crate::{say, setup};
use anyhow::{Result, bail};
use report::Report;
use steps::{Needs, STEPS, Step};
use world::World;

/// `cargo xtask test`.
#[derive(clap::Args)]
pub struct Args {
    /// Only the steps whose names contain one of these, and what they need.
    filters: Vec<String>,
    /// Name the steps and stop.
    #[arg(long)]
    list: bool,
    /// Take what is already built.
    #[arg(long)]
    no_build: bool,
}

/// Runs the steps.
pub fn command(args: &Args) -> Result<()> {
    let chosen: Vec<&Step> = STEPS.iter().filter(|step| wanted(step.name, &args.filters)).collect();
    if args.list {
        chosen.iter().for_each(|step| println!("{}", step.name));
        return Ok(());
    }
    if chosen.is_empty() {
        bail!("no step's name contains {}; `--list` names them", args.filters.join(" or "));
    }
    let mut report = Report::begin();
    setup::for_build()?;
    let mut world = World::new(setup::for_tests(chosen.iter().any(|step| step.name == "browser"))?);
    if let Err(missing) = &world.found.fonts {
        report.skipped("fonts", &format!("{missing}"));
    }
    for step in with_build(chosen, args.no_build) {
        if let Some(broken) = world.broken(step.needs) {
            report.not_run(step.name, broken);
            continue;
        }
        let result = report.time(step.name, || say::step(step.name, || (step.run)(&mut world)));
        if step.name == "build" {
            world.build_failed = !result;
        }
    }
    drop(world);
    report.end()
}

fn wanted(name: &str, filters: &[String]) -> bool {
    filters.is_empty() || filters.iter().any(|filter| name.contains(filter.as_str()))
}

/// The chosen steps, with the build before the first that needs it.
fn with_build(chosen: Vec<&'static Step>, no_build: bool) -> Vec<&'static Step> {
    let needed = chosen.iter().any(|step| step.needs != Needs::Nothing);
    let named = chosen.iter().any(|step| step.name == "build");
    let build = STEPS.iter().filter(|step| step.name == "build" && needed && !named && !no_build);
    build.chain(chosen).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_brings_the_build_only_to_what_needs_it() {
        let names = |filter: &str, no_build| {
            let chosen = STEPS.iter().filter(|step| wanted(step.name, &[filter.to_owned()])).collect();
            with_build(chosen, no_build).iter().map(|step| step.name).collect::<Vec<_>>()
        };
        assert_eq!(names("e2e", false), ["build", "e2e"]);
        assert_eq!(names("e2e", true), ["e2e"]);
        assert_eq!(names("fmt", false), ["fmt"]);
    }
}
