//! The one table from a failure to what the caller is told. Inside texts go to the log, never out.

use crate::core::account::AccountRefusal;
use crate::core::admission::Refused;
use crate::core::flow::FlowRefusal;
use crate::core::link::LinkRefusal;
use account_link_shared::problem::Code;
use account_link_shared::url::SafeUrl;
use axum::response::{IntoResponse, Response};

/// A flow that has spent its mails or guesses never gets more; a new link does. Seconds.
const SPENT: u32 = 900;

/// A request that is not answered as asked. A box, because it is handed on at every other line.
#[derive(Debug, Clone)]
pub struct Failure(Box<Why>);

/// What there is to say about it.
#[derive(Debug, Clone)]
pub struct Why {
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
}

impl core::ops::Deref for Failure {
    type Target = Why;
    fn deref(&self) -> &Why {
        &self.0
    }
}

impl Failure {
    /// Our fault; the text is for the log.
    pub fn internal(inside: &'static str) -> Self {
        let mut failure = Self::from(Code::Internal);
        failure.0.inside = Some(inside);
        failure
    }

    /// A part does not answer; the text is for the log.
    pub fn unavailable(inside: &'static str) -> Self {
        let mut failure = Self::from(Code::Unavailable);
        failure.0.inside = Some(inside);
        failure
    }

    /// A code with a sentence that fits the case better than its own.
    pub fn with(code: Code, detail: impl Into<String>) -> Self {
        let mut failure = Self::from(code);
        failure.0.detail = Some(detail.into());
        failure
    }

    /// The same, after which so many seconds may be worth another try; `None`: not by itself.
    pub fn after(mut self, seconds: Option<u32>) -> Self {
        self.0.retry_after = seconds;
        self
    }
}

impl From<Code> for Failure {
    fn from(code: Code) -> Self {
        let retry_after = match code {
            Code::Unavailable => Some(1),
            Code::StillRemoving => Some(5),
            Code::PaywayBusy => Some(10),
            _ => None,
        };
        Self(Box::new(Why { code, detail: None, retry_after, back: None, inside: None }))
    }
}

impl From<Refused> for Failure {
    fn from(refused: Refused) -> Self {
        let mut failure = Self::from(refused.code);
        (failure.0.detail, failure.0.back) = (refused.detail, refused.back);
        failure
    }
}

impl From<FlowRefusal> for Failure {
    fn from(refusal: FlowRefusal) -> Self {
        match refusal {
            FlowRefusal::Opening => Code::OpeningCodeInvalid.into(),
            FlowRefusal::Session => Code::SessionMissing.into(),
            FlowRefusal::Stage => Code::WrongStep.into(),
            FlowRefusal::Spent => Self::from(Code::TooManyAttempts).after(Some(SPENT)),
        }
    }
}

impl From<AccountRefusal> for Failure {
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

impl From<LinkRefusal> for Failure {
    fn from(refusal: LinkRefusal) -> Self {
        match refusal {
            LinkRefusal::InUse { .. } => Code::LinkAlreadyOpened.into(),
            LinkRefusal::NotLinked => Code::NotLinked.into(),
            LinkRefusal::Replaced => Code::FlowReplaced.into(),
            LinkRefusal::Over | LinkRefusal::Life(_) => Code::WrongStep.into(),
        }
    }
}

impl From<worker::Error> for Failure {
    fn from(_: worker::Error) -> Self {
        Self::internal("platform error")
    }
}

/// Carries the failure to the outermost layer, which writes the body with the request id and logs it.
impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let status = axum::http::StatusCode::from_u16(self.code.status())
            .unwrap_or(axum::http::StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}
