//! What a link keeps of its provider: the attempts, what the linking holds there, and what must be revoked.

use super::attempt::Attempt;
use crate::domain::outbox::Outbox;
use account_link_shared::time::Millis;
use serde::{Deserialize, Serialize};

/// What the provider gave for an account: sealed, and a fingerprint by which two can be told apart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProviderToken {
    /// Opens under the link's name only.
    pub sealed: String,
    /// A keyed hash.
    pub fingerprint: String,
}

/// What the present linking holds at the provider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProviderCredential {
    /// By which attempt it is asked about.
    pub attempt: String,
    /// At the provider.
    pub token: ProviderToken,
    /// How often in a row the provider did not know it.
    pub misses: u32,
}

/// What the users of this generation were sent to the provider for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sent {
    /// Nobody was sent: whatever is there was there before.
    #[default]
    Nobody,
    /// To link.
    ToLink,
    /// And again, to replace what is linked.
    ToRebind,
}

/// What is asked of a provider, and when: see the folder's head.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Polling {
    /// Newest last.
    pub attempts: Vec<Attempt>,
    pub(super) revocations: Outbox<Revocation>,
    /// While linked.
    pub credential: Option<ProviderCredential>,
    pub(super) last: Option<Millis>,
    /// Which of our names for the user counts.
    pub subject_generation: u32,
    /// Who was sent there in it.
    pub sent: Sent,
    /// Attempts that were given a name.
    pub(super) named: u32,
}

/// Something that must be revoked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Revocation {
    pub(super) token: ProviderToken,
    /// Since when.
    pub(super) since: Millis,
}
