//! WorldFirst, receiving accounts (RA): opened at its portal by a signed redirect (source 002; PROVIDERS, "WorldFirst").
//!
//! We send the user there and they come back by an unsigned URL: only our own question decides.

pub mod canonical;
pub mod codes;
pub mod models;
#[cfg(test)]
mod tests;
