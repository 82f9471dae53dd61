//! What the demo partner and the mail service received, as it is kept.

use crate::faults::answers::Answer;
use serde::Serialize;
use std::collections::BTreeMap;

/// A callback as it arrived.
#[derive(Debug, Clone, Serialize)]
pub struct Callback {
    pub received_at: String,
    pub method: String,
    pub path: String,
    pub headers: BTreeMap<String, String>,
    pub body: String,
    pub answered: Answer,
    pub verified: Verified,
    /// Whom it is about.
    #[serde(skip)]
    pub keys: Vec<String>,
}

/// What the signatures are worth, computed here.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Verified {
    pub access_sign: bool,
    pub webhook_signature: bool,
}

/// A mail as it is kept.
#[derive(Debug, Clone, Serialize)]
pub struct Mail {
    pub at: String,
    pub to: String,
    pub subject: String,
    pub text: String,
    pub html: String,
    /// The first group of six digits in the text, addresses apart.
    pub code: Option<String>,
    /// The first address in the text that ends a link.
    pub link: Option<String>,
    pub id: String,
}
