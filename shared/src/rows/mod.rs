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

use core::fmt;

/// The text is not of the shape that is read, or the value has a shape that is not written: maps, floats, bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a row of that shape")]
pub struct RowError;

/// None of serde's own words is used: so none of them is compiled in.
impl serde::de::Error for RowError {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
    fn invalid_type(_: serde::de::Unexpected<'_>, _: &dyn serde::de::Expected) -> Self {
        Self
    }
    fn invalid_value(_: serde::de::Unexpected<'_>, _: &dyn serde::de::Expected) -> Self {
        Self
    }
    fn invalid_length(_: usize, _: &dyn serde::de::Expected) -> Self {
        Self
    }
    fn unknown_variant(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }
    fn unknown_field(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }
    fn missing_field(_: &'static str) -> Self {
        Self
    }
    fn duplicate_field(_: &'static str) -> Self {
        Self
    }
}

impl serde::ser::Error for RowError {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}
