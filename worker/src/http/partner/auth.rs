//! A partner's server shows who it is (001, "API 认证"; PRODUCT, "Partner API").

use crate::core::admission::{ApiRequest, authenticate};
use crate::error::Failure;
use crate::http::context::Context;
use crate::http::extract::{header, text};
use crate::object::partner::use_nonce;
use crate::store::keys;
use account_link_shared::id::PartnerKey;
use account_link_shared::partner::Partner;
use account_link_shared::problem::Code;
use axum::extract::Request;
use futures_util::FutureExt as _;
use futures_util::future::LocalBoxFuture;
use http::Method;

/// Checks the three headers over the request as sent, and the nonce where there is one.
pub async fn caller(context: &Context, request: Request) -> Result<Partner, Failure> {
    Ok(caller_with_body(context, request).await?.0)
}

/// The same, with the body that was signed.
pub fn caller_with_body<'a>(
    context: &'a Context,
    request: Request,
) -> LocalBoxFuture<'a, Result<(Partner, String), Failure>> {
    async move {
        let (parts, body) = request.into_parts();
        let body = text(body).await?;
        // The signed text has no separators: without a body there is no border to move.
        if !body.is_empty() && matches!(parts.method, Method::GET | Method::HEAD | Method::DELETE) {
            return Err(Failure::with(Code::InvalidRequest, "GET and DELETE have no body."));
        }
        let key = header(&parts.headers, "access-key");
        let partner = match key.and_then(|key| PartnerKey::parse(key).ok()) {
            Some(key) => context.partner(&key).await?,
            None => None,
        };
        let request = ApiRequest {
            key,
            timestamp: header(&parts.headers, "access-timestamp"),
            sign: header(&parts.headers, "access-sign"),
            nonce: header(&parts.headers, "access-nonce"),
            method: parts.method.as_str(),
            path: context.raw_path(),
            body: &body,
        };
        let caller = authenticate(request, partner.as_ref(), context.now.seconds())?;
        if let Some(nonce) = &caller.nonce {
            let shard = keys::nonces(&context.config, &caller.partner, nonce.as_str());
            if !use_nonce(&context.env, &shard, nonce).await? {
                return Err(Code::NonceReused.into());
            }
        }
        let partner = partner.ok_or(Failure::from(Code::Unauthenticated))?;
        Ok((partner, body))
    }
    .boxed_local()
}
