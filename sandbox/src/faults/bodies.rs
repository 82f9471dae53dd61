//! Bodies that are none, whichever party sends them: not JSON, without end, or a byte a second.

use axum::body::{Body, Bytes};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use futures_util::stream::{StreamExt as _, iter, repeat, unfold};
use std::convert::Infallible;
use std::time::Duration;

const CHUNK: usize = 64 * 1024;
const HUGE: usize = 200 * 1024 * 1024;

/// 200 with something that is not JSON.
pub fn garbage() -> Response {
    const BODY: &str = "<html><body><h1>It works!</h1><p>{\"status\":{\"code\":";
    ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], BODY).into_response()
}

/// A JSON string that begins well and goes on.
pub fn huge(start: &'static str) -> Response {
    let start = Bytes::from_static(start.as_bytes());
    let chunks = iter([start]).chain(repeat(Bytes::from(vec![b'a'; CHUNK])).take(HUGE / CHUNK));
    stream(Body::from_stream(chunks.map(Ok::<_, Infallible>)))
}

/// The body, one byte a second.
pub fn drip(status: StatusCode, body: String) -> Response {
    let bytes = unfold(body.into_bytes().into_iter(), |mut rest| async move {
        let byte = rest.next()?;
        tokio::time::sleep(Duration::from_secs(1)).await;
        Some((Ok::<_, Infallible>(Bytes::from(vec![byte])), rest))
    });
    let mut response = stream(Body::from_stream(bytes));
    *response.status_mut() = status;
    response
}

fn stream(body: Body) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], body).into_response()
}
