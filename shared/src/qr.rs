//! A QR code, or the same as a link, that a provider's app takes.

use crate::time::Seconds;
use serde::{Deserialize, Serialize};

/// Where "Done" in the provider's app leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum ReturnTo {
    /// Nowhere: the user comes back to the page by themselves.
    #[default]
    Web,
    /// The partner's app, as registered.
    App,
}

/// A QR that is shown: the text in it, and the same as a link on a phone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Qr {
    /// Opaque: drawn byte for byte.
    pub qr_string: String,
    /// As the provider gave it.
    pub deeplink: String,
    /// Until when it can be used, by the server's clock; seconds since the epoch.
    pub expires_at: Seconds,
    /// Where "Done" leads.
    pub return_to: ReturnTo,
}
