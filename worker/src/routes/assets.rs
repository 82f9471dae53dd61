//! Static files: the loader, its types, and the page's hashed parts. Everything else is not found.

use crate::error::ApiError;
use crate::routes::context::Context;
use crate::routes::platform::Streamed;
use account_link_shared::error_code::Code;
use axum::extract::Request;
use axum::response::Response;
use http::{HeaderName, HeaderValue, Method, header};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use worker::{Env, ResponseBody, worker_sys};

/// Serves a file of the `ASSETS` binding.
#[worker::send]
pub async fn serve(context: Context, request: Request) -> Result<Response, ApiError> {
    let path = request.uri().path();
    let hashed = path.starts_with("/ui/");
    let loader = matches!(path, "/account-link.js" | "/account-link.d.ts");
    if !(hashed || loader) || path.contains("..") {
        return Err(Code::NotFound.into());
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return Err(Code::MethodNotAllowed.into());
    }
    let mut response = asset(&context.env, path).await?;
    let headers = response.headers_mut();
    if hashed {
        let forever = HeaderValue::from_static("public, max-age=31536000, immutable");
        headers.insert(header::CACHE_CONTROL, forever);
    }
    // Partners load the loader from their own pages.
    let policy = if loader { "cross-origin" } else { "same-origin" };
    headers.insert(HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static(policy));
    Ok(response)
}

/// A file of the `ASSETS` binding, to be served.
pub async fn asset(env: &Env, path: &str) -> Result<Response, ApiError> {
    let found = file(env, path).await?;
    let mut response = Response::default();
    *response.headers_mut() = found.headers().into();
    response.headers_mut().remove(header::CACHE_CONTROL);
    if let ResponseBody::Stream(stream) = found.body() {
        response.extensions_mut().insert(Streamed::new(stream.clone()));
    }
    Ok(response)
}

/// The text of one.
pub async fn text(env: &Env, path: &str) -> Result<String, ApiError> {
    file(env, path)
        .await?
        .text()
        .await
        .map_err(|error| ApiError::unavailable("ASSETS broke off").because(&error))
}

async fn file(env: &Env, path: &str) -> Result<worker::Response, ApiError> {
    let assets =
        env.assets("ASSETS").map_err(|error| ApiError::internal("no ASSETS binding").because(&error))?;
    let silent =
        |error: JsValue| ApiError::unavailable("ASSETS did not answer").because(&worker::Error::from(error));
    // Not by `Fetcher::fetch`: in what it gives, the body is no longer the platform's own stream.
    let assets: worker_sys::Fetcher = JsValue::from(assets).unchecked_into();
    let found = assets.fetch_with_str(&format!("http://assets.local{path}")).map_err(silent)?;
    let found: web_sys::Response = JsFuture::from(found).await.map_err(silent)?.unchecked_into();
    if found.ok() { Ok(found.into()) } else { Err(Code::NotFound.into()) }
}
