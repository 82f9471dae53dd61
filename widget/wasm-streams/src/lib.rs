//! What `server_fn` calls of `wasm-streams`, without what it does: the page has no server functions, but the exports of
//! the real crate's classes would keep all of it alive, 6 kB of the page.

use core::pin::Pin;
use core::task::{Context, Poll};
use futures_core::Stream;
use wasm_bindgen::{JsCast as _, JsValue};

/// In place of a stream of the browser.
pub struct ReadableStream(web_sys::ReadableStream);

impl ReadableStream {
    /// Forgets the stream.
    pub fn from_stream<S: Stream>(_: S) -> Self {
        Self(JsValue::UNDEFINED.unchecked_into())
    }

    /// Keeps the browser's.
    pub fn from_raw(raw: web_sys::ReadableStream) -> Self {
        Self(raw)
    }

    /// Gives it back.
    pub fn into_raw(self) -> web_sys::ReadableStream {
        self.0
    }

    /// A stream that is over at once.
    pub fn into_stream(self) -> Over {
        Over
    }
}

/// Nothing.
pub struct Over;

impl Stream for Over {
    type Item = Result<JsValue, JsValue>;

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(None)
    }
}
