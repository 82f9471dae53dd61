//! What the worker decides, without a platform: no `worker::*`, no clock, no random numbers, no IO.
//!
//! Objects and endpoints load a state, hand it here with the time and with chance, and do what comes back.

pub mod account;
pub mod admission;
pub mod arrival;
pub mod delivery;
pub mod flow;
pub mod guesses;
pub mod house;
pub mod inquiry;
pub mod kyc;
pub mod link;
pub mod mail;
pub mod mail_texts;
pub mod owed;
pub mod password;
pub mod pursuit;
#[cfg(test)]
mod tests;
pub mod totp;
