//! What follows a login, a new password or a new account: the next screen, and a code where it asks for one.

use crate::domain::account::{Purpose, RequiredFactor, Sent};
use crate::domain::case::Case;
use crate::domain::flow::{Event, Holder, LoginOutcome, Second};
use crate::domain::next_step::{NextStep, next_step};
use crate::durable::account;
use crate::error::ApiError;
use crate::kv::keys;
use crate::routes::connect::mails;
use crate::routes::connect::session::{FlowContext, Rejection};
use crate::routes::connect::token::with_device;
use account_link_shared::email::Email;
use account_link_shared::error_code::Code;
use axum::response::Response;

/// The name of an account's object. Refuses another than the linked one, where there is one: before anything is done
/// with it.
pub fn admitted(session: &FlowContext, email: &Email) -> Result<String, ApiError> {
    let name = keys::account(&session.context.config, email);
    match &session.flow.owner {
        Some(owner) if *owner != name => Err(Code::OtherAccount.into()),
        _ => Ok(name),
    }
}

/// Who knew the password, or chose it, goes on; the account knows this browser from now on.
pub async fn go_on(
    session: Box<FlowContext>,
    name: &str,
    email: Email,
    renewed: Option<String>,
) -> Result<Response, Rejection> {
    let device = session.remember_device(name, renewed).await?;
    let outcome = arrive(&session, &email).await?;
    let response = session.apply_rotating(Event::LoggedIn { email, outcome }).await?;
    Ok(with_device(response, &device))
}

/// What was refused because the second step is another one by now: the flow is led to that one first.
pub async fn to_next_step(session: Box<FlowContext>, email: Email, failure: ApiError) -> Rejection {
    if !matches!(failure.code, Code::WrongStep | Code::SecondStepLocked) {
        return failure.into();
    }
    let outcome = match arrive(&session, &email).await {
        Ok(outcome) => outcome,
        Err(failure) => return failure.into(),
    };
    match session.apply(Event::LoggedIn { email, outcome }).await {
        Ok(_) => failure.into(),
        Err(stop) => stop,
    }
}

/// Decides where the owner of an account arrives.
pub async fn arrive(session: &FlowContext, email: &Email) -> Result<LoginOutcome, ApiError> {
    let (env, config) = (&session.context.env, &session.context.config);
    let name = keys::account(config, email);
    let relation = account::relation(env, &name, &session.partner.key, &session.flow.id).await?;
    let case = relation.case.as_ref().map(Case::status);
    let (checks, required) = (config.caas.is_some(), session.partner.kyc_required);
    let kept = relation.kept;
    Ok(match next_step(session.flow.request.feature, checks, required, relation.bound, case) {
        NextStep::Kyc => LoginOutcome::Kyc,
        NextStep::Checked(status) => LoginOutcome::Checked(status),
        NextStep::Bound => LoginOutcome::Bound,
        NextStep::Authenticator => LoginOutcome::Authenticator(Holder {
            email: email.clone(),
            second: mailed(session, email, Purpose::Bind, kept).await?,
        }),
        NextStep::Confirm => {
            let second = match relation.required_factor {
                RequiredFactor::Totp => Second::Totp,
                RequiredFactor::Locked { until } => Second::Locked(until),
                RequiredFactor::Mail => mailed(session, email, Purpose::Confirm, kept).await?,
            };
            LoginOutcome::Confirm(Holder { email: email.clone(), second })
        }
    })
}

/// The onboarding code that still counts, or another one.
async fn mailed(
    session: &FlowContext,
    email: &Email,
    purpose: Purpose,
    kept: Option<Sent>,
) -> Result<Second, ApiError> {
    match kept {
        Some(kept) => Ok(Second::Kept(kept)),
        None => mails::send(session, email, purpose, false).await.map(Second::Mailed),
    }
}
