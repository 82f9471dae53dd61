//! Production: the same build without `MODE`. It runs twice, once seen under its public https name and once as it
//! is, over http on this machine; the registry holds the development partners and one proper one.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a test stops with a message, reads the clock and prints what it saw"
)]

mod refusals;
