//! `POST …/onboarding/{email,code,password}`: a new account, and `POST …/reset/{email,code,password}`: a forgotten
//! password. The address is proven before anything else, and a known one is answered exactly as an unknown one.

use crate::domain::account::Purpose;
use crate::domain::flow::{Event, Stage};
use crate::domain::password;
use crate::durable::account;
use crate::error::ApiError;
use crate::kv::keys;
use crate::routes::assets;
use crate::routes::connect::next_step::{admitted, go_on};
use crate::routes::connect::session::{FlowContext, FlowWrite, Rejection, cost};
use crate::routes::connect::{mails, password_hash};
use account_link_shared::connect::{ChoosePassword, Destination, EnterCode, GiveEmail, ResetPassword};
use account_link_shared::email::Email;
use account_link_shared::error_code::Code;
use account_link_shared::secret::Secret;
use axum::response::Response;

/// The address of a new account.
#[worker::send]
pub async fn email(
    FlowWrite(session, body, ..): FlowWrite<GiveEmail, cost::Mail>,
) -> Result<Response, Rejection> {
    give_email(session, body, Purpose::Onboard, Stage::OnboardEmail).await
}

/// The address of a forgotten password.
#[worker::send]
pub async fn reset_email(
    FlowWrite(session, body, ..): FlowWrite<GiveEmail, cost::Mail>,
) -> Result<Response, Rejection> {
    give_email(session, body, Purpose::Reset, Stage::ResetEmail).await
}

/// Takes the address and mails a code to it.
async fn give_email(
    session: Box<FlowContext>,
    GiveEmail { email }: GiveEmail,
    purpose: Purpose,
    at: Stage,
) -> Result<Response, Rejection> {
    if session.flow.stage != at {
        return Err(Code::WrongStep.into());
    }
    let email = Email::parse(&email).ok_or(ApiError::from(Code::EmailInvalid))?;
    let sent = mails::send(&session, &email, purpose, false).await?;
    session.apply(Event::EmailGiven { email, resend_at: sent.resend_at }).await
}

/// The code mailed to the address of a new account.
#[worker::send]
pub async fn code(
    FlowWrite(session, body, ..): FlowWrite<EnterCode, cost::Free>,
) -> Result<Response, Rejection> {
    enter_code(session, body, Purpose::Onboard).await
}

/// The code mailed to the address of a forgotten password.
#[worker::send]
pub async fn reset_code(
    FlowWrite(session, body, ..): FlowWrite<EnterCode, cost::Free>,
) -> Result<Response, Rejection> {
    enter_code(session, body, Purpose::Reset).await
}

/// Takes the code.
async fn enter_code(
    session: Box<FlowContext>,
    EnterCode { code }: EnterCode,
    purpose: Purpose,
) -> Result<Response, Rejection> {
    let email = match (&session.flow.stage, purpose) {
        (Stage::OnboardCode { email, .. }, Purpose::Onboard)
        | (Stage::ResetCode { email, .. }, Purpose::Reset) => email,
        _ => return Err(Code::WrongStep.into()),
    };
    let (env, config) = (&session.context.env, &session.context.config);
    let hash = mails::submitted(config, &session.flow.id, email, &code)?;
    account::prove(env, &keys::account(config, email), &session.flow.id, purpose, hash).await?;
    admitted(&session, email)?;
    session.apply(Event::EmailVerified).await
}

/// Takes the password and opens the account.
#[worker::send]
pub async fn password(
    FlowWrite(session, body, ..): FlowWrite<ChoosePassword, cost::Free>,
) -> Result<Response, Rejection> {
    let ChoosePassword { password, terms } = body;
    let Stage::OnboardPassword { email } = session.flow.stage.clone() else {
        return Err(Code::WrongStep.into());
    };
    if !terms {
        return Err(Code::TermsRequired.into());
    }
    check(&session, &password).await?;
    let name = admitted(&session, &email)?;
    let (env, config) = (&session.context.env, &session.context.config);
    let hash = password_hash::hash(config, &password, crate::runtime::random()?)?;
    if !account::open(env, &name, &session.flow.id, email.clone(), hash).await? {
        // Another flow opened an account for this address meanwhile: log in to it.
        return session.apply(Event::Went { to: Destination::Login }).await;
    }
    go_on(session, &name, email, None).await
}

/// Takes the new password of an account.
#[worker::send]
pub async fn reset_password(
    FlowWrite(session, body, ..): FlowWrite<ResetPassword, cost::Free>,
) -> Result<Response, Rejection> {
    let ResetPassword { password } = body;
    let Stage::ResetPassword { email } = session.flow.stage.clone() else {
        return Err(Code::WrongStep.into());
    };
    check(&session, &password).await?;
    let name = admitted(&session, &email)?;
    let (env, config) = (&session.context.env, &session.context.config);
    let hash = password_hash::hash(config, &password, crate::runtime::random()?)?;
    let notice = mails::mail(&email, mails::words(&session).password_changed())?;
    account::reset(env, &name, &session.flow.id, hash, notice).await?;
    go_on(session, &name, email, None).await
}

/// Whether a password may be chosen.
async fn check(session: &FlowContext, password: &Secret) -> Result<(), ApiError> {
    let common = assets::text(&session.context.env, "/common-passwords.txt").await?;
    Ok(password::check(password.expose(), &common)?)
}
