//! `cargo xtask size`: what a user downloads and what is deployed, in raw, gzip and brotli bytes, against the
//! committed budgets.

use crate::output::line;
use crate::{build, npm_bin, repo, run};
use anyhow::{Context as _, Result, bail};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Node has brotli as browsers know it; its zlib trades size for speed, so gzip is `gzip -9`.
const BROTLI: &str = "const z = require('zlib'), fs = require('fs');
process.stdout.write(String(z.brotliCompressSync(fs.readFileSync(0)).length))";

/// Bytes of something.
#[derive(Default, Clone, Copy)]
struct Bytes {
    raw: u64,
    gzip: u64,
    brotli: u64,
}

/// Prints the table; an error if something is over its budget.
pub fn command() -> Result<()> {
    let budgets: BTreeMap<String, u64> =
        serde_json::from_str(&repo::read(&repo::path("xtask/budgets.json"))?)?;
    line(&format!("{:<8} {:>9} {:>9} {:>9}   budget (gzip)", "bytes", "raw", "gzip", "brotli"));
    let mut over = Vec::new();
    for (name, bytes) in measure()? {
        let budget = budgets.get(name);
        let outcome = match budget {
            Some(budget) if bytes.gzip > *budget => {
                over.push(name);
                format!("{budget}  OVER by {}", bytes.gzip - budget)
            }
            Some(budget) => format!("{budget}  {} left", budget - bytes.gzip),
            None => String::new(),
        };
        line(&format!("{name:<8} {:>9} {:>9} {:>9}   {outcome}", bytes.raw, bytes.gzip, bytes.brotli));
    }
    if !over.is_empty() {
        bail!("over budget: {}", over.join(", "));
    }
    Ok(())
}

/// Each part, the opened UI as the sum of its four, and the worker as it is deployed.
fn measure() -> Result<Vec<(&'static str, Bytes)>> {
    let ui = repo::path("dist/assets/ui");
    let part = |extension: &str| -> Result<PathBuf> {
        let found =
            repo::files(&ui).into_iter().find(|file| file.extension().is_some_and(|e| e == extension));
        found.with_context(|| format!("no .{extension} in dist/assets/ui: run `cargo xtask build` first"))
    };
    let worker = ["index.js", "index_bg.wasm"].map(|file| repo::path(build::WORKER_OUT).join(file));
    let page = bytes(&repo::path(build::PAGE_OUT))?;
    let (css, js, wasm) = (bytes(&part("css")?)?, bytes(&part("js")?)?, bytes(&part("wasm")?)?);
    let code = worker.into_iter().map(|file| bytes(&file)).collect::<Result<Vec<_>>>()?;
    Ok(vec![
        ("loader", bytes(&repo::path("dist/assets/account-link.js"))?),
        ("page", page),
        ("css", css),
        ("js", js),
        ("wasm", wasm),
        ("ui", sum(&[page, css, js, wasm])),
        ("worker", sum(&code)),
    ])
}

fn bytes(file: &Path) -> Result<Bytes> {
    let raw = std::fs::read(file)
        .with_context(|| format!("cannot read {}: run `cargo xtask build` first", repo::display(file)))?;
    let gzip = run::pipe(run::program("gzip").args(["-9", "-n", "-c"]), &raw)?.len();
    let brotli = run::pipe(npm_bin::command("node").args(["-e", BROTLI]), &raw)?;
    let brotli = String::from_utf8(brotli)?.trim().parse()?;
    Ok(Bytes { raw: u64::try_from(raw.len())?, gzip: u64::try_from(gzip)?, brotli })
}

fn sum(parts: &[Bytes]) -> Bytes {
    parts.iter().fold(Bytes::default(), |all, part| Bytes {
        raw: all.raw + part.raw,
        gzip: all.gzip + part.gzip,
        brotli: all.brotli + part.brotli,
    })
}
