//! From axum's answer to the platform's.

use axum::body::{HttpBody as _, to_bytes};
use axum::response::Response;
use web_sys::ReadableStream;
use worker::send::SendWrapper;
use worker::{Error, ResponseBuilder, Result};

/// The body of an answer that the platform has already: it is handed on as it is, and no byte of it passes through us.
pub type Streamed = SendWrapper<ReadableStream>;

/// The platform's response. A body that is there as a whole goes as a whole: as a stream of JavaScript, which is how the
/// platform's crate hands over all of axum's bodies, it costs more than all else that is done for a small answer.
pub async fn response(mut response: Response) -> Result<worker::Response> {
    if let Some(stream) = response.extensions_mut().remove::<Streamed>() {
        let headers = response.headers().into();
        return Ok(ResponseBuilder::new()
            .with_status(response.status().as_u16())
            .with_headers(headers)
            .stream(stream.0));
    }
    let whole = response.body().size_hint().exact().and_then(|length| usize::try_from(length).ok());
    let Some(length) = whole else { return worker::Response::try_from(response) };
    if response.extensions().get::<worker::WebSocket>().is_some() {
        return worker::Response::try_from(response);
    }
    let (parts, body) = response.into_parts();
    let builder =
        ResponseBuilder::new().with_status(parts.status.as_u16()).with_headers((&parts.headers).into());
    if length == 0 {
        return Ok(builder.empty());
    }
    let bytes = to_bytes(body, length).await.map_err(|error| Error::RustError(error.to_string()))?;
    Ok(builder.fixed(bytes.into()))
}
