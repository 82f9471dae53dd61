//! ABA PayWay, account on file: link an account by QR or deeplink (source 003).
//!
//! We call it and it calls us back; what it pushes is only a reason to ask.

pub mod canonical;
pub mod codes;
pub mod models;
#[cfg(test)]
mod tests;

pub use models::Parameters;

use super::{Connect, Info, Parameter};

/// What it is.
pub const INFO: Info = Info {
    key: "payway",
    name: "ABA",
    connect: Connect::Qr,
    revocable: true,
    renewable: true,
    development: false,
    parameters: &[
        Parameter {
            name: "currency",
            description: "required: `KHR` or `USD`.",
            pattern: "^(KHR|USD)$",
            max_length: 3,
        },
        Parameter {
            name: "token_flag",
            description: "required: what the partner may do with the account. `CITI_FLEX`: the customer keeps an account \
                for later payments that they start themselves. `CITO_FLEX`: the partner may charge later, without the customer.",
            pattern: "^(CITI_FLEX|CITO_FLEX)$",
            max_length: 9,
        },
        Parameter {
            name: "return_to",
            description: "where \"Done\" in the bank's app leads; `web` if absent.",
            pattern: "^(web|app)$",
            max_length: 3,
        },
    ],
};
