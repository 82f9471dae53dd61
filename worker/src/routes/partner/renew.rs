//! `POST /api/v1/links/{user_ext_ref}/renew?provider=payway`: the provider's token lasts longer.

use crate::durable::link;
use crate::error::ApiError;
use crate::routes::context::Context;
use crate::routes::partner::signed::OwnLink;
use account_link_shared::status::LinkStatusBody;
use axum::Json;

/// Renews the token of a PayWay link.
///
/// Answers with the status as the provider then says it is. Where the user must agree in the bank's app first,
/// `valid_until` follows within minutes. 400 `invalid_parameter`: a provider without tokens.
#[cfg_attr(feature = "openapi", utoipa::path(
    post, path = account_link_shared::route::LINK_RENEW, operation_id = "renew_link", tag = "links",
    params(crate::routes::document::parameters::User, crate::routes::document::parameters::WithPayway),
    responses(
        (status = 200, description = "Where the link stands.", body = account_link_shared::status::LinkStatusBody),
        crate::routes::document::refusals::Renew
    ),
))]
#[worker::send]
pub async fn renew(context: Context, link: OwnLink) -> Result<Json<LinkStatusBody>, ApiError> {
    Ok(Json(link::renew(&context.env, &link.name).await??))
}
