//! `/api/v1/links/{user_ext_ref}/kyc…`: the KYC case behind a link, of this partner, forwarded to CaaS.

use crate::config::caas::Caas;
use crate::core::kyc::Case;
use crate::error::Failure;
use crate::http::call::Call;
use crate::http::context::Context;
use crate::http::extract::{json_text, read as read_json};
use crate::http::finish::{json, no_content};
use crate::http::partner::auth;
use crate::http::partner::links::{identity, name_of};
use crate::object::{account, link};
use crate::provider::caas;
use account_link_shared::cabital::kyc::{CaseBody, DecisionBody, KycStanding, standing as standing_of};
use account_link_shared::connect::Nothing;
use account_link_shared::id::{CaseUuid, PartnerKey};
use account_link_shared::problem::Code;
use account_link_shared::provider::Provider;
use account_link_shared::status::KycStatus;
use axum::response::Response;
use serde::de::DeserializeOwned;

/// A case, and what it takes to talk about it.
struct Found {
    context: Context,
    partner: PartnerKey,
    account: String,
    case: Case,
    id: CaseUuid,
}

/// The KYC case behind a link, as CaaS has it now.
///
/// 404: no link, nobody logged in yet, or no case. 409 `kyc_not_ready`: CaaS has not said the case's id yet.
#[cfg_attr(feature = "openapi", utoipa::path(
    get, path = account_link_shared::route::LINK_KYC, operation_id = "read_kyc", tag = "kyc",
    params(crate::http::document::parameters::User, crate::http::document::parameters::WithCabital),
    responses(
        (status = 200, description = "The case.", body = account_link_shared::cabital::kyc::CaseBody),
        crate::http::document::refusals::Kyc
    )
))]
pub async fn read(call: Call) -> Result<Response, Failure> {
    let (found, Nothing {}) = find(call, false).await?;
    let external = &found.case.external;
    let case = caas::get(settings(&found.context)?, external, &found.id, crate::now()).await;
    let case = case.ok_or(Failure::from(Code::CaasFailed))?;
    let kyc_status = standing_of(case.suggestion, case.decision);
    if kyc_status != found.case.status() {
        // It moved, and nobody has said so yet.
        account::hint(&found.context.env, &found.account, external, None, false).await?;
    }
    let (kyc_status, case_system_id) = (Some(kyc_status), Some(found.id));
    Ok(json(200, &CaseBody { kyc_status, case_system_id, ..case }))
}

/// The partner's own decision on a KYC case, which outranks what CaaS suggests.
#[cfg_attr(feature = "openapi", utoipa::path(
    post, path = account_link_shared::route::KYC_DECISION, operation_id = "decide_kyc", tag = "kyc",
    params(crate::http::document::parameters::User, crate::http::document::parameters::WithCabital),
    request_body = account_link_shared::cabital::kyc::DecisionBody,
    responses(
        (status = 201, description = "It is decided.", body = account_link_shared::cabital::kyc::KycStanding),
        crate::http::document::refusals::KycDecision
    )
))]
pub async fn decide(call: Call) -> Result<Response, Failure> {
    let (found, decision) = find::<DecisionBody>(call, true).await?;
    caas::decide(settings(&found.context)?, &found.id, &decision, crate::now()).await?;
    let (env, result) = (&found.context.env, decision.case_result);
    standing(account::decided(env, &found.account, &found.partner, result).await?)
}

/// Ongoing screening of a KYC case, on.
#[cfg_attr(feature = "openapi", utoipa::path(
    post, path = account_link_shared::route::KYC_OGS, operation_id = "start_screening", tag = "kyc",
    params(crate::http::document::parameters::User, crate::http::document::parameters::WithCabital),
    responses(
        (status = 201, description = "It is on.", body = account_link_shared::cabital::kyc::KycStanding),
        crate::http::document::refusals::KycScreening
    )
))]
pub async fn screen(call: Call) -> Result<Response, Failure> {
    let found = switched(call, true).await?;
    standing(Some(found.case.status()))
}

/// Ongoing screening of a KYC case, off.
#[cfg_attr(feature = "openapi", utoipa::path(
    delete, path = account_link_shared::route::KYC_OGS, operation_id = "stop_screening", tag = "kyc",
    params(crate::http::document::parameters::User, crate::http::document::parameters::WithCabital),
    responses(
        (status = 204, description = "It is off."),
        crate::http::document::refusals::KycScreening
    )
))]
pub async fn leave(call: Call) -> Result<Response, Failure> {
    switched(call, false).await?;
    Ok(no_content())
}

async fn switched(call: Call, on: bool) -> Result<Found, Failure> {
    let (found, Nothing {}) = find(call, false).await?;
    caas::screen(settings(&found.context)?, &found.id, on, crate::now()).await?;
    account::switched(&found.context.env, &found.account, &found.partner).await?;
    Ok(found)
}

fn standing(kyc_status: Option<KycStatus>) -> Result<Response, Failure> {
    let kyc_status = kyc_status.ok_or(Failure::from(Code::NotFound))?;
    Ok(json(201, &KycStanding { kyc_status }))
}

fn settings(context: &Context) -> Result<&Caas, Failure> {
    context.config.caas.as_ref().ok_or(Failure::from(Code::NotFound))
}

/// The case of who asks, and the body where there is one.
async fn find<B: DeserializeOwned>(call: Call, has_body: bool) -> Result<(Found, B), Failure> {
    let (found, body) = find_text(call, has_body).await?;
    Ok((found, read_json(&body)?))
}

async fn find_text(call: Call, has_body: bool) -> Result<(Found, String), Failure> {
    let Call { context, path: [user_ext_ref, ..], request } = call;
    let headers = request.headers().clone();
    let query = request.uri().query().unwrap_or_default().to_owned();
    let (partner, body) = auth::caller_with_body(&context, request).await?;
    let body = match has_body {
        true => json_text(&headers, body.into()).await?,
        false if body.is_empty() || body.trim() == "{}" => "{}".to_owned(),
        false => return Err(Code::InvalidRequest.into()),
    };
    let identity = identity(partner.key, &user_ext_ref, &query)?;
    if identity.provider != Provider::Cabital {
        return Err(Failure::with(Code::InvalidParameter, "`provider` has no identity check."));
    }
    let none = || Failure::from(Code::NotFound);
    let partner = identity.partner.clone();
    let link = name_of(&context, &identity);
    let account = link::account_of(&context.env, &link).await?.ok_or_else(none)?;
    let case = account::case(&context.env, &account, &partner).await?.ok_or_else(none)?;
    let id = case.id.clone().ok_or(Failure::from(Code::KycNotReady))?;
    Ok((Found { context, partner, account, case, id }, body))
}
