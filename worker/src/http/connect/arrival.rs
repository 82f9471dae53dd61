//! What follows a login, a new password or a new account: the next screen, and a code where it asks for one.

use crate::core::account::{Needed, Purpose, Sent};
use crate::core::arrival::{Leads, leads};
use crate::core::flow::{Arrival, Event, Holder, Second};
use crate::core::kyc::Case;
use crate::error::ApiError;
use crate::http::connect::mails;
use crate::http::connect::token::{remember, with_device};
use crate::http::connect::visit::{Stop, Visit};
use crate::object::account;
use crate::store::keys;
use account_link_shared::cabital::models::Email;
use account_link_shared::problem::Code;
use axum::response::Response;

/// The name of an account's object. Refuses another than the linked one, where there is one: before anything is done
/// with it.
pub fn admitted(visit: &Visit, email: &Email) -> Result<String, ApiError> {
    let name = keys::account(&visit.context.config, email);
    match &visit.flow.owner {
        Some(owner) if *owner != name => Err(Code::OtherAccount.into()),
        _ => Ok(name),
    }
}

/// Who knew the password, or chose it, goes on; the account knows this browser from now on.
pub async fn go_on(
    visit: Box<Visit>,
    name: &str,
    email: Email,
    renewed: Option<String>,
) -> Result<Response, Stop> {
    let device = remember(&visit, name, renewed).await?;
    let arrival = arrive(&visit, &email).await?;
    let response = visit.apply_rotating(Event::Arrived { email, arrival }).await?;
    Ok(with_device(response, &device))
}

/// What was refused because the second step is another one by now: the flow is led to that one first.
pub async fn led_on(visit: Box<Visit>, email: Email, failure: ApiError) -> Stop {
    if !matches!(failure.code, Code::WrongStep | Code::SecondStepLocked) {
        return failure.into();
    }
    let arrival = match arrive(&visit, &email).await {
        Ok(arrival) => arrival,
        Err(failure) => return failure.into(),
    };
    match visit.apply(Event::Arrived { email, arrival }).await {
        Ok(_) => failure.into(),
        Err(stop) => stop,
    }
}

/// Decides where the owner of an account arrives.
pub async fn arrive(visit: &Visit, email: &Email) -> Result<Arrival, ApiError> {
    let (env, config) = (&visit.context.env, &visit.context.config);
    let name = keys::account(config, email);
    let standing = account::relation(env, &name, &visit.partner.key, &visit.flow.id).await?;
    let case = standing.case.as_ref().map(Case::status);
    let (checks, required) = (config.caas.is_some(), visit.partner.kyc_required);
    let kept = standing.kept;
    Ok(match leads(visit.flow.request.feature, checks, required, standing.bound, case) {
        Leads::Kyc => Arrival::Kyc,
        Leads::Checked(status) => Arrival::Checked(status),
        Leads::Bound => Arrival::Bound,
        Leads::Authenticator => Arrival::Authenticator(Holder {
            email: email.clone(),
            second: mailed(visit, email, Purpose::Bind, kept).await?,
        }),
        Leads::Confirm => {
            let second = match standing.needed {
                Needed::Totp => Second::Totp,
                Needed::Locked { until } => Second::Locked(until),
                Needed::Mail => mailed(visit, email, Purpose::Confirm, kept).await?,
            };
            Arrival::Confirm(Holder { email: email.clone(), second })
        }
    })
}

/// The onboarding code that still counts, or another one.
async fn mailed(
    visit: &Visit,
    email: &Email,
    purpose: Purpose,
    kept: Option<Sent>,
) -> Result<Second, ApiError> {
    match kept {
        Some(kept) => Ok(Second::Kept(kept)),
        None => mails::send(visit, email, purpose, false).await.map(Second::Mailed),
    }
}
