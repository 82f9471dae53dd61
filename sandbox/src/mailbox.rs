//! The mailbox: the mail service that `MAIL_URL` points at in development. It keeps every mail and shows it.

use crate::app::{Sandbox, Shared};
use crate::faults::Only;
use crate::feed::Last;
use crate::received::Mail;
use crate::{clock, page};
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use std::sync::Arc;

/// A mail as it is posted.
#[derive(Debug, Clone, Deserialize)]
struct Posted {
    to: String,
    subject: String,
    text: String,
    #[serde(default)]
    html: String,
    id: String,
}

pub fn routes() -> Router<Arc<Sandbox>> {
    Router::new()
        .route("/mail", post(receive).get(page::mail))
        .route("/mail/{index}", get(show))
        .route("/mailbox", get(list).delete(forget))
        .route(
            "/mailbox/stream",
            get(|State(sandbox): Shared, Query(last): Query<Last>| async move { sandbox.mails.stream(last) }),
        )
}

async fn receive(State(sandbox): Shared, headers: HeaderMap, Json(posted): Json<Posted>) -> StatusCode {
    let expected = format!("Bearer {}", sandbox.options.mail_token);
    if headers.get(header::AUTHORIZATION).is_none_or(|value| value.as_bytes() != expected.as_bytes()) {
        return StatusCode::UNAUTHORIZED;
    }
    let fault = sandbox.faults.take("mail", &[&posted.to]);
    if fault.is_success() {
        let id = posted.id.clone();
        let mail = Mail {
            at: clock::rfc3339(),
            code: code(&posted.text).map(str::to_owned),
            link: link(&posted.text).map(str::to_owned),
            to: posted.to,
            subject: posted.subject,
            text: posted.text,
            html: posted.html,
            id: posted.id,
        };
        sandbox.mails.push_unless(mail, |other| other.id == id);
    }
    fault.answer().await
}

/// The list: a page for browsers, else JSON, of all mails or of those to one address.
async fn list(State(sandbox): Shared, Query(only): Query<Only>, headers: HeaderMap) -> Response {
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if accept.contains("text/html") {
        return page::mail().await.into_response();
    }
    Json(sandbox.mails.those(|mail| only.wants(&[&mail.to]))).into_response()
}

async fn forget(State(sandbox): Shared) -> StatusCode {
    sandbox.mails.clear();
    StatusCode::NO_CONTENT
}

/// What a mail may do where it is shown.
pub const POLICY: &str =
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'";

/// One mail as its reader would see it: in a document of its own, without scripts, forms or anything from the network.
async fn show(State(sandbox): Shared, Path(index): Path<usize>) -> Response {
    let mails = sandbox.mails.all();
    let Some(mail) = mails.get(index) else { return StatusCode::NOT_FOUND.into_response() };
    let (kind, body) = match mail.html.as_str() {
        "" => ("text/plain; charset=utf-8", &mail.text),
        html => ("text/html; charset=utf-8", &html.to_owned()),
    };
    ([(header::CONTENT_TYPE, kind), (header::CONTENT_SECURITY_POLICY, POLICY)], body.clone()).into_response()
}

fn code(text: &str) -> Option<&str> {
    // The token of a link may hold six digits, too.
    let words = text.split_whitespace().filter(|word| !word.contains("://"));
    words.flat_map(|word| word.split(|c: char| !c.is_ascii_digit())).find(|digits| digits.len() == 6)
}

/// The first URL whose path begins with `/unlink/`.
fn link(text: &str) -> Option<&str> {
    let words = text.split(|c: char| c.is_whitespace() || "<>\"".contains(c));
    words.map(|word| word.trim_end_matches(['.', ',', ')', ';'])).find(|word| {
        let rest = word.strip_prefix("https://").or_else(|| word.strip_prefix("http://"));
        rest.and_then(|rest| rest.split_once('/')).is_some_and(|(_, path)| path.starts_with("unlink/"))
    })
}

#[cfg(test)]
mod tests {
    use super::{code, link};

    #[test]
    fn the_link_is_the_first_address_that_ends_one() {
        let text = "See https://a.example/help.\nNot you? <http://localhost:8787/unlink/aB-_9>, or https://b/unlink/c";
        assert_eq!(link(text), Some("http://localhost:8787/unlink/aB-_9"));
        assert_eq!(link("Go to https://a.example/unlink/abc."), Some("https://a.example/unlink/abc"));
        for none in ["", "/unlink/abc", "https://a.example/?x=/unlink/abc", "https://a.example/me/unlink/abc"]
        {
            assert_eq!(link(none), None, "{none}");
        }
    }

    #[test]
    fn the_code_is_the_first_group_of_six_digits() {
        assert_eq!(code("Your code is 042137. It is valid until 12:30; not 999999."), Some("042137"));
        assert_eq!(code("Order 1234567 of 2026"), None);
        assert_eq!(code("Go to https://a.example/unlink/x-123456-y\nor not"), None);
    }
}
