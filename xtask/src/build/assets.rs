//! `dist/assets`: the loader under its stable name, the document of the API, common passwords, and the page's files
//! under names that hold their hash, so that they can be cached for ever.

use super::once;
use super::wasm::Glue;
use crate::{npm_bin, openapi, repo, run};
use anyhow::{Context as _, Result};
use std::path::{Path, PathBuf};

/// The URLs of the page's files.
pub struct Names {
    pub css: String,
    pub js: String,
    pub wasm: String,
    /// What the names of the countries' files begin with.
    pub countries: String,
}

/// Writes them all, and removes those of earlier builds.
pub fn all(glue: &Glue) -> Result<Names> {
    loader()?;
    // No URLs of ours lead to these two: the worker serves the one as the route of the API that it is, and reads the other.
    repo::write(&repo::path("dist/assets/openapi.json"), repo::read(&openapi::file())?)?;
    let common = repo::read(&repo::path("worker/common-passwords.txt"))?;
    repo::write(&repo::path("dist/assets/common-passwords.txt"), common)?;
    let (countries, lists) = countries()?;
    let names = Names {
        css: hashed("css", &styles()?)?,
        js: hashed("js", &script(glue)?)?,
        wasm: hashed("wasm", &std::fs::read(&glue.wasm)?)?,
        countries,
    };
    let kept: Vec<_> = [&names.css, &names.js, &names.wasm].into_iter().chain(&lists).map(file_of).collect();
    for file in repo::files(&repo::path("dist/assets/ui")) {
        if !kept.contains(&file) {
            std::fs::remove_file(&file)?;
        }
    }
    Ok(names)
}

/// What partners embed, and its types.
fn loader() -> Result<()> {
    let source = repo::path("widget/loader/account-link.js");
    let small = esbuild(&["--minify", "--target=es2020", "--legal-comments=none", "--loader=js"], &source)?;
    repo::write(&repo::path("dist/assets/account-link.js"), small)?;
    let types = repo::read(&repo::path("widget/loader/account-link.d.ts"))?;
    repo::write(&repo::path("dist/assets/account-link.d.ts"), types)
}

/// `widget/style/*.css`, then every component's `style.css`, in the order of their paths.
fn styles() -> Result<Vec<u8>> {
    let css = |folder: &str| repo::files(&repo::path(folder)).into_iter();
    let base = css("widget/style").filter(|file| file.extension().is_some_and(|e| e == "css"));
    let components = css("widget/src").filter(|file| file.file_name().is_some_and(|n| n == "style.css"));
    let all = base.chain(components).map(|file| repo::read(&file)).collect::<Result<String>>()?;
    run::pipe(npm_bin::command("esbuild").args(["--minify", "--loader=css"]), all.as_bytes())
}

/// One module: the boot module with the glue in it.
fn script(glue: &Glue) -> Result<Vec<u8>> {
    let alias = format!("--alias:account-link-widget={}", glue.js.display());
    let boot = repo::path("widget/boot.js");
    anyhow::ensure!(boot.is_file(), "{} is missing", repo::display(&boot));
    let mut bundle = npm_bin::command("esbuild");
    bundle.arg(boot).args([
        "--bundle",
        "--minify",
        "--format=esm",
        "--target=es2022",
        "--legal-comments=none",
    ]);
    run::pipe(bundle.args([alias.as_str(), "--log-level=warning"]), &[])
}

/// `widget/countries/*.txt`, a list for each language, under one hash: what they begin with, and all their URLs.
fn countries() -> Result<(String, Vec<String>)> {
    let files = repo::files(&repo::path("widget/countries"));
    let lists: Vec<_> =
        files.into_iter().filter(|file| file.extension().is_some_and(|e| e == "txt")).collect();
    let texts = lists.iter().map(|file| repo::read(file)).collect::<Result<Vec<_>>>()?;
    let hash = once::hash(texts.iter().map(String::as_bytes));
    let start = format!("/ui/countries.{}", &hash[..16]);
    let mut urls = Vec::new();
    for (file, text) in lists.iter().zip(texts) {
        let language = file.file_name().and_then(|name| name.to_str()).context("a list without a name")?;
        let url = format!("{start}.{language}");
        repo::write(&file_of(&url), text)?;
        urls.push(url);
    }
    Ok((start, urls))
}

/// Where the file of a URL is kept.
fn file_of(url: impl AsRef<str>) -> PathBuf {
    repo::path("dist/assets").join(url.as_ref().trim_start_matches('/'))
}

fn esbuild(args: &[&str], source: &Path) -> Result<Vec<u8>> {
    let text = repo::read(source)?;
    run::pipe(npm_bin::command("esbuild").args(args), text.as_bytes())
        .with_context(|| format!("in {}", repo::display(source)))
}

fn hashed(extension: &str, bytes: &[u8]) -> Result<String> {
    let hash = once::hash([bytes]);
    let name = format!("/ui/widget.{}.{extension}", &hash[..16]);
    repo::write(&file_of(&name), bytes)?;
    Ok(name)
}
