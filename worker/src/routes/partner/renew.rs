//! `POST /api/v1/links/{user_ext_ref}/renew`: what a link holds at its provider lasts longer.

use crate::durable::link;
use crate::error::ApiError;
use crate::routes::context::Context;
use crate::routes::partner::signed::OwnLink;
use account_link_shared::status::LinkStatusBody;
use axum::Json;

/// Renews what a link holds at its provider.
///
/// Answers with the status as the provider then says it is. Where the user must agree in the provider's app first,
/// `valid_until` follows within minutes. 400 `invalid_parameter`: a provider whose credentials do not end.
#[cfg_attr(feature = "openapi", utoipa::path(
    post, path = account_link_shared::route::LINK_RENEW, operation_id = "renew_link", tag = "links",
    params(crate::routes::document::parameters::User, crate::routes::document::parameters::WithRenewable),
    responses(
        (status = 200, description = "Where the link stands.", body = account_link_shared::status::LinkStatusBody),
        crate::routes::document::refusals::Renew
    ),
))]
#[worker::send]
pub async fn renew(context: Context, link: OwnLink) -> Result<Json<LinkStatusBody>, ApiError> {
    Ok(Json(link::renew(&context.env, &link.name).await??))
}
