//! What an endpoint is called with, and how the router keeps endpoints: all as one type, so that axum's machinery is
//! compiled once and not once an endpoint.

use crate::http::context::Context;
use account_link_shared::problem::Code;
use axum::extract::{FromRequestParts as _, RawPathParams, Request};
use axum::handler::Handler;
use axum::response::{IntoResponse as _, Response};
use core::future::Future;
use core::pin::Pin;
use worker::send::SendFuture;

/// A request at its endpoint.
pub struct Call {
    /// What every endpoint is given.
    pub context: Context,
    /// The parameters of the route's path, decoded, in their order; empty where there are fewer.
    pub path: [String; 2],
    /// As it came.
    pub request: Request,
}

/// What an endpoint gives, sooner or later. A worker has one thread.
pub type Answer = Pin<Box<dyn Future<Output = Response>>>;

/// An endpoint as the router keeps it; see [`at!`].
#[derive(Clone, Copy)]
pub struct At(pub fn(Call) -> Answer);

/// An endpoint for the router: `at!(partner::time::read)`.
macro_rules! at {
    ($($endpoint:tt)*) => {
        $crate::http::call::At(|call| {
            Box::pin(async { axum::response::IntoResponse::into_response($($endpoint)*(call).await) })
        })
    };
}
pub(super) use at;

impl Handler<(), ()> for At {
    type Future = Pin<Box<dyn Future<Output = Response> + Send>>;

    fn call(self, request: Request, (): ()) -> Self::Future {
        Box::pin(SendFuture::new(async move {
            let (mut parts, body) = request.into_parts();
            let Ok(parameters) = RawPathParams::from_request_parts(&mut parts, &()).await else {
                return crate::error::Failure::from(Code::InvalidRequest).into_response();
            };
            let Some(context) = parts.extensions.remove::<Context>() else {
                return crate::error::Failure::internal("a request without its context").into_response();
            };
            let mut path = [String::new(), String::new()];
            path.iter_mut().zip(&parameters).for_each(|(to, (_, value))| value.clone_into(to));
            (self.0)(Call { context, path, request: Request::from_parts(parts, body) }).await
        }))
    }
}
