//! The status of a link, as partners read it (000, "获取用户关联状况").

use crate::id::{AccountUuid, UserExtRef};
use crate::link::reason::CloseReason;
use crate::link::reason::UnlinkReason;
use crate::providers::Provider;
use crate::time::Seconds;
use serde::{Deserialize, Serialize};

/// `link_status` of 000, with the state before a first link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "UPPERCASE")]
pub enum LinkStatus {
    /// A flow was opened and has not ended.
    Pending,
    /// The accounts are linked.
    Linked,
    /// They are not, or no longer; `reason` says why.
    Unlinked,
}

/// How the identity check stands (000: `kyc_status`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum KycStatus {
    /// There is no case.
    KycInit,
    /// A case without a suggestion.
    KycPending,
    /// Suggested or decided to accept.
    KycPass,
    /// Decided to reject.
    KycReject,
    /// Suggested to reject, or no suggestion: somebody must look.
    KycReview,
}

/// Why a link is not LINKED: on the wire one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "&'static str")]
pub enum Reason {
    /// It was linked once.
    Unlinked(UnlinkReason),
    /// It never came to a link.
    Closed(CloseReason),
}

impl From<Reason> for &'static str {
    fn from(reason: Reason) -> Self {
        match reason {
            Reason::Unlinked(reason) => reason.text(),
            Reason::Closed(reason) => reason.text(),
        }
    }
}

impl TryFrom<String> for Reason {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        let unlinked = UnlinkReason::ALL.into_iter().find(|reason| reason.text() == text).map(Self::Unlinked);
        let closed = CloseReason::ALL.into_iter().find(|reason| reason.text() == text).map(Self::Closed);
        unlinked.or(closed).ok_or("is not a reason")
    }
}

#[cfg(feature = "openapi")]
impl utoipa::PartialSchema for Reason {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
        let closed = CloseReason::ALL.into_iter().map(CloseReason::text);
        let words = UnlinkReason::ALL.into_iter().map(UnlinkReason::text).chain(closed);
        let unlinked = UnlinkReason::ALL.map(UnlinkReason::text).join("`, `");
        crate::schema::words(
            &format!("Why a link is not LINKED. It was linked once: `{unlinked}`. Else it never came to it."),
            words,
        )
    }
}

#[cfg(feature = "openapi")]
impl utoipa::ToSchema for Reason {}

/// One account behind a link, never its whole number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MaskedAccount {
    /// For people: `j•••@example.com`, `•••• 5312`.
    pub masked: String,
    /// ISO 4217 codes; empty where the provider has none.
    pub currencies: Vec<String>,
    /// `active` or `frozen`.
    pub status: crate::link::reason::AccountStatus,
}

/// The body of `GET /api/v1/links/{user_ext_ref}`: the six fields of 000, and ours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(examples(json!({
    "account_uuid": "6d92e7b4-715c-4ce3-a028-19f1c8c9fa6c",
    "user_ext_ref": "fce4fd45-7dd7-4d4c-b06c-e17ff12f3e30",
    "link_status": "LINKED",
    "otp_ready": true,
    "kyc_status": "KYC_PASS",
    "email_address": "john.doe@example.com",
    "valid_until": 1648836455,
    "provider": Provider::default(),
    "sequence": 1,
    "accounts": [{ "masked": "j•••@example.com", "currencies": [], "status": "active" }]
}))))]
pub struct LinkStatusBody {
    /// Null unless LINKED.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub account_uuid: Option<AccountUuid>,
    /// Whose link.
    pub user_ext_ref: UserExtRef,
    /// Where it stands.
    pub link_status: LinkStatus,
    /// Whether the user has bound a one-time password device; false for providers without accounts of ours.
    pub otp_ready: bool,
    /// Null for providers without accounts of ours.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub kyc_status: Option<KycStatus>,
    /// Null unless LINKED: partners match users by it.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub email_address: Option<String>,
    /// Seconds since the epoch; absent where the link does not end by itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub valid_until: Option<Seconds>,
    /// Who holds the account.
    pub provider: Provider,
    /// Of the last event of this link; 0 before the first.
    pub sequence: u64,
    /// Present on UNLINKED.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub reason: Option<Reason>,
    /// What is linked; empty unless LINKED.
    pub accounts: Vec<MaskedAccount>,
}

/// The body of `GET /api/v1/accounts/{account_uuid}` ("Valid Account Id?" of 000).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(examples(json!({
    "account_uuid": "6d92e7b4-715c-4ce3-a028-19f1c8c9fa6c",
    "user_ext_ref": "fce4fd45-7dd7-4d4c-b06c-e17ff12f3e30",
    "provider": Provider::default(),
    "link_status": "LINKED"
}))))]
pub struct AccountBody {
    /// The one asked for.
    pub account_uuid: AccountUuid,
    /// Whose.
    pub user_ext_ref: UserExtRef,
    /// Who holds it.
    pub provider: Provider,
    /// Always LINKED: anything else is an error.
    pub link_status: LinkStatus,
    /// Seconds since the epoch.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub valid_until: Option<Seconds>,
}

/// The body of `GET /api/v1/time`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(
    feature = "openapi",
    schema(examples(json!({ "iso": "2020-07-01T09:00:00.000Z", "epoch": 1593594000 })))
)]
pub struct TimeBody {
    /// ISO 8601, UTC.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub iso: String,
    /// Seconds since the epoch.
    pub epoch: Seconds,
}
