//! The build, in the order in which one thing goes into the next: widget and styles into hashed assets, their names into
//! the page. The worker and the native sandbox take nothing of it.

mod assets;
pub mod hono;
mod once;
mod page;
mod wasm;
mod worker;

pub use once::hash;
pub use page::OUT as PAGE_OUT;
pub use worker::OUT as WORKER_OUT;

use crate::{native, repo, run, say, setup};
use anyhow::Result;
use std::path::PathBuf;
use std::time::Instant;

/// `cargo xtask build`.
#[derive(clap::Args)]
pub struct Args {
    /// As it is deployed. It is always so: the tests run what is shipped, and `dev` runs what is tested.
    #[arg(long)]
    release: bool,
}

/// Installs what is missing and builds everything.
pub fn command(_: &Args) -> Result<()> {
    let start = Instant::now();
    setup::for_build()?;
    everything()?;
    say::note(&format!("built in {:.0} s", start.elapsed().as_secs_f64()));
    Ok(())
}

/// Builds everything; what has not changed is not built again.
pub fn everything() -> Result<()> {
    // The sandbox shares nothing with the rest: it fills the second core while the first one links.
    let sandbox = std::thread::spawn(sandbox);
    let rest = shipped();
    let joined = sandbox.join().unwrap_or_else(|_| anyhow::bail!("the build of the sandbox panicked"));
    rest.and(joined)
}

/// Builds what is shipped: the page and the worker.
pub fn shipped() -> Result<()> {
    let glue = say::step("build: widget", wasm::widget)?;
    let names = say::step("build: assets", || assets::all(&glue))?;
    say::step("build: page", || page::write(&names))?;
    say::step("build: worker", worker::worker)
}

/// Where they are.
pub fn sandbox_program() -> PathBuf {
    repo::target().join("debug/account-link-sandbox")
}

/// Builds the simulators.
pub fn sandbox() -> Result<()> {
    run::run(native::cargo("build").args(["--bin", "account-link-sandbox"]))
}
