//! `/api/v1/links/{user_ext_ref}/kyc…`: the KYC case behind a link, of this partner, forwarded to CaaS.

use crate::config::caas::Caas;
use crate::domain::case::Case;
use crate::durable::{account, link};
use crate::error::ApiError;
use crate::outbound::caas;
use crate::routes::context::Context;
use crate::routes::extract::{is_json, read as read_json};
use crate::routes::partner::signed::OwnLink;
use account_link_shared::error_code::Code;
use account_link_shared::id::{CaseUuid, PartnerKey};
use account_link_shared::kyc::values::kyc_status as status_of;
use account_link_shared::kyc::{CaseBody, DecisionBody, KycStanding};
use account_link_shared::status::KycStatus;
use axum::Json;
use http::{HeaderMap, StatusCode};

/// A case, and what it takes to talk about it.
struct FoundCase {
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
    params(crate::routes::document::parameters::User, crate::routes::document::parameters::WithHosted),
    responses(
        (status = 200, description = "The case.", body = account_link_shared::kyc::CaseBody),
        crate::routes::document::refusals::Kyc
    )
))]
#[worker::send]
pub async fn read(context: Context, link: OwnLink) -> Result<Json<CaseBody>, ApiError> {
    link.signed.says_nothing()?;
    let found = find(context, link).await?;
    let external = &found.case.external;
    let case = caas::get(settings(&found.context)?, external, &found.id, crate::runtime::now()).await;
    let case = case.ok_or(ApiError::from(Code::CaasFailed))?;
    let kyc_status = status_of(case.suggestion, case.decision);
    if kyc_status != found.case.status() {
        // It moved, and nobody has said so yet.
        account::hint(&found.context.env, &found.account, external, None, false).await?;
    }
    let (kyc_status, case_system_id) = (Some(kyc_status), Some(found.id));
    Ok(Json(CaseBody { kyc_status, case_system_id, ..case }))
}

/// The partner's own decision on a KYC case, which outranks what CaaS suggests.
#[cfg_attr(feature = "openapi", utoipa::path(
    post, path = account_link_shared::route::KYC_DECISION, operation_id = "decide_kyc", tag = "kyc",
    params(crate::routes::document::parameters::User, crate::routes::document::parameters::WithHosted),
    request_body = account_link_shared::kyc::DecisionBody,
    responses(
        (status = 201, description = "It is decided.", body = account_link_shared::kyc::KycStanding),
        crate::routes::document::refusals::KycDecision
    )
))]
#[worker::send]
pub async fn decide(context: Context, headers: HeaderMap, link: OwnLink) -> Result<KycAnswer, ApiError> {
    is_json(&headers)?;
    let decision: DecisionBody = read_json(&link.signed.body)?;
    let found = find(context, link).await?;
    caas::decide(settings(&found.context)?, &found.id, &decision, crate::runtime::now()).await?;
    let (env, result) = (&found.context.env, decision.case_result);
    kyc_answer(account::decided(env, &found.account, &found.partner, result).await?)
}

/// Ongoing screening of a KYC case, on.
#[cfg_attr(feature = "openapi", utoipa::path(
    post, path = account_link_shared::route::KYC_OGS, operation_id = "start_screening", tag = "kyc",
    params(crate::routes::document::parameters::User, crate::routes::document::parameters::WithHosted),
    responses(
        (status = 201, description = "It is on.", body = account_link_shared::kyc::KycStanding),
        crate::routes::document::refusals::KycScreening
    )
))]
#[worker::send]
pub async fn screen(context: Context, link: OwnLink) -> Result<KycAnswer, ApiError> {
    let found = switched(context, link, true).await?;
    kyc_answer(Some(found.case.status()))
}

/// Ongoing screening of a KYC case, off.
#[cfg_attr(feature = "openapi", utoipa::path(
    delete, path = account_link_shared::route::KYC_OGS, operation_id = "stop_screening", tag = "kyc",
    params(crate::routes::document::parameters::User, crate::routes::document::parameters::WithHosted),
    responses(
        (status = 204, description = "It is off."),
        crate::routes::document::refusals::KycScreening
    )
))]
#[worker::send]
pub async fn leave(context: Context, link: OwnLink) -> Result<StatusCode, ApiError> {
    switched(context, link, false).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn switched(context: Context, link: OwnLink, on: bool) -> Result<FoundCase, ApiError> {
    link.signed.says_nothing()?;
    let found = find(context, link).await?;
    caas::screen(settings(&found.context)?, &found.id, on, crate::runtime::now()).await?;
    account::switched(&found.context.env, &found.account, &found.partner).await?;
    Ok(found)
}

/// What the case says now.
type KycAnswer = (StatusCode, Json<KycStanding>);

fn kyc_answer(kyc_status: Option<KycStatus>) -> Result<KycAnswer, ApiError> {
    let kyc_status = kyc_status.ok_or(ApiError::from(Code::NotFound))?;
    Ok((StatusCode::CREATED, Json(KycStanding { kyc_status })))
}

fn settings(context: &Context) -> Result<&Caas, ApiError> {
    context.config.caas.as_ref().ok_or(ApiError::from(Code::NotFound))
}

/// The case of who asks.
async fn find(context: Context, link: OwnLink) -> Result<FoundCase, ApiError> {
    let OwnLink { identity, name, .. } = link;
    if !identity.provider.hosts_accounts() {
        return Err(ApiError::with(Code::InvalidParameter, "`provider` has no identity check."));
    }
    let none = || ApiError::from(Code::NotFound);
    let partner = identity.partner;
    let account = link::account_of(&context.env, &name).await?.ok_or_else(none)?;
    let case = account::case(&context.env, &account, &partner).await?.ok_or_else(none)?;
    let id = case.id.clone().ok_or(ApiError::from(Code::KycNotReady))?;
    Ok(FoundCase { context, partner, account, case, id })
}
