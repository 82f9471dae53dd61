//! What the commands tell: one line when a step starts, one with its seconds when it ends.

use anyhow::Result;
use std::time::Instant;

/// Runs a step and prints its time. Steps of under a tenth of a second that worked are only named.
pub fn step<T>(name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    println!("▸ {name}");
    let start = Instant::now();
    let result = work();
    let seconds = start.elapsed().as_secs_f64();
    match &result {
        Ok(_) if seconds < 0.1 => {}
        Ok(_) => println!("  {name}: {seconds:.1} s"),
        Err(_) => println!("  {name}: failed after {seconds:.1} s"),
    }
    result
}

/// An indented remark.
pub fn note(text: &str) {
    println!("  {text}");
}

/// An error with everything that led to it, on stderr.
pub fn error(error: &anyhow::Error) {
    eprintln!("error: {error}");
    for cause in error.chain().skip(1) {
        eprintln!("  because: {cause}");
    }
}
