//! What the user does, what may go wrong with it, and which field that concerns.

use account_link_shared::connect::Destination;
use account_link_shared::id::{FlowId, RequestId};
use account_link_shared::problem::{Code, Problem};
use account_link_shared::provider::Provider;
use core::fmt;

/// One call to the worker, with what was typed.
#[derive(Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are those of `shared::connect`")]
pub enum Act {
    /// Redeem the opening code.
    Open { flow: FlowId, code: String },
    /// Read the flow.
    Read,
    /// One of the providers that the link offers.
    Choose(Provider),
    /// On from the landing.
    Continue,
    /// A new QR in place of the one shown.
    Refresh,
    /// A change of mind.
    Goto(Destination),
    /// Log in.
    Login { email: String, password: String },
    /// New account: the address.
    OnboardEmail { email: String },
    /// New account: the code.
    OnboardCode { code: String },
    /// New account: the password.
    OnboardPassword { password: String, terms: bool },
    /// Another code.
    Resend,
    /// The second step that links.
    Confirm { code: String },
    /// No waiting for what the provider decides: the rest needs no page.
    Leave,
    /// No.
    Cancel,
}

impl fmt::Debug for Act {
    /// The name alone: the fields hold secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Open { .. } => "Open",
            Self::Read => "Read",
            Self::Choose(_) => "Choose",
            Self::Continue => "Continue",
            Self::Refresh => "Refresh",
            Self::Goto(_) => "Goto",
            Self::Login { .. } => "Login",
            Self::OnboardEmail { .. } => "OnboardEmail",
            Self::OnboardCode { .. } => "OnboardCode",
            Self::OnboardPassword { .. } => "OnboardPassword",
            Self::Resend => "Resend",
            Self::Confirm { .. } => "Confirm",
            Self::Leave => "Leave",
            Self::Cancel => "Cancel",
        })
    }
}

/// A field that an error stands beside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// The address.
    Email,
    /// The password, old or new.
    Password,
    /// The one-time code.
    Code,
    /// The check box.
    Terms,
}

impl Field {
    /// The id of its element.
    pub fn id(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Password => "password",
            Self::Code => "code",
            Self::Terms => "terms",
        }
    }
}

/// Why a call has no reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// No answer at all.
    Network,
    /// An answer that is not ours: a proxy, a dying worker.
    Foreign,
    /// Our error body, and `Retry-After` in seconds where there was one.
    Problem(Problem, Option<u32>),
}

/// What is wrong with what the user did last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// Counts up, so that the same trouble twice is two.
    pub number: u32,
    /// What.
    pub kind: TroubleKind,
    /// For finding it in the log; shown where it is our fault.
    pub request_id: Option<RequestId>,
}

/// The kinds of trouble that leave the user on the screen, the input kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TroubleKind {
    /// No connection.
    Offline,
    /// An answer that is not ours.
    Server,
    /// Wait this many seconds.
    Wait(Option<u32>),
    /// No password was typed.
    PasswordMissing,
    /// Fewer than six digits.
    CodeIncomplete,
    /// What the worker said.
    Said(Code),
}

impl TroubleKind {
    /// Whether the user can do nothing but try again: then the act keeps its id, and the support can find it.
    pub fn elsewhere(self) -> bool {
        self.field().is_none() && !matches!(self, Self::Wait(_))
    }

    /// The field it concerns.
    pub fn field(self) -> Option<Field> {
        match self {
            Self::PasswordMissing => Some(Field::Password),
            Self::CodeIncomplete => Some(Field::Code),
            Self::Said(code) => match code {
                Code::EmailInvalid => Some(Field::Email),
                Code::CredentialsWrong
                | Code::PasswordTooShort
                | Code::PasswordTooLong
                | Code::PasswordCommon => Some(Field::Password),
                Code::CodeWrong | Code::CodeExpired => Some(Field::Code),
                Code::TermsRequired => Some(Field::Terms),
                _ => None,
            },
            Self::Offline | Self::Server | Self::Wait(_) => None,
        }
    }
}

impl Act {
    /// What can be seen to be wrong without asking the worker.
    pub fn check(&self) -> Option<TroubleKind> {
        let address = |email: &str| {
            let parts = email.trim().split_once('@');
            parts.is_none_or(|(name, host)| name.is_empty() || host.is_empty())
        };
        let said = |code| Some(TroubleKind::Said(code));
        match self {
            Self::Login { email, .. } | Self::OnboardEmail { email } if address(email) => {
                said(Code::EmailInvalid)
            }
            Self::Login { password, .. } if password.is_empty() => Some(TroubleKind::PasswordMissing),
            Self::OnboardCode { code } | Self::Confirm { code } if code.len() != 6 => {
                Some(TroubleKind::CodeIncomplete)
            }
            Self::OnboardPassword { password, .. } if password.chars().count() < 10 => {
                said(Code::PasswordTooShort)
            }
            Self::OnboardPassword { password, .. } if password.len() > 128 => said(Code::PasswordTooLong),
            Self::OnboardPassword { terms: false, .. } => said(Code::TermsRequired),
            _ => None,
        }
    }
}
