//! The callback to the partner (000, "Partner提供接口（Callback）"): its exact body and its signed strings.

use crate::id::{AccountUuid, UserExtRef};
use crate::link::reason::AccountStatus;
use crate::providers::Provider;
use crate::time::{Millis, Seconds};
use serde::{Deserialize, Serialize};

/// The state that is told: `staus` of 000.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "UPPERCASE")]
pub enum LinkEventStatus {
    /// Linked, also after its account was frozen or is usable again.
    Linked,
    /// No longer linked.
    Unlinked,
}

/// `data` of 000 with what other providers add; `{}` where nothing applies.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = CallbackData))]
pub struct Data {
    /// Seconds since the epoch.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub valid_until: Option<Seconds>,
    /// Absent for the provider of 000, so that its body is 000's.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub provider: Option<Provider>,
    /// Present where the account was frozen or is usable again.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub account_status: Option<AccountStatus>,
}

/// The body, in the order of 000's sample.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = CallbackBody))]
#[cfg_attr(feature = "openapi", schema(examples(json!({
    "account_uuid": "6d92e7b4-715c-4ce3-a028-19f1c8c9fa6c",
    "user_ext_ref": "fce4fd45-7dd7-4d4c-b06c-e17ff12f3e30",
    "staus": "LINKED",
    "event_time": "2020-07-01T09:00:00.000Z",
    "data": { "valid_until": 1648836455 }
}))))]
pub struct Body {
    /// The virtual account id of the linking.
    pub account_uuid: AccountUuid,
    /// The partner's reference of its user.
    pub user_ext_ref: UserExtRef,
    /// Spelled `staus` on the wire, as in 000.
    #[serde(rename = "staus")]
    pub status: LinkEventStatus,
    /// ISO 8601, UTC, milliseconds.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub event_time: String,
    /// What applies to this event besides.
    pub data: Data,
}

impl Body {
    /// The bytes that are signed and sent.
    pub fn bytes(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// The Standard Webhooks signed content: `id.timestamp.body`.
pub fn webhook_content(event: &crate::id::EventId, timestamp: Seconds, body: &str) -> String {
    format!("{event}.{}.{body}", timestamp.get())
}

/// The time of an event as the body writes it.
pub fn event_time(at: Millis) -> String {
    at.iso()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_body_is_the_sample_of_the_source() {
        let body = Body {
            account_uuid: AccountUuid::parse("6d92e7b4-715c-4ce3-a028-19f1c8c9fa6c").unwrap(),
            user_ext_ref: UserExtRef::parse("fce4fd45-7dd7-4d4c-b06c-e17ff12f3e30").unwrap(),
            status: LinkEventStatus::Linked,
            event_time: event_time(Millis::new(1_593_594_000_000)),
            data: Data { valid_until: Some(Seconds::new(1_648_836_455)), ..Data::default() },
        };
        assert_eq!(
            body.bytes(),
            r#"{"account_uuid":"6d92e7b4-715c-4ce3-a028-19f1c8c9fa6c","user_ext_ref":"fce4fd45-7dd7-4d4c-b06c-e17ff12f3e30","staus":"LINKED","event_time":"2020-07-01T09:00:00.000Z","data":{"valid_until":1648836455}}"#
        );
        assert_eq!(serde_json::to_string(&Data::default()).unwrap(), "{}");
    }
}
