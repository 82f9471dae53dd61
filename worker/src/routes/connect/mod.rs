//! What our own page reaches: the page itself, and the API of one flow.

pub mod authenticator;
pub mod channel;
pub mod choose;
mod closing;
pub mod confirm;
pub mod flow;
pub mod go;
pub mod kyc;
pub mod login;
mod mails;
mod next_step;
pub mod onboarding;
pub mod page;
mod password_hash;
mod provider;
mod qr;
mod redirect;
mod refusal;
pub mod resend;
pub mod returned;
pub mod session;
pub mod sessions;
mod token;
pub mod unlink;
mod view;
