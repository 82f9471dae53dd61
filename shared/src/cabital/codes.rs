//! Which problem code each way to fail of a signed link answers with.

use super::canonical::LinkUrlError;
use crate::problem::Code;

impl LinkUrlError {
    /// The code of the error body.
    pub fn code(&self) -> Code {
        match self {
            Self::TooLong => Code::LinkTooLong,
            Self::NoQuery | Self::NoSignature => Code::MissingParameter,
            Self::Encoding(_) => Code::InvalidParameter,
            Self::Duplicate(_) => Code::DuplicateParameter,
            Self::Siganture => Code::MisspelledSignature,
            Self::NotLast => Code::SignatureNotLast,
            Self::SignatureForm => Code::LinkSignatureInvalid,
        }
    }
}
