//! What the user does: one call to the worker each, and what is wrong with it before it is asked.

use super::{Field, FormErrorKind, Identity};
use account_link_shared::connect::Destination;
use account_link_shared::error_code::Code;
use account_link_shared::id::FlowId;
use account_link_shared::providers::Provider;
use core::fmt;

/// One call to the worker, with what was typed.
#[derive(Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are those of `shared::connect`")]
pub enum Action {
    /// Redeem the opening code.
    Open { flow: FlowId, code: String },
    /// Read the flow.
    Read,
    /// One of the providers that the link offers.
    Choose(Provider),
    /// On from the landing, or from what there is to know.
    Continue,
    /// On from the recovery codes.
    Keep { kept: bool },
    /// A new QR in place of the one shown.
    Refresh,
    /// A change of mind.
    Goto(Destination),
    /// Log in.
    Login { email: String, password: String },
    /// The address that gets a code.
    Email { proof: EmailProof, email: String },
    /// A code: mailed, of the app, or kept for the day the app is lost.
    Code { of: CodeOf, code: String },
    /// A new password; the terms belong to a new account.
    Password { proof: EmailProof, password: String, terms: bool },
    /// The form of the identity check.
    Identify(Box<Identity>),
    /// Another code.
    Resend,
    /// No waiting for what the provider decides: the rest needs no page.
    Leave,
    /// No.
    Cancel,
    /// Read the link that a mail told of.
    ReadLink,
    /// End that link.
    Unlink,
}

/// On which a mailed code proves an address, and a password is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EmailProof {
    /// To a new account.
    Onboard,
    /// Back to an old one.
    Reset,
}

/// What a code is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeOf {
    /// A new account.
    Onboard,
    /// A forgotten password.
    Reset,
    /// The second step that links.
    Confirm,
    /// Before an authenticator app is bound.
    Authenticator,
    /// The app's first.
    Bind,
    /// The app's last, or a recovery code.
    Remove,
}

impl fmt::Debug for Action {
    /// The name alone: the fields hold secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Open { .. } => "Open",
            Self::Read => "Read",
            Self::Choose(_) => "Choose",
            Self::Continue => "Continue",
            Self::Keep { .. } => "Keep",
            Self::Refresh => "Refresh",
            Self::Goto(_) => "Goto",
            Self::Login { .. } => "Login",
            Self::Email { .. } => "Email",
            Self::Code { .. } => "Code",
            Self::Password { .. } => "Password",
            Self::Identify(_) => "Identify",
            Self::Resend => "Resend",
            Self::Leave => "Leave",
            Self::Cancel => "Cancel",
            Self::ReadLink => "ReadLink",
            Self::Unlink => "Unlink",
        })
    }
}

impl Action {
    /// What can be seen to be wrong without asking the worker, field by field.
    pub fn check(&self) -> Vec<FormErrorKind> {
        let refused = |code| vec![FormErrorKind::Refused(code)];
        match self {
            Self::Identify(identity) => identity.check(),
            Self::Login { email, .. } | Self::Email { email, .. } if !is_address(email) => {
                refused(Code::EmailInvalid)
            }
            Self::Login { password, .. } if password.is_empty() => {
                vec![FormErrorKind::Missing(Field::Password)]
            }
            Self::Code { of, code } if !is_whole(*of, code) => vec![FormErrorKind::Missing(Field::Code)],
            Self::Password { password, .. } if password.chars().count() < 10 => {
                refused(Code::PasswordTooShort)
            }
            Self::Password { password, .. } if password.len() > 128 => refused(Code::PasswordTooLong),
            Self::Password { proof: EmailProof::Onboard, terms: false, .. } => refused(Code::TermsRequired),
            Self::Keep { kept: false } => vec![FormErrorKind::Missing(Field::Terms)],
            _ => Vec::new(),
        }
    }
}

fn is_address(email: &str) -> bool {
    email.trim().split_once('@').is_some_and(|(name, host)| !name.is_empty() && !host.is_empty())
}

/// Six digits; where an app is removed, also the ten characters of a recovery code.
fn is_whole(of: CodeOf, code: &str) -> bool {
    let count = code.chars().filter(char::is_ascii_alphanumeric).count();
    count == 6 && code.chars().all(|c| c.is_ascii_digit() || c == '-') || of == CodeOf::Remove && count == 10
}
