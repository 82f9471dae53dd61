//! What PayWay may do otherwise: `POST /payway/settings[?only=KEY]` changes what it names, `DELETE` puts it back. A key is a
//! `request_id` or a `ctid`.

use crate::faults::answers::one_or_many;
use crate::faults::settings as faults;
use crate::payway::signing::Endpoint;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Where `code`, `code_as`, `garbage`, `huge` and `drip` hold; empty: everywhere.
    #[serde(deserialize_with = "one_or_many")]
    endpoint: Vec<Endpoint>,
    /// After so many such answers all five go back to normal.
    times: Option<u32>,
    /// Answers with this code.
    pub code: Option<String>,
    pub code_as: CodeAs,
    /// 200 with something that is not JSON.
    pub garbage: bool,
    /// 200 with a body that does not end before 200 MB.
    pub huge: bool,
    /// The right answer, one byte a second.
    pub drip: bool,
    /// Carries out what it then answers wrongly, by a setting or in its status.
    pub done_anyway: bool,

    /// Seconds that a QR code lives, and the form in which it is said.
    pub window_s: u64,
    pub expire_in_as: ExpireIn,
    /// Seconds that a token lives, and the form of its end.
    pub token_s: u64,
    pub expired_at: Stamp,
    /// The code of "Data not found".
    pub not_found: String,
    /// Token flags that the merchant has not.
    pub flags_off: Vec<String>,
    /// Details name another customer.
    pub other_ctid: bool,
    /// Details of a removed token still say that it is active.
    pub stale_status: bool,
    /// Whether a renewal that the merchant asks for waits for the customer.
    pub renew: Renew,

    /// This account is linked, and the pushback sent, before the answer of link-account.
    pub approve_at_once: Option<String>,
    pub push: Push,
    pub push_delay_ms: u64,
    /// Pushes also what the merchant has done himself: renewals and removals.
    pub push_api: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            endpoint: Vec::new(),
            times: None,
            code: None,
            code_as: CodeAs::Text,
            garbage: false,
            huge: false,
            drip: false,
            done_anyway: false,
            window_s: 600,
            expire_in_as: ExpireIn::Epoch,
            token_s: 90 * 86_400,
            expired_at: Stamp::Utc,
            not_found: "09".to_owned(),
            flags_off: Vec::new(),
            other_ctid: false,
            stale_status: false,
            renew: Renew::Now,
            approve_at_once: None,
            push: Push::Now,
            push_delay_ms: 3000,
            push_api: false,
        }
    }
}

/// `"09"`, `9`, or `"9"`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CodeAs {
    Text,
    Number,
    Short,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ExpireIn {
    Epoch,
    Duration,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stamp {
    #[serde(rename = "Z")]
    Utc,
    /// With 7 decimals.
    #[serde(rename = "+07:00")]
    Offset,
    /// Cambodian time that does not say so.
    #[serde(rename = "none")]
    Bare,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Renew {
    Now,
    Approval,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Push {
    Now,
    Late,
    Twice,
    Never,
}

impl faults::Settings for Settings {
    fn times(&mut self) -> &mut Option<u32> {
        &mut self.times
    }

    fn clear_faults(&mut self) {
        (self.endpoint, self.times) = (Vec::new(), None);
        (self.code, self.code_as) = (None, CodeAs::Text);
        (self.garbage, self.huge, self.drip) = (false, false, false);
    }
}

impl Settings {
    /// The settings as they hold for a request at hand; counts `times` down.
    pub fn take(&mut self, endpoint: Endpoint) -> Self {
        faults::Settings::taken(self, faults::is_at(&self.endpoint, &endpoint))
    }

    /// Whether the answer is another than the truth.
    pub fn lies(&self) -> bool {
        self.code.is_some() || self.garbage || self.huge
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn faults_hold_where_and_as_often_as_said() {
        let change = json!({ "code": "429", "endpoint": "get-token-details", "times": 2, "window_s": 90 });
        let mut settings = faults::with(&Settings::default(), change).unwrap();
        assert!(!settings.take(Endpoint::LinkAccount).lies());
        assert_eq!(settings.take(Endpoint::LinkAccount).window_s, 90);
        let lies: Vec<bool> = (0..3).map(|_| settings.take(Endpoint::GetTokenDetails).lies()).collect();
        assert_eq!(lies, [true, true, false]);
        assert_eq!(settings.window_s, 90);
    }

    #[test]
    fn what_is_not_known_is_refused() {
        assert!(faults::with(&Settings::default(), json!({ "cod": "01" })).is_err());
        assert!(faults::with(&Settings::default(), json!({ "endpoint": ["link"] })).is_err());
    }
}
