//! The body of every error, and why something failed at a provider.

use crate::error_code::Code;
use crate::id::RequestId;
use crate::providers::Provider;
use crate::providers::error::{ProviderError, ProviderErrorKind};
use serde::{Deserialize, Serialize};

/// What a provider said beside a code of ours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProviderFailure {
    /// Which one.
    pub provider: Provider,
    /// Why, in a word that stays the same: docs/PROTOCOL.md lists each provider's.
    pub reason: String,
    /// The provider's own code, where it gave one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub provider_code: Option<String>,
    /// By which the provider finds the request in its log, where it gave one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub provider_trace_id: Option<String>,
}

/// Why something could not be done: a code, and what the provider said where it was the provider that said no.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FailureReason {
    /// For programs.
    pub code: Code,
    /// The provider's words.
    #[serde(flatten)]
    pub provider: Option<ProviderFailure>,
}

impl FailureReason {
    /// What a provider's no comes to.
    pub fn at(provider: Provider, error: ProviderError) -> Self {
        let code = match error.kind {
            ProviderErrorKind::Rejected => Code::ProviderRejected,
            ProviderErrorKind::Busy => Code::ProviderBusy,
            ProviderErrorKind::Unavailable => Code::ProviderUnavailable,
            ProviderErrorKind::Misconfigured => Code::ProviderMisconfigured,
        };
        let ProviderError { reason, code: provider_code, trace_id: provider_trace_id, .. } = error;
        Self { code, provider: Some(ProviderFailure { provider, reason, provider_code, provider_trace_id }) }
    }
}

impl From<Code> for FailureReason {
    fn from(code: Code) -> Self {
        Self { code, provider: None }
    }
}

/// The body of every error.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(examples(json!({
    "code": "not_found",
    "message": "There is nothing here.",
    "request_id": "0123456789abcdef"
}))))]
pub struct Problem {
    /// For programs.
    pub code: Code,
    /// For developers, in English; never a provider's raw text, never a secret.
    pub message: String,
    /// For finding the request in the log.
    pub request_id: RequestId,
    /// What the provider said, where it was the provider that said no.
    #[serde(flatten, default, skip_serializing_if = "Option::is_none")]
    pub provider: Option<ProviderFailure>,
}
