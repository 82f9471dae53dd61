//! `GET /api/v1/openapi.json`: this API, for programs. Made of the handlers when the product is built.

use crate::error::Failure;
use crate::http::assets::asset;
use crate::http::call::Call;
use axum::response::Response;

/// Answers with the document.
pub async fn read(call: Call) -> Result<Response, Failure> {
    asset(&call.context, "/openapi.json").await
}
