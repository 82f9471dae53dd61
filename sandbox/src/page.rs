//! The pages of the sandbox, under the strictest policy a partner could set: its own files, and Account Link's origin
//! in `script-src` and `frame-src` alone.

use crate::app::{Sandbox, Shared};
use crate::options::Options;
use axum::Router;
use axum::extract::{Query, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, X_FRAME_OPTIONS,
};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The demo partner page as it stands in the repository, with this origin in it.
const INDEX: &str = include_str!("../../index.html");
const ORIGIN_IN_INDEX: &str = "http://localhost:8787";

const LINKED: &str = include_str!("../assets/linked.html");
const MAIL: &str = include_str!("../assets/mail.html");
const ABA: &str = include_str!("../assets/aba.html");
const WORLDFIRST: &str = include_str!("../assets/worldfirst.html");
const CAAS: &str = include_str!("../assets/caas.html");

type QueryMap = Query<BTreeMap<String, String>>;

impl Options {
    /// Account Link's origin: the same site as this page by default, another one under `127.0.0.1`.
    pub fn worker_origin(&self, host: Option<&str>) -> String {
        let host = if host == Some("127.0.0.1") { "127.0.0.1" } else { "localhost" };
        format!("http://{host}:{}", self.worker_port)
    }

    /// Every origin that Account Link has here.
    pub fn worker_origins(&self) -> [String; 2] {
        ["localhost", "127.0.0.1"].map(|host| self.worker_origin(Some(host)))
    }
}

pub fn routes() -> Router<Arc<Sandbox>> {
    let script = "text/javascript; charset=utf-8";
    Router::new()
        .route("/", get(index))
        .route("/linked", get(linked))
        .route("/demo.css", file("text/css; charset=utf-8", include_str!("../assets/demo.css")))
        .route("/demo.js", file(script, include_str!("../assets/demo.js")))
        .route("/mail.js", file(script, include_str!("../assets/mail.js")))
        .route("/aba.css", file("text/css; charset=utf-8", include_str!("../assets/aba.css")))
        .route("/aba.js", file(script, include_str!("../assets/aba.js")))
        .route("/worldfirst.css", file("text/css; charset=utf-8", include_str!("../assets/worldfirst.css")))
        .route("/worldfirst.js", file(script, include_str!("../assets/worldfirst.js")))
        .route("/caas.css", file("text/css; charset=utf-8", include_str!("../assets/caas.css")))
        .route("/caas.js", file(script, include_str!("../assets/caas.js")))
        .route("/mark.svg", file("image/svg+xml", include_str!("../assets/mark.svg")))
}

/// A file of the sandbox's own.
pub fn file(kind: &'static str, text: &'static str) -> axum::routing::MethodRouter<Arc<Sandbox>> {
    get(move || async move { ([(CONTENT_TYPE, kind), (CACHE_CONTROL, "no-cache")], text) })
}

/// A page, with `origin` allowed for its scripts and frames.
pub fn page(origin: &str, html: String) -> Response {
    framed(origin, "'none'", html)
}

/// The same, which `ancestors` may frame.
pub fn framed(origin: &str, ancestors: &str, html: String) -> Response {
    let policy = format!(
        "default-src 'none'; script-src 'self' {origin}; frame-src {origin}; style-src 'self'; connect-src 'self'; \
         img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors {ancestors}"
    );
    let headers = [
        (CONTENT_SECURITY_POLICY, policy),
        (CACHE_CONTROL, "no-store".to_owned()),
        (REFERRER_POLICY, "no-referrer".to_owned()),
    ];
    (headers, Html(html)).into_response()
}

async fn index(State(sandbox): Shared, Query(asked): QueryMap) -> impl IntoResponse {
    let origin = sandbox.options.worker_origin(asked.get("host").map(String::as_str));
    page(&origin, INDEX.replace(ORIGIN_IN_INDEX, &origin))
}

/// The list of mails; each is framed from this origin.
pub async fn mail() -> impl IntoResponse {
    page("'self'", MAIL.to_owned())
}

/// The customer's phone.
pub async fn aba() -> impl IntoResponse {
    page("'self'", ABA.to_owned())
}

/// The desk of CaaS.
pub async fn caas() -> impl IntoResponse {
    page("'self'", CAAS.to_owned())
}

/// WorldFirst's portal; `view`, JSON, is what it shows. No frame may hold it.
pub fn worldfirst(view: &str) -> Response {
    ([(X_FRAME_OPTIONS, "DENY")], page("'self'", WORLDFIRST.replace("{view}", &escape(view)))).into_response()
}

/// Where a redirect ends. What the address says is a hint; the page says so, too.
async fn linked(State(sandbox): Shared, Query(asked): QueryMap) -> impl IntoResponse {
    let said = |name: &str| asked.get(name).map(String::as_str).unwrap_or_default();
    let (tone, title, text) = match said("result") {
        "linked" => {
            ("good", "Your account is linked", "Payouts can go to it as soon as our server has confirmed it.")
        }
        "pending" => ("wait", "Almost there", "The link is being checked. We tell you when it is done."),
        "cancelled" => {
            ("calm", "Nothing was linked", "You stopped before the end. You can start again at any time.")
        }
        "expired" => ("calm", "That took too long", "For your safety the window closed. Please start again."),
        "failed" => {
            ("bad", "The accounts could not be linked", "Please try again, or choose another account.")
        }
        "done" => ("good", "All done", "You are back at Demo Market."),
        _ => ("calm", "Welcome back", "We do not know yet how it went."),
    };
    let mut html = LINKED.replace("{tone}", tone).replace("{title}", title).replace("{text}", text);
    for name in ["result", "link_status", "user_ext_ref", "state"] {
        let value = Some(said(name)).filter(|value| !value.is_empty()).unwrap_or("–");
        html = html.replace(&format!("{{{name}}}"), &escape(value));
    }
    page(&sandbox.options.worker_origin(None), html)
}

/// Text for an element or a quoted attribute. Braces go, too: what a value says is not a place to fill in.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' | '<' | '>' | '"' | '\'' | '{' | '}' => out.push_str(&format!("&#{};", u32::from(c))),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn values_stay_text() {
        assert_eq!(escape("<b>{state}"), "&#60;b&#62;&#123;state&#125;");
    }
}
