//! Identifiers, each a type of its own with private text, checked where it enters.

use core::fmt;
use serde::{Deserialize, Serialize};

/// Why a text is not an identifier. It never repeats the text, which may be hostile or personal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum IdError {
    /// Nothing at all.
    #[error("is empty")]
    Empty,
    /// More bytes than the identifier may have.
    #[error("is longer than {0} bytes")]
    TooLong(usize),
    /// A character outside the identifier's alphabet.
    #[error("holds a character that is not allowed")]
    Character,
}

macro_rules! identifier {
    ($(#[doc = $doc:literal])* $name:ident, max $max:expr, $allowed:expr, $pattern:literal) => {
        $(#[doc = $doc])*
        #[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Longest allowed text, in bytes.
            pub const MAX: usize = $max;

            /// Checks the text. Errors: empty, too long, a character outside the alphabet.
            pub fn parse(text: &str) -> Result<Self, IdError> {
                let allowed: fn(char) -> bool = $allowed;
                if text.is_empty() {
                    return Err(IdError::Empty);
                }
                if text.len() > Self::MAX {
                    return Err(IdError::TooLong(Self::MAX));
                }
                if !text.chars().all(allowed) {
                    return Err(IdError::Character);
                }
                Ok(Self(text.to_owned()))
            }

            /// The text itself.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self.0)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl TryFrom<String> for $name {
            type Error = IdError;
            fn try_from(text: String) -> Result<Self, IdError> {
                Self::parse(&text)
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0
            }
        }

        #[cfg(feature = "openapi")]
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
                crate::schema::text(&[$($doc),*], 1, Self::MAX, $pattern)
            }
        }

        #[cfg(feature = "openapi")]
        impl utoipa::ToSchema for $name {}
    };
}

fn key_character(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')
}

identifier! {
    /// The unique key of a partner (000, "URL参数": `partner_key`).
    PartnerKey, max 64, key_character, "^[A-Za-z0-9._-]+$"
}
identifier! {
    /// The partner's own, unique reference of its user (000: `user_ext_ref`). Any text without control
    /// characters; it is data, so it is never part of a path of ours unencoded.
    UserExtRef, max 128, |c| !c.is_control(), "^[^\\u0000-\\u001f\\u007f-\\u009f]+$"
}
identifier! {
    /// The virtual account id of one linking (000: `account_uuid`): a UUID, new for each linking.
    AccountUuid, max 36, |c| c.is_ascii_hexdigit() || c == '-', "^[0-9A-Fa-f-]+$"
}
identifier! {
    /// A flow: one visit of one user, from the 303 to an end. 128 random bits in hex; carries no authority.
    FlowId, max 32, |c| c.is_ascii_digit() || matches!(c, 'a'..='f'), "^[0-9a-f]+$"
}
identifier! {
    /// A callback event; the same on every attempt (Standard Webhooks: `webhook-id`).
    EventId, max 64, key_character, "^[A-Za-z0-9._-]+$"
}
identifier! {
    /// The id of one request, shown with every error.
    RequestId, max 64, key_character, "^[A-Za-z0-9._-]+$"
}
identifier! {
    /// Our own id of a KYC case (001: `externalCaseId`, at most 36 characters).
    CaseId, max 36, key_character, "^[A-Za-z0-9._-]+$"
}
identifier! {
    /// CaaS's id of a KYC case (001: `UUID`, `caseSystemId`). It becomes part of a path, so two dots are no id.
    CaseUuid, max 64, |c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'), "^[A-Za-z0-9_-]+$"
}
identifier! {
    /// Which of several keys made a signature or a ciphertext.
    KeyId, max 16, key_character, "^[A-Za-z0-9._-]+$"
}
identifier! {
    /// One use of a signed request by its sender (001's successor: `ACCESS-NONCE`, see PROTOCOL.md).
    Nonce, max 64, key_character, "^[A-Za-z0-9._-]+$"
}
identifier! {
    /// The page's own id of one write, so that repeating it does nothing twice.
    ClientRequestId, max 64, key_character, "^[A-Za-z0-9._-]+$"
}

impl Nonce {
    /// Shortest allowed nonce, in bytes.
    pub const MIN: usize = 8;
}

/// Writes 16 random bytes as a version 4 UUID (RFC 9562, section 5.4), lower case.
pub fn account_uuid(random: [u8; 16]) -> AccountUuid {
    let [a, b, c, d, e, f, g, h, rest @ ..] = random;
    let bytes: [u8; 8] = [a, b, c, d, e, f, (g & 0x0f) | 0x40, h];
    let [i, tail @ ..] = rest;
    let head = hex::encode(bytes);
    let (time_low, other) = head.split_at(8);
    let (time_mid, time_high) = other.split_at(4);
    let variant = hex::encode([(i & 0x3f) | 0x80]);
    let node = hex::encode(tail);
    let (clock, node) = node.split_at(2);
    AccountUuid(format!("{time_low}-{time_mid}-{time_high}-{variant}{clock}-{node}"))
}

/// Writes 16 random bytes as a flow id.
pub fn flow_id(random: [u8; 16]) -> FlowId {
    FlowId(hex::encode(random))
}

/// Writes 16 random bytes as an event id.
pub fn event_id(random: [u8; 16]) -> EventId {
    EventId(format!("evt_{}", hex::encode(random)))
}

/// Writes 8 random bytes as a request id.
pub fn request_id(random: [u8; 8]) -> RequestId {
    RequestId(hex::encode(random))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_uuid_is_a_version_4_uuid() {
        assert_eq!(account_uuid([0xff; 16]).as_str(), "ffffffff-ffff-4fff-bfff-ffffffffffff");
        assert_eq!(account_uuid([0; 16]).as_str(), "00000000-0000-4000-8000-000000000000");
    }

    #[test]
    fn a_bad_identifier_says_why() {
        assert_eq!(PartnerKey::parse(""), Err(IdError::Empty));
        assert_eq!(PartnerKey::parse("a b"), Err(IdError::Character));
        assert_eq!(FlowId::parse(&"a".repeat(33)), Err(IdError::TooLong(32)));
        assert_eq!(UserExtRef::parse("tab\there"), Err(IdError::Character));
    }
}
