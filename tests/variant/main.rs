//! The same build with what is optional configured: WorldFirst by scheme 2, spaces as `+`, CaaS with Zero Footprint,
//! and after a rotation, when both sides have taken their first key out of use.
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

mod kyc;
mod worldfirst;
