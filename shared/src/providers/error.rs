//! How a provider says no, in words that are the same for all of them, and in its own.

use serde::{Deserialize, Serialize};

/// What kind of no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProviderErrorKind {
    /// It does not do this: trying again with the same values changes nothing.
    Rejected,
    /// It has too much to do now.
    Busy,
    /// It gave no answer, or none that can be read.
    Unavailable,
    /// Only its operator or ours can mend it: a key, a whitelist, a permission.
    Misconfigured,
}

/// A no.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProviderError {
    /// Of which kind.
    pub kind: ProviderErrorKind,
    /// Which one: a word of the provider's folder, `a-z_`.
    pub reason: String,
    /// The provider's own code, as far as it is one.
    pub code: Option<String>,
    /// By which the provider finds the request in its log.
    pub trace_id: Option<String>,
}

/// The longest code or trace id that is kept, in characters.
const LONGEST: usize = 64;

impl ProviderError {
    /// A no without words of the provider's own.
    pub fn new(kind: ProviderErrorKind, reason: &str) -> Self {
        Self { kind, reason: reason.to_owned(), code: None, trace_id: None }
    }

    /// It gave no answer, or none that can be read.
    pub fn no_answer() -> Self {
        Self::new(ProviderErrorKind::Unavailable, "no_answer")
    }

    /// The same with the provider's own code.
    pub fn with_code(self, code: &str) -> Self {
        Self { code: word(code), ..self }
    }

    /// The same with the provider's id of the request.
    pub fn with_trace_id(self, trace_id: Option<&str>) -> Self {
        Self { trace_id: trace_id.and_then(word), ..self }
    }
}

/// What of a text can be shown: nothing but what codes and ids are made of.
fn word(text: &str) -> Option<String> {
    let fits = |c: &char| c.is_ascii_alphanumeric() || "_.:-".contains(*c);
    Some(text.chars().filter(fits).take(LONGEST).collect::<String>()).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::{ProviderError, ProviderErrorKind};

    #[test]
    fn of_a_providers_words_only_what_codes_are_made_of_is_kept() {
        let error =
            ProviderError::new(ProviderErrorKind::Busy, "too_many").with_code("PARAM_ILLEGAL<script>");
        assert_eq!(error.code.as_deref(), Some("PARAM_ILLEGALscript"));
        assert_eq!(ProviderError::no_answer().with_trace_id(Some("<> ")).trace_id, None);
    }
}
