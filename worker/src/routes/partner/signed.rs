//! A partner's server shows who it is (001, "API 认证"; docs/PROTOCOL.md), and which of its links it means.

use crate::domain::link_auth::{ApiRequest, authenticate};
use crate::durable::nonce::use_nonce;
use crate::error::ApiError;
use crate::kv::keys;
use crate::routes::context::{AppState, Context, first_parameter};
use crate::routes::extract::{header, text};
use account_link_shared::error_code::Code;
use account_link_shared::id::{PartnerKey, UserExtRef};
use account_link_shared::link::Identity;
use account_link_shared::partner::Partner;
use account_link_shared::percent::percent_decode;
use account_link_shared::providers::Provider;
use axum::extract::{FromRequest, FromRequestParts as _, Request};
use core::future::Future;
use http::Method;
use worker::send::SendFuture;

/// The partner whose server signed this request: the three headers over the request as sent, and the nonce where there is
/// one.
pub struct SignedPartner {
    /// Who it is.
    pub partner: Partner,
    /// The body that was signed; GET and DELETE have none.
    pub body: String,
}

impl SignedPartner {
    /// Nothing, or an empty object, is said besides who asks.
    pub fn says_nothing(&self) -> Result<(), ApiError> {
        let nothing = self.body.is_empty() || self.body.trim() == "{}";
        nothing.then_some(()).ok_or(Code::InvalidRequest.into())
    }
}

impl FromRequest<AppState> for SignedPartner {
    type Rejection = ApiError;

    fn from_request(
        request: Request,
        state: &AppState,
    ) -> impl Future<Output = Result<Self, ApiError>> + Send {
        SendFuture::new(async move {
            let (mut parts, body) = request.into_parts();
            let context = Context::from_request_parts(&mut parts, state).await?;
            let body = text(body).await?;
            // The signed text has no separators: without a body there is no border to move.
            if !body.is_empty() && matches!(parts.method, Method::GET | Method::HEAD | Method::DELETE) {
                return Err(ApiError::with(Code::InvalidRequest, "GET and DELETE have no body."));
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
            let partner = partner.ok_or(ApiError::from(Code::Unauthenticated))?;
            Ok(Self { partner, body })
        })
    }
}

/// A link of the partner that asks, by `{user_ext_ref}` and `?provider=`. Another partner's link has another name, so it is
/// not found.
pub struct OwnLink {
    /// Whose it is.
    pub identity: Identity,
    /// The name of its object.
    pub name: String,
    /// Who asks.
    pub signed: SignedPartner,
}

impl FromRequest<AppState> for OwnLink {
    type Rejection = ApiError;

    fn from_request(
        request: Request,
        state: &AppState,
    ) -> impl Future<Output = Result<Self, ApiError>> + Send {
        SendFuture::new(async move {
            let (mut parts, body) = request.into_parts();
            let (user_ext_ref, uri) = (first_parameter(&mut parts, state).await?, parts.uri.clone());
            let signed = SignedPartner::from_request(Request::from_parts(parts, body), state).await?;
            let user_ext_ref = UserExtRef::parse(&user_ext_ref)
                .map_err(|error| ApiError::from(Code::NotFound).because(&error))?;
            let provider = provider(uri.query().unwrap_or_default())?;
            let identity = Identity { partner: signed.partner.key.clone(), user_ext_ref, provider };
            let name = keys::link(&state.config, &identity);
            Ok(Self { identity, name, signed })
        })
    }
}

/// `?provider=`, the default one if absent; no other parameter.
fn provider(query: &str) -> Result<Provider, ApiError> {
    let mut pairs = query.split('&').filter(|pair| !pair.is_empty());
    match (pairs.next(), pairs.next()) {
        (None, _) => Ok(Provider::default()),
        (Some(pair), None) => {
            let value = pair.strip_prefix("provider=").ok_or(ApiError::from(Code::UnknownParameter))?;
            let value = percent_decode(value).ok_or(ApiError::from(Code::InvalidParameter))?;
            Provider::parse(&value)
                .ok_or_else(|| ApiError::with(Code::InvalidParameter, "`provider` is not one that we know."))
        }
        (Some(_), Some(_)) => Err(Code::UnknownParameter.into()),
    }
}
