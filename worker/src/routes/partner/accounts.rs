//! `GET /api/v1/accounts/{account_uuid}`: "Valid Account Id?" of 000. Always asks the link's object.

use crate::durable::index;
use crate::durable::link::{self, Validity};
use crate::error::ApiError;
use crate::kv::keys;
use crate::routes::context::Context;
use crate::routes::partner::signed::SignedPartner;
use account_link_shared::error_code::Code;
use account_link_shared::id::AccountUuid;
use account_link_shared::status::AccountBody;
use axum::Json;
use axum::extract::Path;

/// Whether a virtual account id is valid: ask before money moves.
///
/// 200 for the present linking, 403 for a former one, else 404: also for another partner's.
#[cfg_attr(feature = "openapi", utoipa::path(
    get, path = account_link_shared::route::ACCOUNT, operation_id = "read_account", tag = "accounts",
    params(crate::routes::document::parameters::Account),
    responses(
        (status = 200, description = "It is linked.", body = account_link_shared::status::AccountBody),
        crate::routes::document::refusals::Accounts
    ),
))]
#[worker::send]
pub async fn read(
    context: Context,
    Path(uuid): Path<String>,
    SignedPartner { partner, .. }: SignedPartner,
) -> Result<Json<AccountBody>, ApiError> {
    let uuid = AccountUuid::parse(&uuid).map_err(|error| ApiError::from(Code::NotFound).because(&error))?;
    let target = index::get(&context.env, &keys::index_of_account(&uuid)).await?;
    let link = target.ok_or(ApiError::from(Code::NotFound))?;
    match link::validity(&context.env, &link, &partner.key, &uuid).await? {
        Validity::Valid(body) => Ok(Json(body)),
        Validity::Former => Err(Code::Unlinked.into()),
        Validity::Unknown => Err(Code::NotFound.into()),
    }
}
