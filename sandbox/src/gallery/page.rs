//! The page, filled in as the worker fills it in, with one script of the gallery's own before everything else.

use super::files;
use super::reply::{answer, sentence};
use super::screen::Screen;
use crate::app::{Sandbox, Shared};
use axum::extract::{Path, Query, State};
use axum::http::header::{CONTENT_SECURITY_POLICY, HOST, REFERRER_POLICY};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::Response;
use serde_json::json;
use std::collections::BTreeMap;

/// The worker's policy of a page, but that the gallery may frame it.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
     img-src 'self' data:; connect-src 'self'; base-uri 'none'; object-src 'none'; form-action 'self'; \
     frame-ancestors 'self'";

type QueryMap = Query<BTreeMap<String, String>>;

/// Where a link leads.
pub async fn of_flow(State(sandbox): Shared, headers: HeaderMap, Query(asked): QueryMap) -> Response {
    let flow = asked.get("flow").map(String::as_str).unwrap_or_default();
    shown(&sandbox, &headers, sandbox.screen_of(flow).map(|(_, screen)| screen))
}

/// Where a provider's page or a mail leads.
pub async fn by_name(State(sandbox): Shared, headers: HeaderMap, Path(name): Path<String>) -> Response {
    shown(&sandbox, &headers, sandbox.screen(&name))
}

/// The page to which a provider's page leads back.
pub async fn of_return(
    State(sandbox): Shared,
    headers: HeaderMap,
    Path((_, name)): Path<(String, String)>,
) -> Response {
    shown(&sandbox, &headers, sandbox.screen(&name))
}

/// A link that is refused.
pub async fn of_link(State(sandbox): Shared, headers: HeaderMap, Query(asked): QueryMap) -> Response {
    let name = asked.get("screen").map(String::as_str).unwrap_or_default();
    shown(&sandbox, &headers, sandbox.screen(name))
}

/// The page of a screen, or why there is none.
pub fn shown(sandbox: &Sandbox, headers: &HeaderMap, screen: Result<Screen, String>) -> Response {
    let host = headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    match screen.and_then(|screen| Ok((files::template(sandbox)?, screen))) {
        Ok((template, screen)) => {
            let status = StatusCode::from_u16(screen.template.status).unwrap_or(StatusCode::OK);
            let html = draw(&template, &screen, &format!("http://{host}"));
            let mut response = answer(status, "text/html; charset=utf-8", html);
            response.headers_mut().insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
            response.headers_mut().insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
            response
        }
        Err(why) => sentence(StatusCode::NOT_FOUND, why),
    }
}

fn draw(template: &str, screen: &Screen, origin: &str) -> String {
    let filled = &screen.template;
    let places = [
        ("lang", filled.lang.as_str()),
        ("frame_origins", if screen.frame { origin } else { "" }),
        ("partner_name", &filled.partner_name),
        ("accent", &filled.accent),
        ("problem", &filled.problem),
        ("request_id", &filled.request_id),
        ("return_url", &filled.return_url),
        ("message", &filled.message),
    ];
    let mut html = fill(template, &places);
    if screen.without.as_deref() == Some("countries") {
        html = html.replacen("data-countries=\"/ui/", "data-countries=\"/ui/none/", 1);
    }
    let told = json!({
        "now": screen.now(), "device": screen.device, "without": screen.without, "frame": screen.frame,
        "then": screen.then,
    });
    let mut script = String::from("<head>\n    <script src=\"/gallery/screen.js\" data-screen=\"");
    escape(&told.to_string(), &mut script);
    html.replacen("<head>", &format!("{script}\"></script>"), 1)
}

/// In one pass: a value that looks like a place stays a value.
fn fill(template: &str, places: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{") {
        out.push_str(before);
        let Some((name, tail)) = after.split_once("}}") else { break };
        escape(places.iter().find(|(place, _)| *place == name).map_or("", |(_, value)| value), &mut out);
        rest = tail;
    }
    out.push_str(rest);
    out
}

fn escape(value: &str, out: &mut String) {
    for c in value.chars() {
        match c {
            '&' | '<' | '>' | '"' | '\'' => out.push_str(&format!("&#{};", u32::from(c))),
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_filled_in_as_text_and_the_script_comes_first() {
        let mut screen: Screen = serde_json::from_value(json!({
            "title": "", "group": "steps", "order": 1, "open": "/", "shows": {}, "then": [{ "press": "a[href=\"b\"]" }]
        }))
        .unwrap();
        screen.template.partner_name = "A & <b>{{lang}}".into();
        let html = draw("<html lang=\"{{lang}}\"><head><title>{{partner_name}}", &screen, "http://here");
        assert!(html.starts_with("<html lang=\"en\"><head>\n    <script src=\"/gallery/screen.js\""));
        assert!(html.ends_with("<title>A &#38; &#60;b&#62;{{lang}}"));
        assert!(html.contains("&#34;press&#34;:&#34;a[href=\\&#34;b\\&#34;]&#34;"));
    }
}
