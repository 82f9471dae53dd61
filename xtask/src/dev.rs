//! `cargo xtask dev`: from a clone to a page on which one can link an account.

mod watch;

use crate::stack::{Mode, Plan, Runner, Stack, free_port};
use crate::{build, repo, setup};
use anyhow::{Result, bail};
use std::time::{Duration, Instant};

/// How much faster callbacks are retried: 18 hours become 108 seconds.
const DIVISOR: u32 = 600;

/// `cargo xtask dev`.
#[derive(clap::Args)]
pub struct Args {
    /// Of the worker.
    #[arg(long, default_value_t = 8787)]
    port: u16,
    /// Of the sandbox: the demo partner, the mailbox, the gallery.
    #[arg(long, default_value_t = 8788)]
    sandbox_port: u16,
    /// Forget accounts, links and mails of earlier runs.
    #[arg(long)]
    fresh: bool,
    /// Build and load what changes while it runs.
    #[arg(long)]
    watch: bool,
    /// How much faster callbacks are retried and days pass. The tests of the schedule need 18000.
    #[arg(long, default_value_t = DIVISOR)]
    divisor: u32,
    /// Keep state and logs in `.dev/<NAME>`, so that several can run at once.
    #[arg(long, default_value = "dev")]
    name: String,
}

/// Installs, builds, runs.
pub fn dev(args: &Args) -> Result<()> {
    let start = Instant::now();
    setup::preflight()?;
    if crate::stack::Running::of(&args.name).is_ok() {
        bail!(
            "`cargo xtask dev` runs here already: stop it first, or give this one a --name and other ports"
        );
    }
    [args.port, args.sandbox_port].into_iter().try_for_each(free_port)?;
    setup::for_build()?;
    build::everything()?;
    serve(args, start)
}

/// Runs what is built.
pub fn stack(args: &Args) -> Result<()> {
    serve(args, Instant::now())
}

fn serve(args: &Args, start: Instant) -> Result<()> {
    let plan = Plan {
        name: args.name.clone(),
        port: args.port,
        sandbox_port: args.sandbox_port,
        mode: Mode::Development { divisor: args.divisor, password_memory_kib: None },
        runner: Runner::Miniflare { front: None },
        fresh: args.fresh,
        variant: false,
    };
    let mut watch = if args.watch { Some(watch::Watch::begin()?) } else { None };
    let mut stack = Stack::start(&plan)?;
    println!("\nready in {:.0} s", start.elapsed().as_secs_f64());
    println!("  the demo partner   http://localhost:{}/", plan.sandbox_port);
    println!("  every screen       http://localhost:{}/gallery/", plan.sandbox_port);
    println!("  the worker         http://localhost:{0}/ and http://127.0.0.1:{0}/", plan.port);
    println!("  logs               {0}/worker.log, {0}/sandbox.log", repo::display(&stack.dir));
    println!("Ctrl-C stops everything.");
    loop {
        match &mut watch {
            Some(watch) => watch.take_in(&mut stack, &plan)?,
            None => std::thread::sleep(Duration::from_millis(500)),
        }
        stack.check()?;
    }
}
