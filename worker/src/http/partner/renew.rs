//! `POST /api/v1/links/{user_ext_ref}/renew?provider=payway`: the provider's token lasts longer.

use crate::error::Failure;
use crate::http::call::Call;
use crate::http::finish::json;
use crate::http::partner::links::name;
use crate::object::link;
use axum::response::Response;

/// Renews the token of a PayWay link.
///
/// Answers with the status as the provider then says it is. Where the user must agree in the bank's app first,
/// `valid_until` follows within minutes. 400 `invalid_parameter`: a provider without tokens.
#[cfg_attr(feature = "openapi", utoipa::path(
    post, path = account_link_shared::route::LINK_RENEW, operation_id = "renew_link", tag = "links",
    params(crate::http::document::parameters::User, crate::http::document::parameters::WithPayway),
    responses(
        (status = 200, description = "Where the link stands.", body = account_link_shared::status::LinkStatusBody),
        crate::http::document::refusals::Renew
    ),
))]
pub async fn renew(call: Call) -> Result<Response, Failure> {
    let Call { context, path: [user_ext_ref, ..], request } = call;
    let name = name(&context, &user_ext_ref, request).await?;
    let status = link::renew(&context.env, &name).await??;
    Ok(json(200, &status))
}
