//! `GET` and `DELETE /api/v1/links/{user_ext_ref}`: the status of a link, and its end.

use crate::core::flow::Event;
use crate::error::Failure;
use crate::http::call::Call;
use crate::http::context::Context;
use crate::http::extract::header;
use crate::http::finish::{json, no_content};
use crate::http::partner::auth;
use crate::object::{flow, link};
use crate::store::{keys, status};
use account_link_shared::id::{PartnerKey, UserExtRef};
use account_link_shared::link::Identity;
use account_link_shared::percent::percent_decode;
use account_link_shared::problem::Code;
use account_link_shared::provider::Provider;
use axum::extract::Request;
use axum::response::Response;
use futures_util::FutureExt as _;
use futures_util::future::LocalBoxFuture;

/// The status of a link.
///
/// LINKED may come from a cache (KV) and lag by a minute; anything else, and every status asked for with
/// `Cache-Control: no-cache`, is asked of its one owner, the object. 404: no link was ever opened, or it is another
/// partner's.
#[cfg_attr(feature = "openapi", utoipa::path(
    get, path = account_link_shared::route::LINK, operation_id = "read_link", tag = "links",
    params(crate::http::document::parameters::User, crate::http::document::parameters::With),
    responses(
        (status = 200, description = "Where the link stands.", body = account_link_shared::status::LinkStatusBody),
        crate::http::document::refusals::Links
    ),
))]
pub async fn read(call: Call) -> Result<Response, Failure> {
    let Call { context, path: [user_ext_ref, ..], request } = call;
    let no_cache = header(request.headers(), "cache-control").is_some_and(|value| value.contains("no-cache"));
    let name = name(&context, &user_ext_ref, request).await?;
    if !no_cache {
        let known = status::final_word(&context.env, &context.config, &name, context.now.seconds()).await;
        if let Some(known) = known {
            return Ok(json(200, &known));
        }
    }
    let status = link::read(&context.env, &name).await?;
    status.map(|status| json(200, &status)).ok_or_else(|| Code::NotFound.into())
}

/// Ends a link, at once.
///
/// Repeatable. LINKED becomes UNLINKED with a callback, PENDING without one. KV holds the new status before the
/// answer; 503 means that it does not yet: repeat it.
#[cfg_attr(feature = "openapi", utoipa::path(
    delete, path = account_link_shared::route::LINK, operation_id = "unlink", tag = "links",
    params(crate::http::document::parameters::User, crate::http::document::parameters::With),
    responses(
        (status = 204, description = "It is not linked, or no longer."),
        crate::http::document::refusals::Links
    ),
))]
pub async fn unlink(call: Call) -> Result<Response, Failure> {
    let Call { context, path: [user_ext_ref, ..], request } = call;
    let name = name(&context, &user_ext_ref, request).await?;
    let unlinked = link::unlink(&context.env, &name).await?.ok_or(Failure::from(Code::NotFound))?;
    if let Some(flow) = &unlinked.flow {
        flow::tell(&context.env, flow, Event::Unlinked).await;
    }
    if !unlinked.projected {
        return Err(Failure::unavailable("unlinked, but KV does not hold it yet"));
    }
    Ok(no_content())
}

/// The link's name, for the partner that asks: another partner's link has another name, so it is not found.
pub(super) fn name<'a>(
    context: &'a Context,
    user_ext_ref: &'a str,
    request: Request,
) -> LocalBoxFuture<'a, Result<String, Failure>> {
    async move {
        let query = request.uri().query().unwrap_or_default().to_owned();
        let partner = auth::caller(context, request).await?;
        Ok(name_of(context, &identity(partner.key, user_ext_ref, &query)?))
    }
    .boxed_local()
}

/// Which link of a partner is meant.
pub(super) fn identity(partner: PartnerKey, user_ext_ref: &str, query: &str) -> Result<Identity, Failure> {
    let user_ext_ref = UserExtRef::parse(user_ext_ref).map_err(|_| Failure::from(Code::NotFound))?;
    Ok(Identity { partner, user_ext_ref, provider: provider(query)? })
}

/// The name of its object.
pub(super) fn name_of(context: &Context, identity: &Identity) -> String {
    keys::link(&context.config, identity)
}

/// `?provider=`, `cabital` if absent; no other parameter.
fn provider(query: &str) -> Result<Provider, Failure> {
    let mut pairs = query.split('&').filter(|pair| !pair.is_empty());
    match (pairs.next(), pairs.next()) {
        (None, _) => Ok(Provider::Cabital),
        (Some(pair), None) => {
            let value = pair.strip_prefix("provider=").ok_or(Failure::from(Code::UnknownParameter))?;
            let value = percent_decode(value).ok_or(Failure::from(Code::InvalidParameter))?;
            Provider::parse(&value)
                .ok_or_else(|| Failure::with(Code::InvalidParameter, "`provider` is not one that we know."))
        }
        (Some(_), Some(_)) => Err(Code::UnknownParameter.into()),
    }
}
