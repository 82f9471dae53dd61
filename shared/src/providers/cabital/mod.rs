//! Cabital (000): the accounts are ours, and a user logs in on our own Connect screens. It has no parameters of its own.
//!
//! What belongs to its accounts – addresses, second factors, KYC cases – is not here: any provider whose accounts are ours
//! would have that.

use super::{Connect, Info, LinkParameters};
use crate::parameter_error::ParameterError;
use crate::scope::Scope;
use crate::signed_link::SignedLink;
use serde::{Deserialize, Serialize};

/// What it is.
pub const INFO: Info = Info {
    key: "cabital",
    name: "Cabital",
    connect: Connect::Login,
    revocable: false,
    renewable: false,
    development: false,
    parameters: &[],
};

/// There is nothing to ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parameters {}

impl LinkParameters for Parameters {
    fn read(_: &SignedLink) -> Result<Self, ParameterError> {
        Ok(Self {})
    }

    fn scope(&self) -> Option<Scope> {
        Some(Scope::named("profile"))
    }
}
