//! The words of 001 about a case, and what they come to.

use crate::status::KycStatus;
use serde::{Deserialize, Serialize};

/// Whether a person or an organisation is screened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "UPPERCASE")]
#[allow(missing_docs, reason = "the words of 001")]
pub enum ScreenType {
    Individual,
    Organisation,
}

/// `gender` of 001.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "UPPERCASE")]
#[allow(missing_docs, reason = "the words of 001")]
pub enum Gender {
    Male,
    Female,
}

/// What CaaS thinks of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[allow(missing_docs, reason = "the words of 001")]
pub enum Suggestion {
    SuggestToAccept,
    SuggestToReject,
    NoSuggestion,
}

/// What the partner decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "UPPERCASE")]
#[allow(missing_docs, reason = "the words of 001")]
pub enum Decision {
    Accept,
    Reject,
}

/// Where a case with that suggestion and decision stands.
pub fn kyc_status(suggestion: Option<Suggestion>, decision: Option<Decision>) -> KycStatus {
    match (decision, suggestion) {
        (Some(Decision::Accept), _) => KycStatus::KycPass,
        (Some(Decision::Reject), _) => KycStatus::KycReject,
        (None, Some(Suggestion::SuggestToAccept)) => KycStatus::KycPass,
        (None, Some(Suggestion::SuggestToReject | Suggestion::NoSuggestion)) => KycStatus::KycReview,
        (None, None) => KycStatus::KycPending,
    }
}
