//! The worker: `worker-build` makes `worker/build/index.js` and `index_bg.wasm` of the crate, with our own
//! copies of its helpers, which it would otherwise download.

use super::lean::lean;
use super::{names, once};
use crate::setup::tools;
use crate::{npm_bin, repo, run};
use anyhow::{Context as _, Result};

/// Where it goes; `wrangler.toml` says the same.
pub const OUT: &str = "worker/build";

/// What wasm-bindgen's catch wrappers use beyond the target's own features.
const FEATURES: &str = "--enable-exception-handling";

/// Inlined copies are small but all different: without them the file is a little longer, and gzip makes it 30 kB
/// shorter. What is called from one place only has no copies.
const LITTLE_INLINING: [&str; 3] = [
    "--one-caller-inline-max-function-size=50",
    "--always-inline-max-function-size=0",
    "--flexible-inline-max-function-size=0",
];

/// Functions of one kind beside each other: gzip sees what they share. 13 kB.
const BY_NAME: &str = "--reorder-functions-by-name";

/// Builds the worker.
pub fn worker() -> Result<()> {
    // Cargo first, exactly as worker-build calls it: if that changes nothing, the rest is as it was.
    let mut cargo = run::cargo();
    cargo.current_dir(repo::path("worker")).args(["build", "--lib", "--release"]);
    cargo.args(["--target", "wasm32-unknown-unknown"]).env("WASM_BINDGEN_USE_JS_SYS", "1");
    run::run(lean(&mut cargo))?;
    let built = repo::target().join("wasm32-unknown-unknown/release/account_link_worker.wasm");
    let bytes = std::fs::read(&built).with_context(|| format!("{} was not built", repo::shown(&built)))?;
    let manifest = repo::read(&repo::path("worker/Cargo.toml"))?;

    let tool = tools::WORKER_BUILD.path()?;
    let hash = once::hash([
        b"numbered, -Os twice, by name, dealigned, names stripped, little inlining, glue minified".as_slice(),
        &bytes,
        manifest.as_bytes(),
        tool.as_os_str().as_encoded_bytes(),
    ]);
    once::per_input(&hash, &repo::path(OUT).join("index.js"), || {
        let mut build = run::program(&tool);
        build.arg("--release").current_dir(repo::path("worker"));
        build.env("WASM_BINDGEN_BIN", tools::WASM_BINDGEN.path()?);
        build.env("WASM_OPT_BIN", npm_bin::path("wasm-opt")).env("ESBUILD_BIN", npm_bin::path("esbuild"));
        run::run(lean(&mut build))?;
        // worker-build keeps the names of all functions: a sixth of what is deployed.
        let wasm = repo::path(OUT).join("index_bg.wasm");
        let mut optimise = npm_bin::command("wasm-opt");
        optimise
            .args([
                "-Os",
                "-Os",
                BY_NAME,
                "--dealign",
                "--strip-debug",
                "--strip-producers",
                "--strip-target-features",
                FEATURES,
            ])
            .args(LITTLE_INLINING);
        // Beside it, then moved: a running `wrangler dev` must never load half a file.
        let smaller = repo::path(OUT).join("smaller.wasm");
        run::run(optimise.arg(&wasm).arg("-o").arg(&smaller))?;
        std::fs::rename(&smaller, &wasm).context("the optimised worker could not be moved")?;
        let glue = repo::path(OUT).join("index.js");
        let mut minify = npm_bin::command("esbuild");
        minify.arg(&glue).args(["--minify", "--format=esm", "--allow-overwrite", "--log-level=warning"]);
        run::run(minify.arg(format!("--outfile={}", glue.display())))?;
        names::number(&wasm, &glue)
    })
}
