//! `cargo xtask partner add | list`: the registry of partners, on this machine or (`--remote`) deployed.

mod add;
pub mod demo;
mod list;
mod store;

use anyhow::Result;
use clap::Subcommand;

/// `cargo xtask partner`.
#[derive(clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
    /// The deployed registry, through your Cloudflare login; its REGISTRY_KEY is read from the environment.
    /// Without it, the registry of `cargo xtask dev`.
    #[arg(long, global = true)]
    remote: bool,
}

#[derive(Subcommand)]
enum Command {
    /// Register a partner, or replace it; prints its new secret once.
    Add(Box<add::Args>),
    /// Show the registered partners, without their secrets.
    List,
}

/// Does it.
pub fn command(args: &Args) -> Result<()> {
    crate::setup::for_build()?;
    let registry = if args.remote { store::Registry::deployed()? } else { store::Registry::local("dev")? };
    match &args.command {
        Command::Add(partner) => add::add(&registry, partner),
        Command::List => list::list(&registry),
    }
}
