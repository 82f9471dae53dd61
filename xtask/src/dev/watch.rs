//! `cargo xtask dev --watch`: what changes is built and loaded while the product runs.
//!
//! Cargo and the stamps of the build know what has to be built; here it is only seen that something has. The worker and its
//! files are loaded anew at once; the page by whoever looks at it.

use crate::stack::{Plan, Stack};
use crate::{build, repo, say};
use anyhow::{Context as _, Result};
use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

/// What goes into the product.
const SOURCES: [&str; 8] = [
    "shared",
    "widget",
    "worker/src",
    "worker/common-passwords.txt",
    "sandbox",
    "index.html",
    "docs/openapi.json",
    "Cargo.lock",
];
/// An editor saves several files one after the other: this long after the last one.
const QUIET: Duration = Duration::from_millis(200);
/// How often the caller looks after its programs.
const TICK: Duration = Duration::from_millis(500);

/// Watches the sources.
pub struct Watch {
    changed: Receiver<()>,
    _watcher: RecommendedWatcher,
}

impl Watch {
    /// From now on.
    pub fn begin() -> Result<Self> {
        let (sender, changed) = channel();
        let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
            let written = |event: &notify::Event| !matches!(event.kind, EventKind::Access(_));
            if event.as_ref().is_ok_and(written) {
                // Nobody listens any more only when we end.
                let _ = sender.send(());
            }
        })?;
        for source in SOURCES {
            let path = repo::path(source);
            watcher
                .watch(&path, RecursiveMode::Recursive)
                .with_context(|| format!("cannot watch {source}"))?;
        }
        Ok(Self { changed, _watcher: watcher })
    }

    /// Waits a moment; builds and loads what has changed. Sources that do not build are told, and the product stays as it was.
    pub fn take_in(&mut self, stack: &mut Stack, plan: &Plan) -> Result<()> {
        match self.changed.recv_timeout(TICK) {
            Err(RecvTimeoutError::Timeout) => return Ok(()),
            Err(RecvTimeoutError::Disconnected) => anyhow::bail!("the sources are not watched any more"),
            Ok(()) => while self.changed.recv_timeout(QUIET).is_ok() {},
        }
        let (start, before) = (Instant::now(), stamp(&build::sandbox_program()));
        let built = build::everything();
        if let Err(error) = built {
            say::error(&error);
            return Ok(());
        }
        stack.reload_worker(plan)?;
        if stamp(&build::sandbox_program()) != before {
            stack.restart_sandbox(plan)?;
        }
        say::note(&format!("taken in after {:.1} s: load the page again", start.elapsed().as_secs_f64()));
        Ok(())
    }
}

/// When a file was written.
fn stamp(file: &Path) -> Option<std::time::SystemTime> {
    file.metadata().and_then(|about| about.modified()).ok()
}
