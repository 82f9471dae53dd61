//! `cargo xtask size`: what a user downloads and what is deployed, in raw, gzip and brotli bytes, against the
//! committed budgets. Node compresses: its zlib and brotli are those of browsers and of the edge.

use crate::{build, npm_bin, repo, run};
use anyhow::{Context as _, Result, bail};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::PathBuf;

const MEASURE: &str = "const z = require('zlib'), fs = require('fs');
console.log(JSON.stringify(JSON.parse(fs.readFileSync(0)).map(f => { const b = fs.readFileSync(f);
return { raw: b.length, gzip: z.gzipSync(b, { level: 9 }).length, brotli: z.brotliCompressSync(b).length } })))";

/// Bytes of something.
#[derive(Deserialize, Default, Clone, Copy)]
struct Bytes {
    raw: u64,
    gzip: u64,
    brotli: u64,
}

/// Prints the table; an error if something is over its budget.
pub fn command() -> Result<()> {
    let budgets: BTreeMap<String, u64> =
        serde_json::from_str(&repo::read(&repo::path("xtask/budgets.json"))?)?;
    println!("{:<8} {:>9} {:>9} {:>9}   budget (gzip)", "bytes", "raw", "gzip", "brotli");
    let mut over = Vec::new();
    for (name, bytes) in measure()? {
        let budget = budgets.get(name);
        let verdict = match budget {
            Some(budget) if bytes.gzip > *budget => {
                over.push(name);
                format!("{budget}  OVER by {}", bytes.gzip - budget)
            }
            Some(budget) => format!("{budget}  {} left", budget - bytes.gzip),
            None => String::new(),
        };
        println!("{name:<8} {:>9} {:>9} {:>9}   {verdict}", bytes.raw, bytes.gzip, bytes.brotli);
    }
    if !over.is_empty() {
        bail!("over budget: {}", over.join(", "));
    }
    Ok(())
}

/// Each part, the opened UI as the sum of its four, and the worker as it is deployed.
fn measure() -> Result<Vec<(&'static str, Bytes)>> {
    let ui = repo::path("dist/assets/ui");
    let part = |extension: &str| {
        let found =
            repo::files(&ui).into_iter().find(|file| file.extension().is_some_and(|e| e == extension));
        found.with_context(|| format!("no .{extension} in dist/assets/ui: run `cargo xtask build` first"))
    };
    let worker = repo::path(build::WORKER_OUT);
    let files = [
        repo::path("dist/assets/account-link.js"),
        repo::path("dist/page.html"),
        part("css")?,
        part("js")?,
        part("wasm")?,
        worker.join("index.js"),
        worker.join("index_bg.wasm"),
    ];
    let [loader, page, css, js, wasm, worker_js, worker_wasm] = bytes(&files)?[..] else {
        bail!("not every file was measured");
    };
    Ok(vec![
        ("loader", loader),
        ("page", page),
        ("css", css),
        ("js", js),
        ("wasm", wasm),
        ("ui", sum(&[page, css, js, wasm])),
        ("worker", sum(&[worker_js, worker_wasm])),
    ])
}

fn bytes(files: &[PathBuf]) -> Result<Vec<Bytes>> {
    let out = run::pipe(npm_bin::command("node").args(["-e", MEASURE]), &serde_json::to_vec(files)?)?;
    Ok(serde_json::from_slice(&out)?)
}

fn sum(parts: &[Bytes]) -> Bytes {
    parts.iter().fold(Bytes::default(), |all, part| Bytes {
        raw: all.raw + part.raw,
        gzip: all.gzip + part.gzip,
        brotli: all.brotli + part.brotli,
    })
}
