//! Between the platform's requests and responses and axum's.
//!
//! The platform's crate converts them as well, header by header and byte by byte through streams: each a call into JavaScript
//! and back, which costs more than all else that is done for a small answer. Here headers cross as one text, and so does a
//! body that is there as a whole.

use crate::error::ApiError;
use crate::http::extract::MAX_BODY;
use account_link_shared::problem::Code;
use axum::body::{Body, HttpBody as _, to_bytes};
use axum::response::Response;
use http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use js_sys::{Array, JSON, Uint8Array};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use worker::{Error, ResponseBuilder, Result};

/// A request as axum takes it. A body longer than any of ours stays a stream.
pub async fn request(
    request: &worker::Request,
    url: &str,
) -> core::result::Result<http::Request<Body>, ApiError> {
    let invalid = || ApiError::from(Code::InvalidRequest);
    let inner = request.inner();
    let headers = headers(&inner.headers()).map_err(|error| invalid().because(&error))?;
    let method = Method::from_bytes(inner.method().as_bytes()).map_err(|error| invalid().because(&error))?;
    let length =
        headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    let body = match inner.body() {
        None => Body::empty(),
        Some(_) if length.is_some_and(|length| length <= MAX_BODY) => {
            let bytes =
                JsFuture::from(inner.array_buffer().map_err(Error::from)?).await.map_err(Error::from)?;
            Body::from(Uint8Array::new(&bytes).to_vec())
        }
        Some(stream) => Body::new(worker::Body::new(stream)),
    };
    let mut request = http::Request::builder()
        .method(method)
        .uri(url)
        .body(body)
        .map_err(|error| invalid().because(&error))?;
    *request.headers_mut() = headers;
    Ok(request)
}

fn headers(headers: &web_sys::Headers) -> Result<HeaderMap> {
    let pairs = JSON::stringify(&Array::from(headers)).map_err(Error::from)?;
    let pairs: Vec<(String, String)> = serde_json::from_str(&String::from(pairs))?;
    let mut headers = HeaderMap::with_capacity(pairs.len());
    for (name, value) in pairs {
        let name =
            HeaderName::from_bytes(name.as_bytes()).map_err(|error| Error::RustError(error.to_string()))?;
        let value = HeaderValue::from_str(&value).map_err(|error| Error::RustError(error.to_string()))?;
        headers.append(name, value);
    }
    Ok(headers)
}

/// The platform's response.
pub async fn response(response: Response) -> Result<worker::Response> {
    let whole = response.body().size_hint().exact().and_then(|length| usize::try_from(length).ok());
    let Some(length) = whole else { return worker::Response::try_from(response) };
    if response.extensions().get::<worker::WebSocket>().is_some() {
        return worker::Response::try_from(response);
    }
    let (parts, body) = response.into_parts();
    let headers = headers_of(&parts.headers)?;
    let builder = ResponseBuilder::new().with_status(parts.status.as_u16()).with_headers(headers);
    if length == 0 {
        return Ok(builder.empty());
    }
    let bytes = to_bytes(body, length).await.map_err(|error| Error::RustError(error.to_string()))?;
    Ok(builder.fixed(bytes.into()))
}

fn headers_of(headers: &HeaderMap) -> Result<worker::Headers> {
    let pairs: Vec<(&str, &str)> =
        headers.iter().filter_map(|(name, value)| Some((name.as_str(), value.to_str().ok()?))).collect();
    let pairs: JsValue = JSON::parse(&serde_json::to_string(&pairs)?).map_err(Error::from)?;
    let headers =
        web_sys::Headers::new_with_str_sequence_sequence(pairs.unchecked_ref()).map_err(Error::from)?;
    Ok(worker::Headers(headers))
}
