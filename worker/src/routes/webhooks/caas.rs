//! `POST /callbacks/caas`: CaaS says that a case moved (001, "Webhook"). A hint: the case's account asks.

use crate::domain::link_auth::{ApiRequest, signed};
use crate::durable::nonce::use_nonce;
use crate::durable::{account, index};
use crate::error::ApiError;
use crate::kv::keys;
use crate::routes::context::Context;
use crate::routes::extract::{header, read, text};
use account_link_shared::connect::Nothing;
use account_link_shared::error_code::Code;
use account_link_shared::id::Nonce;
use account_link_shared::kyc::CaseWebhook;
use axum::Json;
use axum::body::Body;
use http::HeaderMap;

/// Takes it. Known and unknown cases are answered alike, and a request that was heard before costs one question at most.
#[worker::send]
pub async fn webhook(context: Context, headers: HeaderMap, body: Body) -> Result<Json<Nothing>, ApiError> {
    let caas = context.config.caas.as_ref().ok_or(ApiError::from(Code::NotFound))?;
    let body = text(body).await?;
    let headers = &headers;
    let key = header(headers, "access-key");
    let sign = header(headers, "access-sign");
    let request = ApiRequest {
        key,
        timestamp: header(headers, "access-timestamp"),
        sign,
        nonce: None,
        method: "POST",
        path: context.raw_path(),
        body: &body,
    };
    let known = key.filter(|key| *key == caas.access_key).map(|_| ((), &caas.secrets));
    signed(request, known, context.now.seconds())?;
    let hook: CaseWebhook = read(&body)?;
    let again = seen_before(&context, sign.unwrap_or_default()).await?;
    if let Some(external) = hook.external_case_id
        && let Some(name) = index::get(&context.env, &keys::index_of_case(&external)).await?
    {
        account::hint(&context.env, &name, &external, hook.case_system_id, again).await?;
    }
    Ok(Json(Nothing {}))
}

/// Whether this very request came before, within the hour.
async fn seen_before(context: &Context, sign: &str) -> Result<bool, ApiError> {
    let nonce = Nonce::parse(&Context::token_hash(sign))
        .map_err(|error| ApiError::internal("no nonce").because(&error))?;
    Ok(!use_nonce(&context.env, &keys::webhook_seen(&nonce), &nonce).await?)
}
