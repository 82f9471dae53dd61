//! What a partner reads of the callbacks we tried to send (001, "Webhook": everything is recorded and can be resent).

use crate::callback::Body;
use crate::id::EventId;
use crate::time::Seconds;
use serde::Serialize;

/// The body of `GET /api/v1/links/{user_ext_ref}/callbacks`.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CallbackLog {
    /// In the order of their sequence numbers.
    pub callbacks: Vec<Callback>,
}

/// How far a callback got.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "UPPERCASE")]
pub enum CallbackStatus {
    /// It will be sent, again or for the first time.
    Pending,
    /// Answered 2xx.
    Delivered,
    /// Answered 410.
    Stopped,
    /// Every attempt failed.
    Failed,
}

/// One callback.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Callback {
    /// The `webhook-id` of every attempt.
    pub event_id: EventId,
    /// The link's sequence number.
    pub sequence: u64,
    /// How far.
    pub status: CallbackStatus,
    /// When it is sent next; seconds since the epoch.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub next_attempt_at: Option<Seconds>,
    // A `callback::Body`, as it was written.
    /// What is sent.
    pub body: Body,
    /// What was tried, oldest first.
    pub attempts: Vec<CallbackAttempt>,
}

/// One attempt.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CallbackAttempt {
    /// When it began; seconds since the epoch.
    pub at: Seconds,
    /// The HTTP status answered; null if there was no answer in time.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub status: Option<u16>,
    /// How long the answer took, in milliseconds.
    pub latency_ms: u32,
    /// Asked for by `resend`.
    pub resent: bool,
}
