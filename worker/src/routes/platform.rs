//! From the platform's request to axum's, and from axum's answer to the platform's.

use crate::routes::extract::MAX_BODY;
use axum::body::{Body, HttpBody as _, to_bytes};
use axum::response::Response;
use http::{HeaderName, HeaderValue, Method, Request, header};
use wasm_bindgen_futures::JsFuture;
use web_sys::ReadableStream;
use worker::send::SendWrapper;
use worker::{Error, ResponseBuilder, Result, js_sys};

/// The body of an answer that the platform has already: it is handed on as it is, and no byte of it passes through us.
pub type Streamed = SendWrapper<ReadableStream>;

/// axum's request. The crate's own conversion builds what nobody here asks for (`cf`, `signal`), and reads every body through
/// a stream of JavaScript, which costs more than all else that is done for a small request: one whose length is said and
/// allowed is read as a whole.
pub async fn request(request: &web_sys::Request) -> Result<Request<Body>> {
    let mut built =
        Request::builder().method(request.method().as_str()).uri(request.url()).body(Body::empty())?;
    for entry in request.headers().entries() {
        let entry: js_sys::Array = entry?.into();
        if let (Some(name), Some(value)) = (entry.get(0).as_string(), entry.get(1).as_string()) {
            built
                .headers_mut()
                .append(HeaderName::from_bytes(name.as_bytes())?, HeaderValue::from_str(&value)?);
        }
    }
    let said =
        built.headers().get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
    let writes = !matches!(*built.method(), Method::GET | Method::HEAD);
    *built.body_mut() = match (request.body(), said) {
        (None, _) => Body::empty(),
        (Some(_), Some(0..=MAX_BODY)) if writes => {
            let whole = JsFuture::from(request.array_buffer()?).await?;
            js_sys::Uint8Array::new(&whole).to_vec().into()
        }
        (Some(stream), _) => Body::new(worker::Body::new(stream)),
    };
    Ok(built)
}

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
