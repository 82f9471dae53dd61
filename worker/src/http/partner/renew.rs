//! `POST /api/v1/links/{user_ext_ref}/renew?provider=payway`: the provider's token lasts longer.

use crate::error::Failure;
use crate::http::context::Context;
use crate::http::finish::json;
use crate::http::partner::links::name;
use crate::object::link;
use axum::extract::{Path, Request, State};
use axum::response::Response;

/// Renews, and answers with the status as the provider then says it is.
#[worker::send]
pub async fn renew(
    State(context): State<Context>,
    Path(user_ext_ref): Path<String>,
    request: Request,
) -> Result<Response, Failure> {
    let name = name(&context, &user_ext_ref, request).await?;
    let status = link::renew(&context.env, &name).await??;
    Ok(json(200, &status))
}
