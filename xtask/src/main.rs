//! The commands of this workspace: `cargo xtask dev | build | test | bench | size | vectors | openapi | partner`.
//!
//! Each command is one file or folder below; this file is their table of contents. Nothing here is shipped.
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::expect_used,
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a native program for developers: it reads the clock, draws keys, prints, and may stop with a message"
)]

mod bench;
mod build;
mod dev;
mod native;
mod npm_bin;
mod openapi;
mod output;
mod partner;
mod procs;
mod repo;
mod run;
mod say;
mod setup;
mod size;
mod stack;
mod stop;
mod test;
mod vectors;

use anyhow::Result;
use clap::{Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;

/// Account Link: build it, run it, test it.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Install what is missing, build everything, run the product and the demo partner on this machine.
    Dev(dev::Args),
    /// Build widget, page, worker and sandbox.
    Build(build::Args),
    /// Run every check and test; with FILTERs only the steps whose names contain one of them.
    Test(test::Args),
    /// Measure the worker beside the same worker in Hono, and write docs/PERFORMANCE.md.
    Bench(bench::Args),
    /// Print the size of everything we ship and compare it with `xtask/budgets.json`.
    Size,
    /// Check files of golden vectors through the code that production uses.
    Vectors {
        /// Default: `shared/tests/vectors/*.json`.
        files: Vec<PathBuf>,
    },
    /// Write docs/openapi.json anew from the handlers.
    Openapi,
    /// Register partners and list them.
    Partner(partner::Args),
    /// Run what is already built (no set-up, no build) until Ctrl-C.
    #[command(hide = true)]
    Stack(dev::Args),
}

fn main() -> ExitCode {
    stop::on_signals();
    let result: Result<()> = match Cli::parse().command {
        Command::Dev(args) => dev::dev(&args),
        Command::Build(args) => build::command(&args),
        Command::Test(args) => test::command(&args),
        Command::Bench(args) => bench::command(&args),
        Command::Size => size::command(),
        Command::Vectors { files } => vectors::command(&files),
        Command::Openapi => openapi::command(),
        Command::Partner(args) => partner::command(&args),
        Command::Stack(args) => dev::stack(&args),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say::error(&error);
            ExitCode::FAILURE
        }
    }
}
