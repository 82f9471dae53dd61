//! WorldFirst, receiving accounts (RA): opened at its portal by a signed redirect (source 002).
//!
//! We send the user there and they come back by an unsigned URL: only our own question decides.

pub mod canonical;
pub mod codes;
pub mod models;
#[cfg(test)]
mod tests;

pub use models::Parameters;

use super::{Connect, Info, Parameter};

/// What it is.
pub const INFO: Info = Info {
    key: "worldfirst",
    name: "WorldFirst",
    connect: Connect::Redirect,
    revocable: false,
    renewable: false,
    development: false,
    parameters: &[
        Parameter {
            name: "store_url",
            description: "required: the user's shop at the partner, an http or https URL.",
            pattern: "^[hH][tT][tT][pP][sS]?://",
            max_length: 256,
        },
        Parameter {
            name: "store_name",
            description: "required: its name.",
            pattern: "^.+$",
            max_length: 256,
        },
        Parameter {
            name: "currency",
            description: "required: codes joined by commas, none twice.",
            pattern: "^[A-Z]{3}(,[A-Z]{3})*$",
            max_length: 256,
        },
        Parameter {
            name: "request_id",
            description: "another account takes the place of the linked one. New each time; the three above may then be \
                left out, and must not change.",
            pattern: "^[A-Za-z0-9._-]+$",
            max_length: 64,
        },
    ],
};
