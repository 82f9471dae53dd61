//! Why a link's parameters are refused.

use crate::error_code::Code;

/// Why the parameters are refused. Names are of our own list or cut to 40 characters; values never appear.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ParameterError {
    /// Not a parameter of this provider's links.
    #[error("`{0}` is not a parameter of this link")]
    Unknown(String),
    /// Required.
    #[error("`{0}` is missing")]
    Missing(&'static str),
    /// Breaks its rules.
    #[error("`{0}` {1}")]
    Invalid(&'static str, &'static str),
    /// Not a provider of this build.
    #[error("`provider` is not one that we know")]
    Provider,
}

impl ParameterError {
    /// The code of the error body.
    pub fn code(&self) -> Code {
        match self {
            Self::Unknown(_) => Code::UnknownParameter,
            Self::Missing(_) => Code::MissingParameter,
            Self::Invalid(..) => Code::InvalidParameter,
            Self::Provider => Code::ProviderNotOffered,
        }
    }
}
