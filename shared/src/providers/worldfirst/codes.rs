//! `resultMsg`: how a visit to the portal went, and what that means to the user, to the operator and to the flow.

use crate::providers::error::{ProviderError, ProviderErrorKind};
use serde::{Deserialize, Serialize};

/// The state of a result (002, "resultMsg").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// Success: our own question must still confirm it.
    S,
    /// Failure.
    F,
    /// Undecided.
    U,
}

/// `resultMsg` (002).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ResultMsg {
    /// The account is opened.
    Success,
    /// A field is not as they take it.
    ParamIllegal,
    /// The same currency twice.
    CurrencyAlreadyExists,
    /// A currency that they do not have.
    CurrencyOutOfSupportedRange,
    /// Too much to do.
    SystemBusy,
    /// Our signature, or our key, is not the one they know.
    SignatureVerificationFailed,
    /// The request id of a re-binding was used before.
    RequestIdIdempotent,
    /// The user has an account already.
    ReferenceCustomerIdOpenedRa,
    /// None of these.
    Unknown,
}

impl ResultMsg {
    /// Every code of the source, as on the wire.
    pub const ALL: [(Self, &'static str); 8] = [
        (Self::Success, "SUCCESS"),
        (Self::ParamIllegal, "PARAM_ILLEGAL"),
        (Self::CurrencyAlreadyExists, "CURRENCY_ALREADY_EXISTS"),
        (Self::CurrencyOutOfSupportedRange, "CURRENCY_OUT_OF_SUPPORTED_RANGE"),
        (Self::SystemBusy, "SYSTEM_BUSY"),
        (Self::SignatureVerificationFailed, "SIGNATURE_VERIFICATION_FAILED"),
        (Self::RequestIdIdempotent, "REQUEST_ID_IDEMPOTENT"),
        (Self::ReferenceCustomerIdOpenedRa, "REFERENCE_CUSTOMER_ID_OPENED_RA"),
    ];

    /// Reads a code.
    pub fn parse(text: &str) -> Self {
        Self::ALL.iter().find(|(_, known)| *known == text).map_or(Self::Unknown, |(code, _)| *code)
    }

    /// Its state. A code that we do not know is a failure (docs/PROTOCOL.md), but see [`Self::terminal`].
    pub fn class(self) -> Class {
        match self {
            Self::Success => Class::S,
            Self::SystemBusy => Class::U,
            Self::ParamIllegal
            | Self::CurrencyAlreadyExists
            | Self::CurrencyOutOfSupportedRange
            | Self::SignatureVerificationFailed
            | Self::RequestIdIdempotent
            | Self::ReferenceCustomerIdOpenedRa
            | Self::Unknown => Class::F,
        }
    }

    /// Whether trying again with the same values fails again.
    pub fn terminal(self) -> bool {
        self.class() == Class::F && self != Self::Unknown
    }

    /// What the user and the partner are told; `None` for success.
    pub fn error(self) -> Option<ProviderError> {
        use ProviderErrorKind::{Busy, Misconfigured, Rejected, Unavailable};
        let (kind, reason) = match self {
            Self::Success => return None,
            Self::ParamIllegal => (Rejected, "param_illegal"),
            Self::CurrencyAlreadyExists => (Rejected, "currency_exists"),
            Self::CurrencyOutOfSupportedRange => (Rejected, "currency_unsupported"),
            Self::SystemBusy => (Busy, "system_busy"),
            Self::SignatureVerificationFailed => (Misconfigured, "signature"),
            Self::RequestIdIdempotent => (Rejected, "request_id_used"),
            Self::ReferenceCustomerIdOpenedRa => (Rejected, "account_exists"),
            Self::Unknown => (Unavailable, "unknown_result"),
        };
        let code = Self::ALL.iter().find(|(known, _)| *known == self).map(|(_, code)| *code);
        Some(ProviderError::new(kind, reason).with_code(code.unwrap_or_default()))
    }

    /// What the operator should look at, for the log (002, "处理建议").
    pub fn advice(self) -> &'static str {
        match self {
            Self::Success => "WorldFirst: back with SUCCESS",
            Self::ParamIllegal => "WorldFirst: PARAM_ILLEGAL, check the fields of the link",
            Self::CurrencyAlreadyExists => "WorldFirst: CURRENCY_ALREADY_EXISTS, check the currencies",
            Self::CurrencyOutOfSupportedRange => "WorldFirst: a currency is not supported",
            Self::SystemBusy => "WorldFirst: SYSTEM_BUSY, contact its support if it lasts",
            Self::SignatureVerificationFailed => {
                "WorldFirst: our signature was refused, check the registered public key and the encoding"
            }
            Self::RequestIdIdempotent => "WorldFirst: the request id was used before",
            Self::ReferenceCustomerIdOpenedRa => "WorldFirst: the user has an account already",
            Self::Unknown => "WorldFirst: a code that we do not know",
        }
    }
}
