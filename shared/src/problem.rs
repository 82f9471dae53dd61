//! The body of every error, and why something failed at a provider.

use crate::error_code::Code;
use crate::id::RequestId;
use crate::providers::Provider;
use crate::providers::error::{ProviderError, ProviderErrorKind};
use serde::{Deserialize, Serialize};

/// What a provider said beside a code of ours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProviderFailure {
    /// Which one.
    pub provider: Provider,
    /// Why, in a word that stays the same: docs/PROTOCOL.md lists each provider's.
    pub reason: String,
    /// The provider's own code, where it gave one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider_code: Option<String>,
    /// By which the provider finds the request in its log, where it gave one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
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

/// The body of every error as the API's document describes it: what a provider said is part of it, or is not there.
#[cfg(feature = "openapi")]
mod documented {
    use super::{Code, Provider, RequestId};

    /// The body of every error.
    #[derive(utoipa::ToSchema)]
    #[schema(examples(json!({
        "code": "not_found",
        "message": "There is nothing here.",
        "request_id": "0123456789abcdef"
    })))]
    #[allow(dead_code, reason = "only its schema is used")]
    pub struct Problem {
        /// For programs.
        code: Code,
        /// For developers, in English; never a provider's raw text, never a secret.
        message: String,
        /// For finding the request in the log.
        request_id: RequestId,
        /// Which provider said no, where it was one: with the codes `provider_…`.
        #[schema(nullable = false)]
        provider: Option<Provider>,
        /// Why, in a word that stays the same: docs/PROTOCOL.md lists each provider's.
        #[schema(nullable = false)]
        reason: Option<String>,
        /// The provider's own code, where it gave one.
        #[schema(nullable = false)]
        provider_code: Option<String>,
        /// By which the provider finds the request in its log, where it gave one.
        #[schema(nullable = false)]
        provider_trace_id: Option<String>,
    }
}

#[cfg(feature = "openapi")]
impl utoipa::PartialSchema for Problem {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
        documented::Problem::schema()
    }
}

#[cfg(feature = "openapi")]
impl utoipa::ToSchema for Problem {
    fn schemas(schemas: &mut Vec<(String, utoipa::openapi::RefOr<utoipa::openapi::Schema>)>) {
        <documented::Problem as utoipa::ToSchema>::schemas(schemas);
    }
}
