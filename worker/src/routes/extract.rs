//! Reading requests: what the caller accepts, cookies, and JSON bodies with a cap.

use crate::error::ApiError;
use account_link_shared::error_code::Code;
use axum::body::Body;
use http::HeaderMap;
use serde::de::DeserializeOwned;

/// The largest body we read, in bytes.
pub const MAX_BODY: usize = 16 * 1024;

/// Whether a browser asks for a page rather than a program for JSON.
pub fn wants_page(headers: &web_sys::Headers) -> bool {
    headers.get("accept").ok().flatten().is_some_and(|accept| accept.contains("text/html"))
}

/// A header's text.
pub fn header<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// A cookie's value; `None` as well where it was sent twice.
pub fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let all = headers.get_all(http::header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut found = all.flat_map(|line| line.split(';')).filter_map(|pair| {
        let (key, value) = pair.trim().split_once('=')?;
        (key == name).then_some(value)
    });
    match (found.next(), found.next()) {
        (Some(value), None) => Some(value),
        _ => None,
    }
}

/// The body as text, capped.
pub async fn text(body: Body) -> Result<String, ApiError> {
    let bytes = axum::body::to_bytes(body, MAX_BODY)
        .await
        .map_err(|error| ApiError::from(Code::PayloadTooLarge).because(&error))?;
    String::from_utf8(bytes.into()).map_err(|error| ApiError::from(Code::InvalidRequest).because(&error))
}

/// The body as the text of JSON.
pub async fn json_text(headers: &HeaderMap, body: Body) -> Result<String, ApiError> {
    is_json(headers)?;
    text(body).await
}

/// Whether a body is said to be JSON.
pub fn is_json(headers: &HeaderMap) -> Result<(), ApiError> {
    let kind = header(headers, "content-type").unwrap_or_default();
    let is_json = kind.split(';').next().map(str::trim) == Some("application/json");
    is_json.then_some(()).ok_or(Code::UnsupportedMediaType.into())
}

/// A text of JSON as that shape, which is an object.
pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, ApiError> {
    let object: Result<serde_json::Map<String, serde_json::Value>, _> = serde_json::from_str(text);
    let read = object.and_then(|object| serde_json::from_value(object.into()));
    read.map_err(|error| ApiError::from(Code::InvalidRequest).because(&error))
}
