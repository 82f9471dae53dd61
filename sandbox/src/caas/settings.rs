//! What CaaS may do otherwise, to all cases or to one: `POST /caas/settings[?only=<key>]` changes what it names,
//! `DELETE` puts it back. A key is a case's uuid, its external id, or the full name that is screened.

use super::endpoint::Endpoint;
use super::form::Suggestion;
use crate::faults::answers::{Answer, one_or_many};
use crate::faults::settings as faults;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Where what follows up to `drip` holds; empty: everywhere.
    #[serde(deserialize_with = "one_or_many")]
    endpoint: Vec<Endpoint>,
    /// After so many such answers all of it goes back to normal.
    times: Option<u32>,
    /// This, in place of what was to be said.
    pub answer: Option<Answer>,
    pub delay_ms: u64,
    /// 200 with something that is not JSON.
    pub garbage: bool,
    /// 200 with a body that does not end before 200 MB.
    pub huge: bool,
    /// The right answer, one byte a second.
    pub drip: bool,
    /// Carries out what it then answers wrongly, by a setting or in its status.
    pub done_anyway: bool,

    /// How the id of a new case is called.
    pub replies: Replies,
    /// A known external id makes no second case.
    pub idempotent: bool,
    /// What is read names another external id.
    pub other_case: bool,
    /// What is read suggests this, whatever is true.
    pub get_says: Option<String>,

    /// A new case is screened at once.
    pub zero_footprint: bool,
    pub decides_after_ms: u64,
    pub suggests: Suggests,

    pub webhook: Webhook,
    pub webhook_late_ms: u64,
    pub webhook_signed: Signed,
    /// Suggests this, whatever is true.
    pub webhook_says: Option<String>,
    /// How long after each attempt that failed the next is made.
    pub webhook_retries_ms: Vec<u64>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            endpoint: Vec::new(),
            times: None,
            answer: None,
            delay_ms: 0,
            garbage: false,
            huge: false,
            drip: false,
            done_anyway: false,
            replies: Replies::CaseSystemId,
            idempotent: false,
            other_case: false,
            get_says: None,
            zero_footprint: false,
            decides_after_ms: 1500,
            suggests: Suggests::ByName,
            webhook: Webhook::Once,
            webhook_late_ms: 0,
            webhook_signed: Signed::Right,
            webhook_says: None,
            webhook_retries_ms: vec![100, 300, 1000, 3600],
        }
    }
}

/// 001 does not say what a creation answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Replies {
    CaseSystemId,
    Id,
    Uuid,
    Nothing,
}

/// What a screening finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Suggests {
    #[serde(rename = "by-name")]
    ByName,
    /// Nothing, ever.
    #[serde(rename = "never")]
    Never,
    #[serde(untagged)]
    Always(Suggestion),
}

impl Suggests {
    /// What it finds about somebody.
    pub fn about(self, full_name: &str) -> Option<Suggestion> {
        let name = full_name.to_lowercase();
        match self {
            Self::Always(suggestion) => Some(suggestion),
            Self::Never => None,
            Self::ByName if name.contains("slow") => None,
            Self::ByName if name.contains("reject") => Some(Suggestion::Reject),
            Self::ByName if name.contains("review") => Some(Suggestion::Neither),
            Self::ByName => Some(Suggestion::Accept),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Webhook {
    Once,
    Twice,
    Lost,
}

/// How a webhook proves that it is ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Signed {
    /// With the older of two secrets.
    Right,
    /// With the newer.
    First,
    /// Not at all.
    None,
    /// With another secret.
    Wrong,
    /// Rightly, a minute ago.
    Stale,
    /// Rightly, in another's name.
    Key,
}

impl faults::Settings for Settings {
    fn times(&mut self) -> &mut Option<u32> {
        &mut self.times
    }

    fn clear_faults(&mut self) {
        (self.endpoint, self.times) = (Vec::new(), None);
        (self.answer, self.delay_ms, self.done_anyway) = (None, 0, false);
        (self.garbage, self.huge, self.drip) = (false, false, false);
    }
}

impl Settings {
    /// The settings as they hold for a request at hand; counts `times` down.
    pub fn take(&mut self, endpoint: Endpoint) -> Self {
        faults::Settings::taken(self, faults::is_at(&self.endpoint, &endpoint))
    }

    /// Whether its numbers mean something.
    pub fn is_valid(&self) -> bool {
        self.times != Some(0) && self.answer.is_none_or(Answer::is_valid)
    }

    /// Whether the answer is another than the truth.
    pub fn lies(&self) -> bool {
        self.garbage || self.huge || self.answer.is_some_and(|answer| !answer.is_success())
    }
}

#[cfg(test)]
#[path = "settings_tests.rs"]
mod tests;
