//! `GET /api/v1/time`: our clock, for partners whose own is off (001).

use crate::routes::context::Context;
use account_link_shared::status::TimeBody;
use axum::Json;

/// Our clock.
#[cfg_attr(feature = "openapi", utoipa::path(
    get, path = account_link_shared::route::TIME, operation_id = "read_time", tag = "service",
    responses(
        (status = 200, description = "Our clock.", body = account_link_shared::status::TimeBody),
        crate::routes::document::refusals::Unsigned
    ),
    security()
))]
pub async fn read(context: Context) -> Json<TimeBody> {
    Json(TimeBody { iso: context.now.iso(), epoch: context.now.seconds() })
}
