//! What partners' servers and their links reach.

pub mod accounts;
pub mod callbacks;
pub mod kyc;
pub mod link;
pub mod links;
pub mod openapi;
pub mod renew;
pub mod signed;
pub mod time;
