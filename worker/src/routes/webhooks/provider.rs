//! `POST /callbacks/{provider}/{secret}`: a provider says that something happened to an attempt.

use crate::durable::{index, link};
use crate::error::ApiError;
use crate::kv::keys;
use crate::providers;
use crate::routes::context::Context;
use crate::routes::extract::text;
use account_link_shared::connect::Nothing;
use account_link_shared::error_code::Code;
use account_link_shared::providers::Provider;
use axum::Json;
use axum::body::Body;
use axum::extract::Path;
use subtle::ConstantTimeEq as _;

/// Takes it. Known and unknown ids are answered alike.
#[worker::send]
pub async fn webhook(
    context: Context,
    Path((provider, secret)): Path<(String, String)>,
    body: Body,
) -> Result<Json<Nothing>, ApiError> {
    let served = Provider::parse(&provider).filter(|provider| context.config.serves(*provider));
    let provider = served.ok_or(ApiError::from(Code::NotFound))?;
    let expected = keys::callback_secret(&context.config, provider);
    if !bool::from(secret.as_bytes().ct_eq(expected.as_bytes())) {
        return Err(Code::NotFound.into());
    }
    let body = text(body).await?;
    let id = providers::called_about(provider, &body).ok_or(ApiError::from(Code::InvalidRequest))?;
    if let Some(name) = index::get(&context.env, &keys::index_of_attempt(provider, &id)).await? {
        link::hint(&context.env, &name, &id).await?;
    }
    Ok(Json(Nothing {}))
}
