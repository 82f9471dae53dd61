//! The one table from a failure to what the caller is told. Inside texts go to the log, never out.

use crate::cause::Cause;
use crate::config::error::ConfigError;
use crate::domain::account::AccountRefusal;
use crate::domain::flow::FlowRefusal;
use crate::domain::link::LinkRefusal;
use crate::domain::link_auth::Refused;
use account_link_shared::error_code::Code;
use account_link_shared::problem::{FailureReason, ProviderFailure};
use account_link_shared::url::SafeUrl;
use axum::response::{IntoResponse, Response};
use core::fmt::Display;

/// A flow that has spent its mails or guesses never gets more; a new link does. Seconds.
const SPENT: u32 = 900;

/// A request that is not answered as asked.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{}", .inside.unwrap_or(.code.text()))]
pub struct ApiError {
    /// For programs.
    pub code: Code,
    /// Instead of the code's own sentence; for developers.
    pub detail: Option<String>,
    /// Seconds, for `Retry-After`.
    pub retry_after: Option<u32>,
    /// For a page opened by itself: where it may lead back to.
    pub back: Option<Box<SafeUrl>>,
    /// For the log only: fixed texts of ours, no data.
    pub inside: Option<&'static str>,
    /// What the provider said, where it was the provider that said no.
    pub provider: Option<Box<ProviderFailure>>,
    /// What led to it, for the log only.
    #[source]
    pub cause: Option<Cause>,
}

impl ApiError {
    /// Our fault; the text is for the log.
    pub fn internal(inside: &'static str) -> Self {
        Self { inside: Some(inside), ..Code::Internal.into() }
    }

    /// A part does not answer; the text is for the log.
    pub fn unavailable(inside: &'static str) -> Self {
        Self { inside: Some(inside), ..Code::Unavailable.into() }
    }

    /// A code with a sentence that fits the case better than its own.
    pub fn with(code: Code, detail: impl Into<String>) -> Self {
        Self { detail: Some(detail.into()), ..code.into() }
    }

    /// The same, with what led to it.
    pub fn because(self, error: &impl Display) -> Self {
        Self { cause: Some(Cause::of(error)), ..self }
    }

    /// The same, after which so many seconds may be worth another try; `None`: not by itself.
    pub fn after(self, seconds: Option<u32>) -> Self {
        Self { retry_after: seconds, ..self }
    }
}

impl From<Code> for ApiError {
    fn from(code: Code) -> Self {
        let retry_after = match code {
            Code::Unavailable => Some(1),
            Code::StillRemoving => Some(5),
            Code::ProviderBusy => Some(10),
            _ => None,
        };
        Self { code, detail: None, retry_after, back: None, inside: None, provider: None, cause: None }
    }
}

impl From<FailureReason> for ApiError {
    fn from(reason: FailureReason) -> Self {
        Self { provider: reason.provider.map(Box::new), ..reason.code.into() }
    }
}

impl From<Refused> for ApiError {
    fn from(refused: Refused) -> Self {
        Self { detail: refused.detail, back: refused.back, ..refused.code.into() }
    }
}

impl From<FlowRefusal> for ApiError {
    fn from(refusal: FlowRefusal) -> Self {
        match refusal {
            FlowRefusal::Opening => Code::OpeningCodeInvalid.into(),
            FlowRefusal::Session => Code::SessionMissing.into(),
            FlowRefusal::Stage => Code::WrongStep.into(),
            FlowRefusal::Spent => Self::from(Code::TooManyAttempts).after(Some(SPENT)),
        }
    }
}

impl From<AccountRefusal> for ApiError {
    fn from(refusal: AccountRefusal) -> Self {
        match refusal {
            AccountRefusal::TooMany { seconds } => Self::from(Code::TooManyAttempts).after(Some(seconds)),
            AccountRefusal::CodeWrong => Code::CodeWrong.into(),
            AccountRefusal::CodeExpired => Code::CodeExpired.into(),
            AccountRefusal::Locked { seconds } => Self::from(Code::SecondStepLocked).after(Some(seconds)),
            AccountRefusal::NotPossible | AccountRefusal::Exists | AccountRefusal::Changed => {
                Code::WrongStep.into()
            }
        }
    }
}

impl From<LinkRefusal> for ApiError {
    fn from(refusal: LinkRefusal) -> Self {
        match refusal {
            LinkRefusal::InUse { .. } => Code::LinkAlreadyOpened.into(),
            LinkRefusal::NotLinked => Code::NotLinked.into(),
            LinkRefusal::Replaced => Code::FlowReplaced.into(),
            LinkRefusal::Over | LinkRefusal::Life(_) => Code::WrongStep.into(),
        }
    }
}

impl From<worker::Error> for ApiError {
    fn from(error: worker::Error) -> Self {
        Self::internal("platform error").because(&error)
    }
}

/// In an object an error of ours ends as the platform's, which its caller sees as an object that failed.
impl From<ApiError> for worker::Error {
    fn from(error: ApiError) -> Self {
        let cause = error.cause.as_ref().map(|cause| format!(": {cause}")).unwrap_or_default();
        Self::RustError(format!("{error}{cause}"))
    }
}

impl From<ConfigError> for ApiError {
    fn from(error: ConfigError) -> Self {
        Self::unavailable("the configuration is refused").because(&error)
    }
}

/// Carries the failure to the outermost layer, which writes the body with the request id and logs it.
impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let status = axum::http::StatusCode::from_u16(self.code.status())
            .unwrap_or(axum::http::StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}
