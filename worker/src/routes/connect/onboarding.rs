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
    FlowWrite(visit, body, ..): FlowWrite<GiveEmail, cost::Mail>,
) -> Result<Response, Rejection> {
    give_email(visit, body, Purpose::Onboard, Stage::OnboardEmail).await
}

/// The address of a forgotten password.
#[worker::send]
pub async fn reset_email(
    FlowWrite(visit, body, ..): FlowWrite<GiveEmail, cost::Mail>,
) -> Result<Response, Rejection> {
    give_email(visit, body, Purpose::Reset, Stage::ResetEmail).await
}

/// Takes the address and mails a code to it.
async fn give_email(
    visit: Box<FlowContext>,
    GiveEmail { email }: GiveEmail,
    purpose: Purpose,
    at: Stage,
) -> Result<Response, Rejection> {
    if visit.flow.stage != at {
        return Err(Code::WrongStep.into());
    }
    let email = Email::parse(&email).ok_or(ApiError::from(Code::EmailInvalid))?;
    let sent = mails::send(&visit, &email, purpose, false).await?;
    visit.apply(Event::EmailGiven { email, resend_at: sent.resend_at }).await
}

/// The code mailed to the address of a new account.
#[worker::send]
pub async fn code(
    FlowWrite(visit, body, ..): FlowWrite<EnterCode, cost::Free>,
) -> Result<Response, Rejection> {
    enter_code(visit, body, Purpose::Onboard).await
}

/// The code mailed to the address of a forgotten password.
#[worker::send]
pub async fn reset_code(
    FlowWrite(visit, body, ..): FlowWrite<EnterCode, cost::Free>,
) -> Result<Response, Rejection> {
    enter_code(visit, body, Purpose::Reset).await
}

/// Takes the code.
async fn enter_code(
    visit: Box<FlowContext>,
    EnterCode { code }: EnterCode,
    purpose: Purpose,
) -> Result<Response, Rejection> {
    let email = match (&visit.flow.stage, purpose) {
        (Stage::OnboardCode { email, .. }, Purpose::Onboard)
        | (Stage::ResetCode { email, .. }, Purpose::Reset) => email,
        _ => return Err(Code::WrongStep.into()),
    };
    let (env, config) = (&visit.context.env, &visit.context.config);
    let hash = mails::submitted(config, &visit.flow.id, email, &code)?;
    account::prove(env, &keys::account(config, email), &visit.flow.id, purpose, hash).await?;
    admitted(&visit, email)?;
    visit.apply(Event::EmailVerified).await
}

/// Takes the password and opens the account.
#[worker::send]
pub async fn password(
    FlowWrite(visit, body, ..): FlowWrite<ChoosePassword, cost::Free>,
) -> Result<Response, Rejection> {
    let ChoosePassword { password, terms } = body;
    let Stage::OnboardPassword { email } = visit.flow.stage.clone() else {
        return Err(Code::WrongStep.into());
    };
    if !terms {
        return Err(Code::TermsRequired.into());
    }
    check(&visit, &password).await?;
    let name = admitted(&visit, &email)?;
    let (env, config) = (&visit.context.env, &visit.context.config);
    let hash = password_hash::hash(config, &password, crate::random()?)?;
    if !account::open(env, &name, &visit.flow.id, email.clone(), hash).await? {
        // Another flow opened an account for this address meanwhile: log in to it.
        return visit.apply(Event::Went { to: Destination::Login }).await;
    }
    go_on(visit, &name, email, None).await
}

/// Takes the new password of an account.
#[worker::send]
pub async fn reset_password(
    FlowWrite(visit, body, ..): FlowWrite<ResetPassword, cost::Free>,
) -> Result<Response, Rejection> {
    let ResetPassword { password } = body;
    let Stage::ResetPassword { email } = visit.flow.stage.clone() else {
        return Err(Code::WrongStep.into());
    };
    check(&visit, &password).await?;
    let name = admitted(&visit, &email)?;
    let (env, config) = (&visit.context.env, &visit.context.config);
    let hash = password_hash::hash(config, &password, crate::random()?)?;
    let notice = mails::mail(&email, mails::words(&visit).password_changed())?;
    account::reset(env, &name, &visit.flow.id, hash, notice).await?;
    go_on(visit, &name, email, None).await
}

/// Whether a password may be chosen.
async fn check(visit: &FlowContext, password: &Secret) -> Result<(), ApiError> {
    let common = assets::text(&visit.context.env, "/common-passwords.txt").await?;
    Ok(password::check(password.expose(), &common)?)
}
