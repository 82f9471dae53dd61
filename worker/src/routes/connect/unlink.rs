//! `/unlink/{token}`: where the mail about a new link leads. The page shows, and only its button acts (docs/SECURITY.md, "a link nobody wanted").

use crate::domain::flow::Event;
use crate::durable::link::{self, Mailed};
use crate::durable::{flow, index};
use crate::error::ApiError;
use crate::kv::keys;
use crate::routes::connect::session::own_page;
use crate::routes::context::Context;
use crate::routes::extract::{header, json_text, read as read_json};
use crate::routes::page;
use account_link_shared::connect::{Nothing, UnlinkView};
use account_link_shared::error_code::Code;
use axum::Json;
use axum::body::Body;
use axum::extract::Path;
use axum::response::Response;
use http::HeaderMap;

/// `GET /unlink/{token}`: the page, framed by nobody.
#[worker::send]
pub async fn show(context: Context, Path(token): Path<String>) -> Response {
    let found = async {
        let mailed = mailed(&context, &token, false).await?;
        context.partner(&mailed.partner).await?.ok_or(ApiError::from(Code::UnlinkInvalid))
    };
    match found.await {
        Ok(partner) => page::of_return(&context.env, partner).await,
        Err(failure) => page::of_failure(&context.env, &failure, &context.request_id, None, None).await,
    }
}

/// `GET /connect/v1/unlink/{token}`: what the page shows.
#[worker::send]
pub async fn read(
    context: Context,
    Path(token): Path<String>,
    headers: HeaderMap,
) -> Result<Json<UnlinkView>, ApiError> {
    if header(&headers, "sec-fetch-site").is_some_and(|site| site != "same-origin") {
        return Err(Code::CrossSite.into());
    }
    let mailed = mailed(&context, &token, false).await?;
    view(&context, mailed).await
}

/// `POST /connect/v1/unlink/{token}`: unlinks; repeatable.
#[worker::send]
pub async fn unlink(
    context: Context,
    Path(token): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<UnlinkView>, ApiError> {
    own_page(&context, &headers)?;
    let Nothing {} = read_json(&json_text(&headers, body).await?)?;
    let mailed = mailed(&context, &token, true).await?;
    if let Some(flow) = &mailed.flow {
        flow::tell(&context.env, flow, Event::Unlinked).await;
    }
    view(&context, mailed).await
}

async fn mailed(context: &Context, token: &str, unlink: bool) -> Result<Mailed, ApiError> {
    let invalid = || ApiError::from(Code::UnlinkInvalid);
    if !keys::is_token(token) {
        return Err(invalid());
    }
    let entry = keys::index_of_unlink(&context.config, token);
    let name = index::get(&context.env, &entry).await?.ok_or_else(invalid)?;
    link::mailed(&context.env, &name, token, unlink).await?.ok_or_else(invalid)
}

async fn view(context: &Context, mailed: Mailed) -> Result<Json<UnlinkView>, ApiError> {
    let partner = context.partner(&mailed.partner).await?.ok_or(ApiError::from(Code::UnlinkInvalid))?;
    let Mailed { label: user_label, masked: masked_account, linked, .. } = mailed;
    Ok(Json(UnlinkView { partner: (&partner).into(), user_label, masked_account, linked }))
}
