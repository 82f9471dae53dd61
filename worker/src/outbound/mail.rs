//! The mail service: POST JSON `{to, subject, text, html, id}` with a bearer secret (docs/PROTOCOL.md).

use crate::config::Config;
use crate::domain::outbox::mail::Mail;
use crate::outbound::{Outbound, send};

/// How long the service may take, in milliseconds.
const TIME_LIMIT: u32 = 8_000;

/// Hands a mail over. True if it was taken.
pub async fn hand_over(config: &Config, mail: &Mail) -> bool {
    let Ok(body) = serde_json::to_string(mail) else { return false };
    let headers = vec![("authorization", format!("Bearer {}", config.mail_token.expose()))];
    let url = config.mail_url.as_str();
    let status = send(Outbound { method: "POST", url, headers, body: &body, time_limit: TIME_LIMIT }).await;
    matches!(status, Some(200..=299))
}
