//! `GET /connect/{partner_key}`: the page, framed by this partner's origins only.

use crate::error::ApiError;
use crate::routes::connect::token;
use crate::routes::context::Context;
use crate::routes::page;
use account_link_shared::error_code::Code;
use account_link_shared::id::PartnerKey;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};

/// Shows the page. It carries a cookie that only tells later whether this browser keeps our cookies here.
#[worker::send]
pub async fn show(context: Context, Path(key): Path<String>) -> Response {
    let partner = match PartnerKey::parse(&key) {
        Ok(key) => context.partner(&key).await,
        Err(_) => Ok(None),
    };
    match partner {
        Ok(Some(partner)) => token::with_probe(page::of_flow(&context.env, &partner).await),
        Ok(None) => {
            let failure = ApiError::from(Code::NotFound);
            page::of_failure(&context.env, &failure, &context.request_id, None, None).await
        }
        Err(failure) => failure.into_response(),
    }
}
