//! Faults: the process is killed while links are made and ended; nothing is lost, and what comes twice is the same.
//!
//! Each test kills the workerd that it runs against, so each needs a running product of its own: two at once would take
//! each other's answers. `cargo xtask test` starts one for each.
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

mod around;
mod kills;
mod kyc;
mod out_of_order;
mod payway;
mod round;
mod worldfirst;
