//! ABA PayWay, account on file: link an account by QR or deeplink (source 003; PROVIDERS, "ABA PayWay").
//!
//! We call it and it calls us back; what it pushes is only a reason to ask.

pub mod canonical;
pub mod codes;
pub mod models;
#[cfg(test)]
mod tests;
