//! The mails as the worker writes them: a test of the worker's holds `sandbox/gallery/mails` to its texts.

use super::name::is_name;
use super::reply::{answer, sentence};
use crate::app::{Sandbox, Shared};
use crate::mailbox;
use axum::extract::{Path, Query, State};
use axum::http::header::CONTENT_SECURITY_POLICY;
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// One file there.
#[derive(Deserialize)]
struct Mail {
    subject: String,
    text: String,
    html: String,
}

/// The kinds of mails.
pub fn kinds(sandbox: &Sandbox) -> BTreeSet<String> {
    let files = std::fs::read_dir(sandbox.options.gallery.join("mails")).into_iter().flatten();
    let names = files.filter_map(Result::ok).filter_map(|file| file.file_name().into_string().ok());
    names.filter_map(|name| Some(name.strip_suffix(".json")?.rsplit_once('.')?.0.to_owned())).collect()
}

/// A mail in the language of the query, as its reader would see it; `as=text` shows the other half of it.
pub async fn show(
    State(sandbox): Shared,
    Path(kind): Path<String>,
    Query(asked): Query<BTreeMap<String, String>>,
) -> Response {
    let locale = asked.get("locale").map_or("en", String::as_str);
    let name = format!("{kind}.{locale}.json");
    let file = sandbox.options.gallery.join("mails").join(&name);
    let text = if is_name(&name) { tokio::fs::read_to_string(file).await.ok() } else { None };
    let Some(mail) = text.and_then(|text| serde_json::from_str::<Mail>(&text).ok()) else {
        return sentence(StatusCode::NOT_FOUND, format!("The gallery has no mail {kind} in {locale}."));
    };
    let mut response = match asked.get("as").map(String::as_str) {
        Some("text") => {
            let text = format!("{}\n\n{}", mail.subject, mail.text);
            answer(StatusCode::OK, "text/plain; charset=utf-8", text)
        }
        _ => answer(StatusCode::OK, "text/html; charset=utf-8", mail.html),
    };
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(mailbox::POLICY));
    response
}
