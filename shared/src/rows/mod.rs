//! JSON for ourselves: what one object tells another, and what it remembers.
//!
//! A struct is an array of its fields in their order, a variant is its number, with its content where it has one:
//! `[3,"text",[1,[7]]]`. No names, so neither they nor the code that compares them is compiled in: a tenth of the
//! worker's size. Everything that others read or write is ordinary JSON (see `json`).
//!
//! What is stored must be readable later: a new field goes to the end of its struct with `#[serde(default)]`, a new
//! variant to the end of its enum, and nothing changes its place.

mod read;
#[cfg(test)]
mod tests;
mod write;

pub use read::read;
pub use write::write;

pub use crate::json::JsonError;

impl serde::ser::Error for JsonError {
    fn custom<T: core::fmt::Display>(_: T) -> Self {
        Self
    }
}
