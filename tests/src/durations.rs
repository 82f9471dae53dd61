//! How long each test took, for the summary of `cargo xtask test`: a line a test in the file that it names.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::time::Instant;

/// Measures the test of this thread from its start until it is dropped, also where the test fails.
pub(crate) struct Timer(Instant);

impl Timer {
    pub(crate) fn start() -> Self {
        Self(Instant::now())
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        let (Ok(file), Some(test)) =
            (std::env::var("ACCOUNT_LINK_DURATIONS"), std::thread::current().name().map(str::to_owned))
        else {
            return;
        };
        let line = format!("{:.3} {test}\n", self.0.elapsed().as_secs_f64());
        // One write of a short line: tests that end at once do not mix.
        let written = OpenOptions::new().create(true).append(true).open(&file);
        if let Err(error) = written.and_then(|mut file| file.write_all(line.as_bytes())) {
            println!("cannot note in {file} how long {test} took: {error}");
        }
    }
}
