//! `POST …/kyc`: who is to be checked, handed over to CaaS and not kept (001, "KYC Case").

use crate::domain::flow::{Event, LoginOutcome, Stage};
use crate::durable::account::{self, Submitted};
use crate::durable::index;
use crate::error::ApiError;
use crate::kv::keys;
use crate::routes::connect::closing;
use crate::routes::connect::next_step::arrive;
use crate::routes::connect::session::{FlowWrite, Rejection, cost};
use account_link_shared::connect::SubmitKyc;
use account_link_shared::error_code::Code;
use account_link_shared::id::{CaseId, account_uuid};
use account_link_shared::kyc::Subject;
use axum::response::Response;

/// Creates the case, then goes on. The index knows our id of it before CaaS does.
#[worker::send]
pub async fn submit(
    FlowWrite(session, form, ..): FlowWrite<SubmitKyc, cost::ProviderCall>,
) -> Result<Response, Rejection> {
    let Stage::Kyc { email } = session.flow.stage.clone() else { return Err(Code::WrongStep.into()) };
    let subject = Subject::read(form, session.context.now)?;
    let (env, config) = (&session.context.env, &session.context.config);
    let name = keys::account(config, &email);
    let external = CaseId::parse(account_uuid(crate::runtime::random()?).as_str())
        .map_err(|error| ApiError::internal("a case id that is none").because(&error))?;
    index::put(env, &keys::index_of_case(&external), &name).await?;
    let body = subject.new_case(&external);
    if account::create_case(env, &name, &session.partner.key, &external, body).await? == Submitted::Refused {
        return Err(Code::CaasRefused.into());
    }
    match arrive(&session, &email).await? {
        LoginOutcome::Checked(_) => closing::finish(session).await,
        outcome => session.apply(Event::KycSubmitted(outcome)).await,
    }
}
