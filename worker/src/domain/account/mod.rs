//! An account of ours: its password (`password`), mailed codes (`codes`), the second step and the one-use grants that
//! make a link (`second`), and the links that are told when it changes (`subscriptions`). What is kept is in `state`.
//!
//! The object of an address exists before its account: guesses and mails to an unknown address are counted
//! exactly as to a known one.

mod codes;
mod password;
mod second;
mod state;
mod subscriptions;

pub use codes::{CODE_LIFE, Mails, RESEND_AFTER, Sent};
pub use second::{RequiredFactor, SecondFactor, Seed, SubmittedCode};
pub use state::{Account, AccountRefusal, AccountSnapshot, Grant, Purpose};
pub use subscriptions::SubscriptionUpdate;
