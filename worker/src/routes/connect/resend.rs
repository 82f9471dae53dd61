//! `POST …/resend`: another code, of the kind the step asks for; not before its time.

use crate::domain::account::{Purpose, Sent};
use crate::domain::flow::{Event, Stage};
use crate::routes::connect::mails;
use crate::routes::connect::next_step::to_next_step;
use crate::routes::connect::session::{FlowContext, FlowWrite, Rejection, cost};
use account_link_shared::connect::Nothing;
use account_link_shared::email::Email;
use account_link_shared::error_code::Code;
use axum::response::Response;

/// Mails another code.
#[worker::send]
pub async fn resend(FlowWrite(session, ..): FlowWrite<Nothing, cost::Mail>) -> Result<Response, Rejection> {
    match session.flow.stage.clone() {
        Stage::OnboardCode { email, .. } => again(session, email, Purpose::Onboard).await,
        Stage::ResetCode { email, .. } => again(session, email, Purpose::Reset).await,
        Stage::Confirm(holder) if holder.is_mailed() => again(session, holder.email, Purpose::Confirm).await,
        Stage::Authenticator(holder) => again(session, holder.email, Purpose::Bind).await,
        _ => Err(Code::WrongStep.into()),
    }
}

async fn again(session: Box<FlowContext>, email: Email, purpose: Purpose) -> Result<Response, Rejection> {
    let Sent { valid_until, resend_at } = match mails::send(&session, &email, purpose, true).await {
        Ok(sent) => sent,
        Err(failure) if purpose == Purpose::Confirm => {
            return Err(to_next_step(session, email, failure).await);
        }
        Err(failure) => return Err(failure.into()),
    };
    let event = match purpose {
        Purpose::Onboard | Purpose::Reset => Event::EmailGiven { email, resend_at },
        Purpose::Confirm | Purpose::Bind => Event::CodeSent { valid_until, resend_at },
    };
    session.apply(event).await
}
