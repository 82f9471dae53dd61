//! How busy the machine is: what an answer takes for which the product has nothing to do. A test that says how long the
//! product may take adds this, so that it measures the product and not what else runs beside it.

use crate::client::Request;
use crate::{pause, runtime};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Instant;

const PAUSE_MS: u64 = 200;

/// A watch over the machine, from its start until it is dropped.
pub struct Strain {
    longest_ms: Arc<AtomicU64>,
    over: Arc<AtomicBool>,
}

impl Strain {
    /// Begins to watch.
    pub fn watch() -> Self {
        let strain = Self { longest_ms: Arc::default(), over: Arc::default() };
        let (longest, over) = (Arc::clone(&strain.longest_ms), Arc::clone(&strain.over));
        runtime().spawn(async move {
            while !over.load(Ordering::Relaxed) {
                let asked = Instant::now();
                if Request::new("GET", "/api/v1/time").attempt().await.is_ok() {
                    let took = u64::try_from(asked.elapsed().as_millis()).unwrap_or(u64::MAX);
                    longest.fetch_max(took, Ordering::Relaxed);
                }
                pause(PAUSE_MS).await;
            }
        });
        strain
    }

    /// The longest that such an answer took so far, in milliseconds.
    pub fn longest_ms(&self) -> u64 {
        self.longest_ms.load(Ordering::Relaxed)
    }
}

impl Drop for Strain {
    fn drop(&mut self) {
        self.over.store(true, Ordering::Relaxed);
    }
}
