//! The house rules that no compiler checks: arrows between the rooms, what may not be used where, sizes, heads.
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
mod documents;
mod files;
mod locks;
mod protocol;
mod tree;
