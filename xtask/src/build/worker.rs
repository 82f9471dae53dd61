//! The worker: `worker-build` makes `worker/build/index.js` and `index_bg.wasm` of the crate, with our own copies of its
//! helpers, which it would otherwise download.

use super::once;
use crate::setup::tools;
use crate::{npm_bin, repo, run};
use anyhow::{Context as _, Result};

/// Where it goes; `wrangler.toml` says the same.
pub const OUT: &str = "worker/build";

/// Builds the worker.
pub fn worker() -> Result<()> {
    // Cargo first, exactly as worker-build calls it: if that changes nothing, the rest is as it was.
    let mut cargo = run::cargo();
    cargo.current_dir(repo::path("worker")).args(["build", "--lib", "--release"]);
    cargo.args(["--target", "wasm32-unknown-unknown"]).env("WASM_BINDGEN_USE_JS_SYS", "1");
    run::run(&mut cargo)?;
    let built = repo::target().join("wasm32-unknown-unknown/release/account_link_worker.wasm");
    let bytes = std::fs::read(&built).with_context(|| format!("{} was not built", repo::display(&built)))?;
    let manifest = repo::read(&repo::path("worker/Cargo.toml"))?;

    let tool = tools::WORKER_BUILD.path()?;
    let hash = once::hash([bytes.as_slice(), manifest.as_bytes(), tool.as_os_str().as_encoded_bytes()]);
    once::per_input(&hash, &repo::path(OUT).join("index.js"), || {
        let mut build = run::program(&tool);
        build.arg("--release").current_dir(repo::path("worker"));
        build.env("WASM_BINDGEN_BIN", tools::WASM_BINDGEN.path()?);
        build.env("WASM_OPT_BIN", npm_bin::path("wasm-opt")).env("ESBUILD_BIN", npm_bin::path("esbuild"));
        run::run(&mut build)
    })
}
