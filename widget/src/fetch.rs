//! Asking over the network: one call of our API, and the files that stand beside the page.

use account_link_shared::connect::IDEMPOTENCY_KEY;
use account_link_shared::id::ClientRequestId;
use account_link_shared::secret::Secret;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// A call without an answer after this long is given up.
const TIMEOUT: i32 = 30_000;

/// What somebody may ask. All kinds are one type, so that there is one way to wait for an answer.
pub struct Request {
    /// Where.
    pub path: String,
    /// JSON; without it nothing is written.
    pub body: Option<String>,
    /// Where the browser does not keep our cookie.
    pub token: Option<Secret>,
    /// The answer is nobody's any more.
    pub outlives_the_page: bool,
}

/// A file of this page's own, which never changes under its name. `None` where it cannot be had.
pub async fn file(path: &str) -> Option<String> {
    let response = JsFuture::from(web_sys::window()?.fetch_with_str(path)).await.ok()?;
    let response = response.dyn_into::<web_sys::Response>().ok().filter(web_sys::Response::ok)?;
    JsFuture::from(response.text().ok()?).await.ok()?.as_string()
}

/// One request: status, `Retry-After` and the text.
pub async fn fetch(
    Request { path, body, token, outlives_the_page }: Request,
    id: Option<ClientRequestId>,
) -> Result<(u16, Option<u32>, String), JsValue> {
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    let headers = web_sys::Headers::new()?;
    headers.set("accept", "application/json")?;
    let init = web_sys::RequestInit::new();
    if let Some(body) = body {
        init.set_method("POST");
        headers.set("content-type", "application/json")?;
        init.set_body(&JsValue::from_str(&body));
    }
    if let Some(id) = id {
        headers.set(IDEMPOTENCY_KEY, id.as_str())?;
    }
    if let Some(token) = token {
        headers.set("authorization", &format!("Bearer {}", token.expose()))?;
    }
    init.set_headers(&headers);
    init.set_credentials(web_sys::RequestCredentials::SameOrigin);
    init.set_cache(web_sys::RequestCache::NoStore);
    if outlives_the_page {
        js_sys::Reflect::set(&init, &JsValue::from_str("keepalive"), &JsValue::TRUE)?;
    }
    // `AbortSignal.timeout` is too young for the webviews we meet.
    let abort = web_sys::AbortController::new()?;
    init.set_signal(Some(&abort.signal()));
    let give_up = wasm_bindgen::closure::Closure::once_into_js(move || abort.abort());
    let timer =
        window.set_timeout_with_callback_and_timeout_and_arguments_0(give_up.unchecked_ref(), TIMEOUT)?;
    let result = async {
        let response = JsFuture::from(window.fetch_with_str_and_init(&path, &init)).await?;
        let response: web_sys::Response = response.dyn_into()?;
        let wait = response.headers().get("retry-after")?.and_then(|text| text.trim().parse().ok());
        let text = JsFuture::from(response.text()?).await?.as_string().unwrap_or_default();
        Ok((response.status(), wait, text))
    };
    let result = result.await;
    window.clear_timeout_with_handle(timer);
    result
}
