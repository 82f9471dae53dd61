//! `POST …/onboarding/{email,code,password}`: a new account. The address is proven before anything else, and a
//! known one is answered exactly as an unknown one.

use crate::core::account::Purpose;
use crate::core::flow::{Cost, Event, Holder, Stage};
use crate::core::password;
use crate::error::Failure;
use crate::http::call::Call;
use crate::http::connect::visit::{Stop, Visit};
use crate::http::connect::{mails, password_hash};
use crate::object::account;
use crate::store::keys;
use account_link_shared::cabital::models::Email;
use account_link_shared::connect::{ChoosePassword, Destination, EnterCode, OnboardEmail};
use account_link_shared::problem::Code;
use axum::response::Response;

/// Takes the address and mails a code to it.
pub async fn email(call: Call) -> Result<Response, Stop> {
    let (visit, OnboardEmail { email }) = Visit::write(call, Cost::Mail).await?;
    if visit.flow.stage != Stage::OnboardEmail {
        return Err(Code::WrongStep.into());
    }
    let email = Email::parse(&email).ok_or(Failure::from(Code::EmailInvalid))?;
    let sent = mails::send(&visit, &email, Purpose::Onboard, false).await?;
    visit.apply(Event::EmailGiven { email, resend_at: sent.resend_at }).await
}

/// Takes the code.
pub async fn code(call: Call) -> Result<Response, Stop> {
    let (visit, EnterCode { code }) = Visit::write(call, Cost::Free).await?;
    let Stage::OnboardCode { email, .. } = &visit.flow.stage else { return Err(Code::WrongStep.into()) };
    let (env, config) = (&visit.context.env, &visit.context.config);
    let hash = mails::typed(config, &visit.flow.id, email, &code)?;
    account::prove(env, &keys::account(config, email), &visit.flow.id, hash).await?;
    visit.apply(Event::EmailVerified).await
}

/// Takes the password and opens the account.
pub async fn password(call: Call) -> Result<Response, Stop> {
    let (visit, ChoosePassword { password, terms }) = Visit::write(call, Cost::Free).await?;
    let Stage::OnboardPassword { email } = visit.flow.stage.clone() else {
        return Err(Code::WrongStep.into());
    };
    if !terms {
        return Err(Code::TermsRequired.into());
    }
    password::check(password.expose())?;
    let (env, config) = (&visit.context.env, &visit.context.config);
    let hash = password_hash::hash(config, &password, crate::random()?)?;
    let name = keys::account(config, &email);
    let sent = account::open(env, &name, &visit.flow.id, email.clone(), hash).await?;
    let Some(sent) = sent else {
        // Another flow opened an account for this address meanwhile: log in to it.
        return visit.apply(Event::Went { to: Destination::Login }).await;
    };
    let (valid_until, resend_at) = (sent.valid_until, sent.resend_at);
    visit
        .apply_rotating(Event::AccountOpened(Holder { email, onboarded: true, valid_until, resend_at }))
        .await
}
