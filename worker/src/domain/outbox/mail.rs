//! A mail: three attempts, then it is given up.

use serde::{Deserialize, Serialize};

/// A mail as `MAIL_URL` takes it (docs/PROTOCOL.md, "Mail").
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the fields of the body that is posted")]
pub struct Mail {
    pub to: String,
    pub subject: String,
    pub text: String,
    pub html: String,
    /// The same on every attempt.
    pub id: String,
}

impl core::fmt::Debug for Mail {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Mail({})", self.id)
    }
}
