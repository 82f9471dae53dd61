//! What the commands tell: one line when a step starts, one with its seconds when it ends.

use crate::output::{error_line, line};
use anyhow::Result;
use std::time::Instant;

/// Runs a step and prints its time. Steps of under a tenth of a second that worked are only named.
pub fn step<T>(name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    line(&format!("▸ {name}"));
    let start = Instant::now();
    let result = work();
    let seconds = start.elapsed().as_secs_f64();
    match &result {
        Ok(_) if seconds < 0.1 => {}
        Ok(_) => line(&format!("  {name}: {seconds:.1} s")),
        Err(_) => line(&format!("  {name}: failed after {seconds:.1} s")),
    }
    result
}

/// An indented remark.
pub fn note(text: &str) {
    line(&format!("  {text}"));
}

/// An error with everything that led to it, on stderr.
pub fn error(error: &anyhow::Error) {
    error_line(&format!("error: {error}"));
    for cause in error.chain().skip(1) {
        error_line(&format!("  because: {cause}"));
    }
}
