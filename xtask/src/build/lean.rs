//! A standard library built for size: what is shipped brings its own, without the texts of panics and the code that
//! formats them. A tenth of the wasm, which its budgets need (docs/DEPENDENCIES.md, "The standard library").
//!
//! Cargo calls this unstable, so it is switched on by name. Where the sources of the library cannot be had the
//! prebuilt one is used: everything works, the step `size` says what it costs.

use crate::setup;
use std::process::Command;

/// A panic is a trap and nothing else: neither its text nor its place ever left the worker, and in the page nobody
/// reads them. Hashes and ciphers in their compact form: a request hashes a few hundred bytes, and a loop is a tenth of
/// it unrolled. And next to no inlining: two kB gzip of the worker.
const FLAGS: &str = "-Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none -Zfmt-debug=none -Cllvm-args=-inline-threshold=-5 \
     --cfg sha2_backend=\"soft\" --cfg sha2_backend_soft=\"compact\" \
     --cfg aes_backend=\"soft\" --cfg aes_backend_soft=\"compact\"";

/// Lets a command that calls cargo build lean wasm.
pub fn lean(command: &mut Command) -> &mut Command {
    if !setup::has_library_sources() {
        return command;
    }
    command
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort")
        .env("CARGO_UNSTABLE_BUILD_STD_FEATURES", "optimize_for_size")
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", FLAGS)
}
