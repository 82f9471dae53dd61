//! `POST …/authenticator`, `…/authenticator/bind`, `…/authenticator/remove`: an authenticator app (RFC 6238).
//!
//! Its key is made here, sealed for the account, and opened nowhere but in the account's object and for the one screen
//! that shows it.

use crate::domain::account::Purpose;
use crate::domain::flow::{Event, Stage};
use crate::domain::totp;
use crate::durable::account;
use crate::error::ApiError;
use crate::kv::keys;
use crate::routes::connect::session::{FlowContext, FlowWrite, Rejection, cost};
use crate::routes::connect::{closing, mails};
use account_link_shared::connect::EnterCode;
use account_link_shared::email::Email;
use account_link_shared::error_code::Code;
use account_link_shared::seal;
use axum::response::Response;

/// How many recovery codes there are.
const CODES: usize = 10;
/// Letters that nobody takes for another: 32 of them, so five bits each.
const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// Takes the mailed code and makes a key.
#[worker::send]
pub async fn start(
    FlowWrite(session, body, ..): FlowWrite<EnterCode, cost::Free>,
) -> Result<Response, Rejection> {
    let EnterCode { code } = body;
    let Stage::Authenticator(holder) = &session.flow.stage else { return Err(Code::WrongStep.into()) };
    let (env, config) = (&session.context.env, &session.context.config);
    let hash = mails::submitted(config, &session.flow.id, &holder.email, &code)?;
    let name = keys::account(config, &holder.email);
    account::prove(env, &name, &session.flow.id, Purpose::Bind, hash).await?;
    let key = hex::encode(crate::runtime::random::<{ totp::SEED }>()?);
    let sealed = sealed(&session, &holder.email, &key)?;
    session.apply_rotating(Event::KeyMade { sealed }).await
}

/// Takes the app's first code and binds it.
#[worker::send]
pub async fn bind(
    FlowWrite(session, body, ..): FlowWrite<EnterCode, cost::Free>,
) -> Result<Response, Rejection> {
    let EnterCode { code } = body;
    let Stage::Bind { email, sealed: key } = &session.flow.stage else { return Err(Code::WrongStep.into()) };
    let (env, config) = (&session.context.env, &session.context.config);
    let name = keys::account(config, email);
    let submitted = mails::readings(&session, email, &code, false)?;
    let codes = recovery_codes(&session, &name, key)?;
    let hashes = codes.iter().map(|code| keys::recovery_hash(config, &name, code)).collect();
    let sealed = sealed(&session, email, &codes.join(" "))?;
    account::bind(env, &name, &session.flow.id, key.clone(), submitted, hashes).await?;
    session.apply_rotating(Event::AppBound { sealed }).await
}

/// Takes a code of the app, or a recovery code, and removes the app.
#[worker::send]
pub async fn remove(
    FlowWrite(session, body, ..): FlowWrite<EnterCode, cost::Free>,
) -> Result<Response, Rejection> {
    let EnterCode { code } = body;
    let Stage::Bound { email } = &session.flow.stage else { return Err(Code::WrongStep.into()) };
    let name = keys::account(&session.context.config, email);
    let submitted = mails::readings(&session, email, &code, true)?;
    account::unbind(&session.context.env, &name, submitted).await?;
    closing::finish(session).await
}

fn sealed(session: &FlowContext, email: &Email, text: &str) -> Result<String, ApiError> {
    let config = &session.context.config;
    let name = keys::second_factor(&keys::account(config, email));
    seal::seal(&config.second_factor_keys, &name, crate::runtime::random()?, text)
        .map_err(|error| ApiError::internal("SECOND_FACTOR_KEYS cannot seal").because(&error))
}

/// The recovery codes that go with a key, which is random: two tabs that bind it at once show the same ones.
fn recovery_codes(session: &FlowContext, account: &str, key: &str) -> Result<Vec<String>, ApiError> {
    let config = &session.context.config;
    let seed = seal::open(&config.second_factor_keys, &keys::second_factor(account), key)
        .map_err(|error| ApiError::internal("SECOND_FACTOR_KEYS does not open a key").because(&error))?;
    let letter = |byte: u8| LETTERS.get(usize::from(byte & 31)).copied().map_or('a', char::from);
    let code = |number: usize| {
        let bytes = keys::recovery_code(config, account, &seed, number);
        bytes.into_iter().take(mails::RECOVERY).map(letter).collect()
    };
    Ok((0..CODES).map(code).collect())
}
