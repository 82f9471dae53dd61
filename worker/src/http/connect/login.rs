//! `POST …/login`: e-mail and password. Counted before the hash; unknown and wrong answer alike.

use crate::core::flow::{Cost, Event, Stage};
use crate::error::Failure;
use crate::http::call::Call;
use crate::http::connect::arrival::arrive;
use crate::http::connect::password_hash;
use crate::http::connect::token::with_device;
use crate::http::connect::visit::{Stop, Visit};
use crate::http::context::{Context, token};
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
    let device = visit.device.as_deref().map(Context::token_hash);
    let stored = account::guess(env, &name, device.clone()).await?;
    if !password_hash::verify(config, &password, stored.as_deref())? {
        return Err(Code::CredentialsWrong.into());
    }
    let renewed = password_hash::renewed(config, &password, stored.as_deref())?;
    let new_device = token()?;
    account::guessed(env, &name, renewed, device, Context::token_hash(&new_device)).await?;
    let arrival = arrive(&visit, &email).await?;
    let response = visit.apply_rotating(Event::Arrived { email, arrival }).await?;
    Ok(with_device(response, &new_device))
}
