//! Where things are: every path the commands use, once.

use anyhow::{Context as _, Result};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// The root of the workspace: where cargo says that it runs us from, else the folder above the current one that holds us.
/// Never where we were compiled: a copied tree works on itself.
pub fn root() -> PathBuf {
    static ROOT: OnceLock<PathBuf> = OnceLock::new();
    ROOT.get_or_init(|| {
        let ours = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
        let above = ours
            .filter(|folder| folder.ends_with("xtask"))
            .and_then(|folder| Some(folder.parent()?.to_owned()));
        let here = std::env::current_dir().expect("the current folder is there");
        let found =
            || here.ancestors().find(|folder| folder.join("xtask/Cargo.toml").is_file()).map(Path::to_owned);
        above.or_else(found).expect("this is run in a clone of Account Link")
    })
    .clone()
}

/// A path below the root.
pub fn path(relative: impl AsRef<Path>) -> PathBuf {
    root().join(relative)
}

/// Where cargo builds.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| path("target"), |dir| root().join(dir))
}

/// What the commands make on the way: intermediate files and stamps.
pub fn scratch() -> PathBuf {
    target().join("xtask")
}

/// Tools for this user, shared by every clone; each in a folder named after its version.
pub fn cache() -> Result<PathBuf> {
    let base = std::env::var_os("XDG_CACHE_HOME")
        .map(PathBuf::from)
        .or_else(|| std::env::var_os("HOME").map(|home| Path::new(&home).join(".cache")))
        .context("neither XDG_CACHE_HOME nor HOME is set")?;
    Ok(base.join("account-link"))
}

/// State, vars and logs of one local run: `.dev/<name>`.
pub fn dev(name: &str) -> PathBuf {
    path(".dev").join(name)
}

/// Reads a file as text; the error names it.
pub fn read(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("cannot read {}", display(path)))
}

/// Writes a file and its folders, but only if the bytes differ: an unchanged file keeps its time, so that
/// nothing behind it is built again.
pub fn write(path: &Path, bytes: impl AsRef<[u8]>) -> Result<()> {
    if std::fs::read(path).is_ok_and(|old| old == bytes.as_ref()) {
        return Ok(());
    }
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).with_context(|| format!("cannot make {}", display(folder)))?;
    }
    std::fs::write(path, bytes).with_context(|| format!("cannot write {}", display(path)))
}

/// Every file below a folder, sorted.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() { folders.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    found
}

/// A path as people write it: relative to the root where it is below it.
pub fn display(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).display().to_string()
}
