//! `POST …/login`: e-mail and password. Counted before the hash; unknown and wrong answer alike.

use crate::domain::flow::Stage;
use crate::durable::account;
use crate::error::ApiError;
use crate::kv::keys;
use crate::routes::connect::next_step::{admitted, go_on};
use crate::routes::connect::password_hash::{self, Right};
use crate::routes::connect::session::{FlowWrite, Rejection, cost};
use crate::routes::context::Context;
use account_link_shared::connect::Login;
use account_link_shared::email::Email;
use account_link_shared::error_code::Code;
use axum::response::Response;

/// Logs in, and mails the code for the second step.
#[worker::send]
pub async fn log_in(
    FlowWrite(session, body, ..): FlowWrite<Login, cost::Guess>,
) -> Result<Response, Rejection> {
    let Login { email, password } = body;
    if session.flow.stage != Stage::Login {
        return Err(Code::WrongStep.into());
    }
    let email = Email::parse(&email).ok_or(ApiError::from(Code::EmailInvalid))?;
    let (env, config) = (&session.context.env, &session.context.config);
    let device = session.device.as_deref().map(Context::token_hash);
    let guess = account::guess(env, &keys::account(config, &email), device).await?;
    let Some(Right { renewed }) = password_hash::verify(config, &password, guess)? else {
        return Err(Code::CredentialsWrong.into());
    };
    let name = admitted(&session, &email)?;
    go_on(session, &name, email, renewed).await
}
