//! `POST /api/v1/links/{user_ext_ref}/renew?provider=payway`: the provider's token lasts longer.

use crate::error::Failure;
use crate::http::call::Call;
use crate::http::finish::json;
use crate::http::partner::links::name;
use crate::object::link;
use axum::response::Response;

/// Renews, and answers with the status as the provider then says it is.
pub async fn renew(call: Call) -> Result<Response, Failure> {
    let Call { context, path: [user_ext_ref, ..], request } = call;
    let name = name(&context, &user_ext_ref, request).await?;
    let status = link::renew(&context.env, &name).await??;
    Ok(json(200, &status))
}
