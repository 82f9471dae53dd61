//! Cabital: the link URL of source 000 and the API authentication of source 001.
//!
//! Both sides use it: partners sign towards us, and we sign callbacks towards partners.

pub mod canonical;
pub mod codes;
pub mod kyc;
pub mod models;
#[cfg(test)]
mod tests;
