//! Acme, a provider that does not exist: the smallest real shape of one with a page of its own, and the template for the
//! next (docs/ADDING_A_PROVIDER.md). It is served in development only, by the sandbox.
//!
//! A user is sent to its page by a signed address and comes back by an unsigned one. What counts is what it answers to our
//! own signed question.

use super::error::{ProviderError, ProviderErrorKind};
use super::{Connect, Info, LinkParameters, Parameter};
use crate::parameter_error::ParameterError;
use crate::percent::percent_encode;
use crate::scope::Scope;
use crate::secret::Secret;
use crate::signature::HmacSha256;
use crate::signed_link::SignedLink;
use serde::{Deserialize, Serialize};

#[cfg(test)]
mod tests;

/// What it is.
pub const INFO: Info = Info {
    key: "acme",
    name: "Acme",
    connect: Connect::Redirect,
    revocable: false,
    renewable: false,
    development: true,
    parameters: &[Parameter {
        name: "member",
        description: "required: the user's number at Acme.",
        pattern: "^[A-Za-z0-9]{1,32}$",
        max_length: 32,
    }],
};

/// What a partner asks of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parameters {
    /// The user's number there: 1 to 32 letters and digits.
    pub member: String,
}

impl LinkParameters for Parameters {
    fn read(link: &SignedLink) -> Result<Self, ParameterError> {
        let member = link.get("member").filter(|value| !value.is_empty());
        let member = member.ok_or(ParameterError::Missing("member"))?;
        let fits = member.len() <= 32 && member.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if !fits {
            return Err(ParameterError::Invalid("member", "is not 1 to 32 letters and digits"));
        }
        Ok(Self { member: member.to_owned() })
    }

    fn scope(&self) -> Option<Scope> {
        Some(Scope::with("link", &[("member", &self.member)]))
    }
}

/// The address of its page. `subject` is our name for the user, `return_url` where the page leads back to. Signed text:
/// the query up to, and without, `&signature=`; the signature is base64, percent-encoded.
pub fn page_url(page: &str, subject: &str, member: &str, return_url: &str, key: &Secret) -> String {
    let query = format!("subject={subject}&member={member}&return_url={}", percent_encode(return_url));
    let signature = percent_encode(&HmacSha256::new(key.expose().as_bytes()).sign(&query));
    format!("{page}?{query}&signature={signature}")
}

/// The header `acme-signature` of our question: base64 of HMAC-SHA256 over `GET`, a space, and the path.
pub fn question_signature(path: &str, key: &Secret) -> String {
    HmacSha256::new(key.expose().as_bytes()).sign(&format!("GET {path}"))
}

/// What it answers to our question.
#[derive(Debug, Deserialize)]
pub struct Accounts {
    /// Empty where nothing is linked.
    pub accounts: Vec<Account>,
}

/// An account there.
#[derive(Debug, Deserialize)]
pub struct Account {
    /// Its whole number, which is shown to nobody.
    pub number: String,
    /// Whether it can be used now.
    pub active: bool,
}

impl Account {
    /// For people: the last four characters.
    pub fn masked(&self) -> String {
        let last: Vec<char> = self.number.chars().rev().take(4).collect();
        format!("•••• {}", last.into_iter().rev().collect::<String>())
    }
}

/// What the user brought back, as the query says it: `result`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// They agreed.
    Linked,
    /// They said no.
    Declined,
    /// Something else: only our question tells.
    Unknown,
}

impl Outcome {
    /// Reads the word.
    pub fn read(text: &str) -> Self {
        match text {
            "linked" => Self::Linked,
            "declined" => Self::Declined,
            _ => Self::Unknown,
        }
    }

    /// What it comes to, in the words that are the same for all providers.
    pub fn error(self) -> Option<ProviderError> {
        match self {
            Self::Linked => None,
            Self::Declined => {
                Some(ProviderError::new(ProviderErrorKind::Rejected, "declined").with_code("declined"))
            }
            Self::Unknown => Some(ProviderError::new(ProviderErrorKind::Unavailable, "unknown_result")),
        }
    }
}
