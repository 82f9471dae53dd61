//! The cases. Time and chance are arguments.

use super::form::{Decision, NewCase, Suggestion};
use super::settings::Suggests;
use serde::Serialize;

/// A case, as it is told.
#[derive(Debug, Clone, Serialize)]
pub struct Case {
    #[serde(rename = "caseSystemId")]
    pub uuid: String,
    #[serde(flatten)]
    pub about: NewCase,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suggestion: Option<Suggestion>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suggestion_comment: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decision: Option<Decision>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decision_comment: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ogs: Option<bool>,
    #[serde(skip)]
    pub scan: Scan,
    #[serde(skip)]
    pub created_at: String,
}

/// Whether it is being screened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Scan {
    #[default]
    No,
    Running,
    Done,
}

impl Case {
    /// What a test may call it: its own id first.
    pub fn keys(&self) -> [&str; 3] {
        [&self.uuid, &self.about.external_case_id, &self.about.full_name]
    }

    /// Whether a screening is to start: it does once.
    pub fn starts(&mut self) -> bool {
        let starts = self.scan == Scan::No;
        if starts {
            self.scan = Scan::Running;
        }
        starts
    }

    /// The end of the screening. What is suggested already stays; whether something new is.
    pub fn screened(&mut self, suggests: Suggests) -> bool {
        self.scan = Scan::Done;
        let found = suggests.about(&self.about.full_name).filter(|_| self.suggestion.is_none());
        if let Some(found) = found {
            (self.suggestion, self.suggestion_comment) = (Some(found), Some(comment(found).to_owned()));
        }
        found.is_some()
    }
}

/// What a person would write beside it.
pub fn comment(suggestion: Suggestion) -> &'static str {
    match suggestion {
        Suggestion::Accept => "User is okay to me.",
        Suggestion::Reject => "On a list.",
        Suggestion::Neither => "Not clear: please decide.",
    }
}

#[derive(Default)]
pub struct Store {
    pub cases: Vec<Case>,
}

impl Store {
    pub fn case(&mut self, uuid: &str) -> Option<&mut Case> {
        self.cases.iter_mut().find(|case| case.uuid == uuid)
    }

    /// A new case, or, where asked, the one of that external id.
    pub fn create(&mut self, about: NewCase, idempotent: bool, uuid: String, at: String) -> String {
        let known = self.cases.iter().find(|case| case.about.external_case_id == about.external_case_id);
        if let Some(known) = known.filter(|_| idempotent) {
            return known.uuid.clone();
        }
        self.cases.push(Case {
            uuid: uuid.clone(),
            about,
            suggestion: None,
            suggestion_comment: None,
            decision: None,
            decision_comment: None,
            ogs: None,
            scan: Scan::No,
            created_at: at,
        });
        uuid
    }
}

#[cfg(test)]
#[path = "store_tests.rs"]
pub mod tests;
