//! `GET` and `DELETE /api/v1/links/{user_ext_ref}`: the status of a link, and its end.

use crate::domain::flow::Event;
use crate::durable::{flow, link};
use crate::error::ApiError;
use crate::kv::status;
use crate::routes::context::Context;
use crate::routes::extract::header;
use crate::routes::partner::signed::OwnLink;
use account_link_shared::error_code::Code;
use account_link_shared::status::LinkStatusBody;
use axum::Json;
use http::{HeaderMap, StatusCode};

/// The status of a link.
///
/// LINKED may come from a cache (KV) and lag by a minute; anything else, and every status asked for with
/// `Cache-Control: no-cache`, is asked of its one owner, the object. 404: no link was ever opened, or it is another
/// partner's.
#[cfg_attr(feature = "openapi", utoipa::path(
    get, path = account_link_shared::route::LINK, operation_id = "read_link", tag = "links",
    params(crate::routes::document::parameters::User, crate::routes::document::parameters::With),
    responses(
        (status = 200, description = "Where the link stands.", body = account_link_shared::status::LinkStatusBody),
        crate::routes::document::refusals::Links
    ),
))]
#[worker::send]
pub async fn read(
    context: Context,
    headers: HeaderMap,
    link: OwnLink,
) -> Result<Json<LinkStatusBody>, ApiError> {
    let no_cache = header(&headers, "cache-control").is_some_and(|value| value.contains("no-cache"));
    if !no_cache {
        let known =
            status::final_word(&context.env, &context.config, &link.name, context.now.seconds()).await;
        if let Some(known) = known {
            return Ok(Json(known));
        }
    }
    let status = link::read(&context.env, &link.name).await?;
    status.map(Json).ok_or_else(|| Code::NotFound.into())
}

/// Ends a link, at once.
///
/// Repeatable. LINKED becomes UNLINKED with a callback, PENDING without one. KV holds the new status before the
/// answer; 503 means that it does not yet: repeat it.
#[cfg_attr(feature = "openapi", utoipa::path(
    delete, path = account_link_shared::route::LINK, operation_id = "unlink", tag = "links",
    params(crate::routes::document::parameters::User, crate::routes::document::parameters::With),
    responses(
        (status = 204, description = "It is not linked, or no longer."),
        crate::routes::document::refusals::Links
    ),
))]
#[worker::send]
pub async fn unlink(context: Context, link: OwnLink) -> Result<StatusCode, ApiError> {
    let unlinked = link::unlink(&context.env, &link.name).await?.ok_or(ApiError::from(Code::NotFound))?;
    if let Some(flow) = &unlinked.flow {
        flow::tell(&context.env, flow, Event::Unlinked).await;
    }
    if !unlinked.projected {
        return Err(ApiError::unavailable("unlinked, but KV does not hold it yet"));
    }
    Ok(StatusCode::NO_CONTENT)
}
