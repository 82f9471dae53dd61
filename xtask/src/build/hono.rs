//! The worker in Hono that `cargo xtask bench` measures beside ours: bundled as wrangler would.

use crate::{npm_bin, repo, run};
use anyhow::Result;
use std::path::PathBuf;

/// The folder that it goes to.
pub fn out() -> PathBuf {
    repo::scratch().join("hono")
}

/// Bundles it.
pub fn worker() -> Result<()> {
    let mut esbuild = npm_bin::command("esbuild");
    esbuild.args(["tests/bench/hono/index.mjs", "--bundle", "--format=esm", "--target=esnext"]);
    esbuild.args([
        "--conditions=workerd,worker,browser",
        "--external:cloudflare:workers",
        "--loader:.wasm=copy",
    ]);
    run::read(esbuild.arg(format!("--outfile={}", out().join("index.js").display()))).map(drop)
}
