//! `GET /api/v1/openapi.json`: this API, for programs. Made of the handlers when the product is built.

use crate::error::ApiError;
use crate::routes::assets::asset;
use crate::routes::context::Context;
use axum::response::Response;

/// This document.
#[cfg_attr(feature = "openapi", utoipa::path(
    get, path = account_link_shared::route::OPENAPI, operation_id = "read_openapi", tag = "service",
    responses(
        (status = 200, description = "OpenAPI 3.1.", body = Object, content_type = "application/json"),
        crate::routes::document::refusals::Document
    ),
    security()
))]
#[worker::send]
pub async fn read(context: Context) -> Result<Response, ApiError> {
    asset(&context.env, "/openapi.json").await
}
