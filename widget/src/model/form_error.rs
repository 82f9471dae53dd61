//! What may go wrong with what the user does, and which field that concerns.

use account_link_shared::error_code::Code;
use account_link_shared::id::RequestId;
use account_link_shared::problem::{Problem, ProviderFailure};

/// A field that an error stands beside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// The address.
    Email,
    /// The password, old or new.
    Password,
    /// The one-time code.
    Code,
    /// The check box: of the terms, or of the recovery codes.
    Terms,
    /// Who is to be identified.
    FullName,
    /// Of a person.
    Gender,
    /// Of a person: three boxes, of which this is the first.
    Birthday,
    /// Of a person.
    Nationality,
    /// Of a person.
    Residence,
}

impl Field {
    /// The id of its element.
    pub fn id(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Password => "password",
            Self::Code => "code",
            Self::Terms => "terms",
            Self::FullName => "full-name",
            Self::Gender => "gender",
            Self::Birthday => "birthday",
            Self::Nationality => "nationality",
            Self::Residence => "residence",
        }
    }
}

/// Why a call has no reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CallError {
    /// No answer at all.
    Network,
    /// An answer that is not ours: a proxy, a dying worker.
    Foreign,
    /// Our error body, and `Retry-After` in seconds where there was one.
    Problem(Box<Problem>, Option<u32>),
}

/// What is wrong with what the user did last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormError {
    /// Counts up, so that the same trouble twice is two.
    pub number: u32,
    /// What.
    pub kind: FormErrorKind,
    /// What else, in the order of the fields.
    pub also: Vec<FormErrorKind>,
    /// For finding it in the log; shown where it is our fault.
    pub request_id: Option<RequestId>,
    /// What the provider said, where it was the provider that said no.
    pub provider: Option<ProviderFailure>,
}

impl FormError {
    /// All that is wrong.
    pub fn kinds(&self) -> impl Iterator<Item = FormErrorKind> {
        core::iter::once(self.kind).chain(self.also.iter().copied())
    }
}

/// The kinds of trouble that leave the user on the screen, the input kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormErrorKind {
    /// No connection.
    Offline,
    /// An answer that is not ours.
    Server,
    /// Wait this many seconds.
    Wait(Option<u32>),
    /// A field was left empty, or is not yet whole.
    Missing(Field),
    /// What the worker said.
    Refused(Code),
    /// It said that this is another account than the linked one, which was found out there.
    OtherAccount(Field),
}

impl FormErrorKind {
    /// Whether the user can do nothing but try again: then the act keeps its id, and the support can find it.
    pub fn elsewhere(self) -> bool {
        self.field().is_none() && !matches!(self, Self::Wait(_))
    }

    /// The field it concerns.
    pub fn field(self) -> Option<Field> {
        match self {
            Self::Missing(field) | Self::OtherAccount(field) => Some(field),
            Self::Refused(code) => match code {
                Code::EmailInvalid => Some(Field::Email),
                Code::CredentialsWrong
                | Code::PasswordTooShort
                | Code::PasswordTooLong
                | Code::PasswordCommon => Some(Field::Password),
                Code::CodeWrong | Code::CodeExpired => Some(Field::Code),
                Code::TermsRequired => Some(Field::Terms),
                Code::KycNameInvalid => Some(Field::FullName),
                Code::KycDateInvalid => Some(Field::Birthday),
                Code::KycCountryInvalid => Some(Field::Nationality),
                _ => None,
            },
            Self::Offline | Self::Server | Self::Wait(_) => None,
        }
    }
}
