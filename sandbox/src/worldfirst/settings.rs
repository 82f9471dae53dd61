//! What WorldFirst may do otherwise: `POST /worldfirst/settings[?only=KEY]` changes what it names, `DELETE` puts it back. A
//! key is a reference, or at the portal the id of a re-binding.

use crate::faults::settings as faults;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// After so many inquiries all that makes an answer wrong goes back to normal: what follows up to `drip`.
    pub times: Option<u32>,
    /// Answers with this status whatever is asked.
    pub status: Option<Forced>,
    /// And with this code; alone, of a failure.
    pub code: Option<String>,
    pub message_name: MessageName,
    pub unsigned: bool,
    pub bad_signature: bool,
    /// The reply key of this id, not the first.
    pub sign_with: Option<String>,
    /// 200 with something that is not JSON.
    pub garbage: bool,
    /// 200 with a body that does not end before 200 MB.
    pub huge: bool,
    /// The right answer, one byte a second.
    pub drip: bool,

    /// How long what is opened from now on stays pending: it cannot be seen, but is opened.
    pub active_after_ms: u64,
    /// How it is said that nothing is opened.
    pub none: NoneAs,
    /// The portal takes a `+` for a space.
    pub plus: bool,
}

/// A `resultStatus` other than success.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Forced {
    U,
    F,
}

/// What the message of a result is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum MessageName {
    #[default]
    ResultMessage,
    ResultMsg,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum NoneAs {
    /// An empty body.
    Empty,
    /// F, ACCOUNT_NOT_EXIST.
    Code,
    /// Success, without accounts.
    #[default]
    List,
}

impl faults::Settings for Settings {
    fn times(&mut self) -> &mut Option<u32> {
        &mut self.times
    }

    fn clear_faults(&mut self) {
        let (active_after_ms, none, plus) = (self.active_after_ms, self.none, self.plus);
        *self = Self { active_after_ms, none, plus, ..Self::default() };
    }
}

impl Settings {
    /// The settings as they hold for an inquiry at hand; counts `times` down.
    pub fn take(&mut self) -> Self {
        faults::Settings::taken(self, true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn faults_hold_as_often_as_said() {
        let change = json!({ "status": "U", "garbage": true, "times": 2, "none": "code" });
        let mut settings = faults::with(&Settings::default(), change).unwrap();
        let taken: Vec<bool> = (0..3).map(|_| settings.take().garbage).collect();
        assert_eq!((taken, settings.status, settings.none), (vec![true, true, false], None, NoneAs::Code));
    }

    #[test]
    fn what_is_not_known_is_refused() {
        for wrong in [json!({ "cod": "X" }), json!({ "status": "S" }), json!({ "none": "null" })] {
            assert!(faults::with(&Settings::default(), wrong.clone()).is_err(), "{wrong}");
        }
    }
}
