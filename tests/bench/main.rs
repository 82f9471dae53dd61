//! The driver of `cargo xtask bench`: it measures one running product, ours or its twin in Hono, and prints a line of JSON for
//! each endpoint. Which one it is, the environment says; both speak the same HTTP, so nothing here knows.
//!
//! `bench reads | opening | linking`, or `start`, `memory FLOWS`, `links COUNT` and `count` for what is not a rate.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a measurement stops with a message, reads the clock and prints what it saw"
)]

mod linking;
mod measure;
mod opening;
mod reads;
mod whole;

use account_link_tests::runtime;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    runtime().block_on(async {
        match words[..] {
            ["reads"] => reads::measure().await,
            ["opening"] => opening::measure().await,
            ["linking"] => linking::measure().await,
            ["start"] => whole::start().await,
            ["memory", flows] => whole::memory(flows.parse().expect("a number of flows")).await,
            ["links", count] => whole::links(count.parse().expect("a number of links")).await,
            ["count"] => whole::count().await,
            _ => panic!("bench reads | opening | linking | start | memory FLOWS | links COUNT | count"),
        }
    });
}
