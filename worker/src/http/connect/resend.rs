//! `POST …/resend`: another code, of the kind the step asks for; not before its time.

use crate::core::account::Purpose;
use crate::core::flow::{Cost, Event, Stage};
use crate::http::call::Call;
use crate::http::connect::mails;
use crate::http::connect::visit::{Stop, Visit};
use account_link_shared::connect::Nothing;
use account_link_shared::problem::Code;
use axum::response::Response;

/// Mails another code.
pub async fn resend(call: Call) -> Result<Response, Stop> {
    let (visit, Nothing {}) = Visit::write(call, Cost::Mail).await?;
    match visit.flow.stage.clone() {
        Stage::OnboardCode { email, .. } => {
            let sent = mails::send(&visit, &email, Purpose::Onboard, true).await?;
            visit.apply(Event::EmailGiven { email, resend_at: sent.resend_at }).await
        }
        Stage::Confirm(holder) => {
            let sent = mails::send(&visit, &holder.email, Purpose::Confirm, true).await?;
            let (valid_until, resend_at) = (sent.valid_until, sent.resend_at);
            visit.apply(Event::CodeSent { valid_until, resend_at }).await
        }
        _ => Err(Code::WrongStep.into()),
    }
}
