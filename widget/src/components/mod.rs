//! The parts that screens are made of: a folder each, with its style beside it.
//!
//! They are plain functions that return one type, not `#[component]`s: see `dom.rs`.

pub mod actions;
pub mod birthday;
pub mod caution;
pub mod check;
pub mod code_field;
pub mod copy;
pub mod country;
pub mod field;
pub mod footer;
pub mod header;
pub mod icon;
pub mod logos;
pub mod provider_reference;
pub mod qr;
pub mod radios;
pub mod second_step;
pub mod summary;
pub mod title;
