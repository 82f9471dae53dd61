//! PayWay's codes: what each means to the user, to the operator and to the flow.

use crate::providers::error::{ProviderError, ProviderErrorKind};

/// `status.code`, without leading zeroes (003).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PaywayCode {
    /// 00.
    Success,
    /// 01: our key is not the merchant's.
    WrongHash,
    /// 04: a field is not as they take it.
    InvalidData,
    /// 6, 102: our origin is not in the merchant's profile.
    DomainNotAllowed,
    /// 09: nothing is linked under this QR.
    NotFound,
    /// 98: there is no such merchant.
    MerchantUnknown,
    /// 104: for `link-account` the merchant may not use this token flag; for `get-token-details` as 09.
    FlagNotEnabled,
    /// 105: the token is not valid, or no longer.
    TokenInvalid,
    /// 429: too many requests, inside an HTTP 403.
    TooMany,
    /// None of these.
    Unknown,
}

impl PaywayCode {
    /// Reads a code: text or number, with or without leading zeroes.
    pub fn parse(text: &str) -> Self {
        match text.trim().trim_start_matches('0') {
            "" if !text.trim().is_empty() => Self::Success,
            "1" => Self::WrongHash,
            "4" => Self::InvalidData,
            "6" | "102" => Self::DomainNotAllowed,
            "9" => Self::NotFound,
            "98" => Self::MerchantUnknown,
            "104" => Self::FlagNotEnabled,
            "105" => Self::TokenInvalid,
            "429" => Self::TooMany,
            _ => Self::Unknown,
        }
    }

    /// What the user and the partner are told; `None` for success. `code` as PayWay wrote it.
    pub fn error(self, code: &str, trace_id: Option<&str>) -> Option<ProviderError> {
        use ProviderErrorKind::{Busy, Misconfigured, Rejected, Unavailable};
        let (kind, reason) = match self {
            Self::Success => return None,
            Self::WrongHash => (Misconfigured, "wrong_hash"),
            Self::InvalidData => (Rejected, "invalid_data"),
            Self::DomainNotAllowed => (Misconfigured, "domain_not_allowed"),
            Self::NotFound => (Rejected, "not_found"),
            Self::MerchantUnknown => (Misconfigured, "merchant_unknown"),
            Self::FlagNotEnabled => (Misconfigured, "flag_not_enabled"),
            Self::TokenInvalid => (Rejected, "token_invalid"),
            Self::TooMany => (Busy, "too_many_requests"),
            Self::Unknown => (Unavailable, "unknown_code"),
        };
        Some(ProviderError::new(kind, reason).with_code(code).with_trace_id(trace_id))
    }

    /// What the operator should look at, for the log.
    pub fn advice(self) -> &'static str {
        match self {
            Self::Success => "PayWay: done",
            Self::WrongHash => "PayWay: wrong hash, check PAYWAY_API_KEY",
            Self::InvalidData => "PayWay: invalid data, see fields",
            Self::DomainNotAllowed => "PayWay: our origin is not whitelisted in the merchant profile",
            Self::NotFound => "PayWay: nothing is linked under this request id",
            Self::MerchantUnknown => "PayWay: no such merchant, check PAYWAY_MERCHANT_ID",
            Self::FlagNotEnabled => "PayWay: the merchant may not use this token flag",
            Self::TokenInvalid => "PayWay: the token is not valid",
            Self::TooMany => "PayWay: too many requests",
            Self::Unknown => "PayWay: a code that we do not know",
        }
    }

    /// Whether a query by this code says for certain that there is no token.
    pub fn is_absent(self) -> bool {
        matches!(self, Self::NotFound | Self::FlagNotEnabled | Self::TokenInvalid)
    }
}
