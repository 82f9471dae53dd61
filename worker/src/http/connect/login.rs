//! `POST …/login`: e-mail and password. Counted before the hash; unknown and wrong answer alike.

use crate::core::account::Purpose;
use crate::core::flow::{Cost, Event, Holder, Stage};
use crate::error::Failure;
use crate::http::call::Call;
use crate::http::connect::visit::{Stop, Visit};
use crate::http::connect::{mails, password_hash};
use crate::object::account;
use crate::store::keys;
use account_link_shared::cabital::models::Email;
use account_link_shared::connect::Login;
use account_link_shared::problem::Code;
use axum::response::Response;

/// Logs in, and mails the code for the second step.
pub async fn log_in(call: Call) -> Result<Response, Stop> {
    let (visit, Login { email, password }) = Visit::write(call, Cost::Guess).await?;
    if visit.flow.stage != Stage::Login {
        return Err(Code::WrongStep.into());
    }
    let email = Email::parse(&email).ok_or(Failure::from(Code::EmailInvalid))?;
    let (env, config) = (&visit.context.env, &visit.context.config);
    let name = keys::account(config, &email);
    let stored = account::guess(env, &name).await?;
    if !password_hash::verify(config, &password, stored.as_deref())? {
        return Err(Code::CredentialsWrong.into());
    }
    let renewed = password_hash::renewed(config, &password, stored.as_deref())?;
    account::guessed(env, &name, renewed).await?;
    let sent = mails::send(&visit, &email, Purpose::Confirm, false).await?;
    let (valid_until, resend_at) = (sent.valid_until, sent.resend_at);
    visit.apply_rotating(Event::LoggedIn(Holder { email, onboarded: false, valid_until, resend_at })).await
}
