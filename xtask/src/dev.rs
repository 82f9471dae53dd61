//! `cargo xtask dev`: from a clone to a page on which one can link an account.

use crate::stack::{Mode, Plan, Stack};
use crate::{build, repo, setup};
use anyhow::Result;
use std::time::{Duration, Instant};

/// How much faster callbacks are retried: 18 hours become 108 seconds.
const DIVISOR: u32 = 600;

/// `cargo xtask dev`.
#[derive(clap::Args)]
pub struct Args {
    /// Of the worker.
    #[arg(long, default_value_t = 8787)]
    port: u16,
    /// Of the sandbox: the demo partner, the mailbox.
    #[arg(long, default_value_t = 8788)]
    sandbox_port: u16,
    /// Forget accounts, links and mails of earlier runs.
    #[arg(long)]
    fresh: bool,
    /// Keep state and logs in `.dev/<NAME>`, so that several can run at once.
    #[arg(long, default_value = "dev")]
    name: String,
}

/// `cargo xtask stack`.
#[derive(clap::Args)]
pub struct StackArgs {
    #[command(flatten)]
    dev: Args,
    /// Divides the callback schedule.
    #[arg(long, default_value_t = DIVISOR)]
    divisor: u32,
}

/// Installs, builds, runs.
pub fn dev(args: &Args) -> Result<()> {
    let start = Instant::now();
    setup::for_build()?;
    build::everything()?;
    serve(args, DIVISOR, start)
}

/// Runs.
pub fn stack(args: &StackArgs) -> Result<()> {
    serve(&args.dev, args.divisor, Instant::now())
}

fn serve(args: &Args, divisor: u32, start: Instant) -> Result<()> {
    let mode = Mode::Development { divisor };
    let (port, sandbox_port) = (args.port, args.sandbox_port);
    let (name, fresh) = (args.name.clone(), args.fresh);
    let mut stack = Stack::start(&Plan { name, port, sandbox_port, mode, fresh, variant: false })?;
    println!("\nready in {:.0} s", start.elapsed().as_secs_f64());
    println!("  the demo partner   http://localhost:{sandbox_port}/");
    println!("  the worker         http://localhost:{port}/ and http://127.0.0.1:{port}/");
    println!("  logs               {0}/worker.log, {0}/sandbox.log", repo::shown(&stack.dir));
    println!("Ctrl-C stops everything.");
    loop {
        std::thread::sleep(Duration::from_millis(500));
        stack.check()?;
    }
}
