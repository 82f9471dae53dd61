//! The JSON of `shared`, read and written by hand.
//!
//! Derived readers would be a third of the page's weight. `tests.rs` holds every line of this folder to what the
//! derived ones of `shared` make, so that the two cannot part.

#[cfg(test)]
mod gallery_tests;
mod json;
mod read;
#[cfg(test)]
mod tests;
mod write;

pub use json::Json;
pub use read::{code, problem, reply, step_name, ticket, unlink_view};
pub use write::{choose_password, destination, event, identity, object, step_text};
