//! Rules that no compiler checks: who imports whom, what may not be used where, sizes, heads, what documents name.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::print_stdout,
    reason = "a test stops with a message"
)]

mod arrows;
mod crates;
mod cycles;
mod documents;
mod files;
mod locks;
mod protocol;
mod providers;
mod tree;
