//! What the worker decides, without a platform: no `worker::*`, no clock, no random numbers, no IO.
//!
//! Objects and endpoints load a state, hand it here with the time and with chance, and do what comes back.

pub mod account;
pub mod case;
pub mod consent;
pub mod flow;
pub mod link;
pub mod link_auth;
pub mod mail_texts;
pub mod next_step;
pub mod outbox;
pub mod password;
pub mod polling;
pub mod reconcile;
#[cfg(test)]
mod tests;
pub mod throttle;
pub mod totp;
