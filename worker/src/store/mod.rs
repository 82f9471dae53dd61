//! Workers KV: fast, eventually consistent, never the truth.

pub mod keys;
pub mod partners;
pub mod status;
