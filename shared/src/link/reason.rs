//! Why a link ended, never began, or did not move.

use serde::{Deserialize, Serialize};

/// Whether the provider lets a linked account be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum AccountStatus {
    /// Yes.
    Active,
    /// Not now.
    Frozen,
}

/// Why a link that was linked no longer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnlinkReason {
    /// The partner called DELETE.
    Partner,
    /// The user, by the way that we mailed.
    User,
    /// `valid_until` came.
    ValidityEnded,
    /// The user or the provider ended it there.
    Provider,
}

impl UnlinkReason {
    /// Each.
    pub const ALL: [Self; 4] = [Self::Partner, Self::User, Self::ValidityEnded, Self::Provider];

    /// The word on the wire.
    pub fn text(self) -> &'static str {
        match self {
            Self::Partner => "partner",
            Self::User => "user",
            Self::ValidityEnded => "validity_ended",
            Self::Provider => "provider",
        }
    }
}

/// Why a linking never came to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CloseReason {
    /// The user, or the partner by DELETE.
    Cancelled,
    /// The flow ran out of time.
    Expired,
    /// The decision on the user's KYC case.
    KycRejected,
    /// It could not be done.
    Failed,
}

impl CloseReason {
    /// Each.
    pub const ALL: [Self; 4] = [Self::Cancelled, Self::Expired, Self::KycRejected, Self::Failed];

    /// The word on the wire.
    pub fn text(self) -> &'static str {
        match self {
            Self::Cancelled => "cancelled",
            Self::Expired => "expired",
            Self::KycRejected => "kyc_rejected",
            Self::Failed => "failed",
        }
    }
}

/// Why a transition did not happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// It is linked already; unlink first.
    #[error("the link is linked already")]
    AlreadyLinked,
    /// It is not linked.
    #[error("the link is not linked")]
    NotLinked,
    /// No flow is open.
    #[error("the link is not pending")]
    NotPending,
    /// It is so already.
    #[error("nothing changes")]
    Unchanged,
}
