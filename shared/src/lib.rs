//! The protocol of Account Link: what a link is, what is signed, what is said over the wire.
//!
//! In scope: identifiers, the life of a link, the steps of a flow, canonical strings and their
//! signatures, the bodies of every message between two parts.
//! Out of scope, always: clocks, random numbers, IO, `worker`, `web-sys`. Time and chance come in as
//! arguments; who decides is `worker/src/domain`, who acts is the worker's edge.
#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub mod access_auth;
pub mod callback;
pub mod callback_log;
pub mod connect;
pub mod country;
pub mod email;
pub mod error_code;
pub mod feature;
pub mod frame;
pub mod id;
pub mod kyc;
pub mod link;
pub mod locale;
pub mod parameter_error;
pub mod partner;
pub mod percent;
pub mod problem;
pub mod providers;
pub mod qr;
pub mod request;
pub mod route;
#[cfg(feature = "openapi")]
mod schema;
pub mod scope;
pub mod seal;
pub mod secret;
pub mod session;
pub mod signature;
pub mod signed_link;
pub mod status;
pub mod text;
pub mod time;
pub mod url;
