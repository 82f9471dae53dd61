//! What partners' servers and their links reach.

pub mod accounts;
pub mod auth;
pub mod link;
pub mod links;
pub mod renew;
pub mod time;
