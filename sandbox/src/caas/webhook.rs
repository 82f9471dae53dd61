//! Webhooks: what the customer is told when a case changes. Tried five times in all, until he answers with a 2xx.

use super::settings::{Settings, Signed, Webhook};
use super::state::Sent;
use super::store::Case;
use crate::app::Sandbox;
use crate::options::Options;
use crate::{client, clock, sign};
use axum::http::{Request, header};
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

/// Where it goes, at Account Link's origin.
const PATH: &str = "/callbacks/caas";
const TIME_LIMIT: Duration = Duration::from_secs(5);
/// How old a stale one is, in seconds.
const STALE: u64 = 60;

/// Something to tell, as it stood when it happened.
#[derive(Debug)]
pub struct Event {
    case: Case,
    body: String,
    settings: Settings,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Body<'a> {
    case_system_id: &'a str,
    case_suggestion: Option<serde_json::Value>,
    comment: &'a str,
    external_case_id: &'a str,
}

impl Event {
    /// What there is to tell about a case.
    pub fn about(case: &Case, comment: Option<&str>, settings: &Settings) -> Self {
        let truth = case.suggestion.and_then(|suggestion| serde_json::to_value(suggestion).ok());
        let body = Body {
            case_system_id: &case.uuid,
            case_suggestion: settings.webhook_says.clone().map(Into::into).or(truth),
            comment: comment.unwrap_or_default(),
            external_case_id: &case.about.external_case_id,
        };
        let body = serde_json::to_string(&body).unwrap_or_default();
        Self { case: case.clone(), body, settings: settings.clone() }
    }
}

/// Sends it as the settings say, not waiting.
pub fn later(sandbox: &Arc<Sandbox>, event: Event) {
    let copies = match event.settings.webhook {
        Webhook::Lost => 0,
        Webhook::Once => 1,
        Webhook::Twice => 2,
    };
    let sandbox = Arc::clone(sandbox);
    tokio::spawn(async move {
        tokio::time::sleep(Duration::from_millis(event.settings.webhook_late_ms)).await;
        for _ in 0..copies {
            deliver(&sandbox, &event).await;
        }
    });
}

async fn deliver(sandbox: &Sandbox, event: &Event) {
    let mut waits = event.settings.webhook_retries_ms.iter();
    for attempt in 1.. {
        let headers = headers(&sandbox.options, event.settings.webhook_signed, &event.body, clock::seconds());
        let at = clock::rfc3339();
        let answered = send(&sandbox.options, &headers, &event.body).await.unwrap_or_default();
        sandbox.caas.webhooks.push(Sent {
            at,
            case_system_id: event.case.uuid.clone(),
            external_case_id: event.case.about.external_case_id.clone(),
            full_name: event.case.about.full_name.clone(),
            attempt,
            path: PATH,
            headers,
            body: event.body.clone(),
            answered,
        });
        if (200..300).contains(&answered) {
            return;
        }
        let Some(wait) = waits.next() else { return };
        tokio::time::sleep(Duration::from_millis(*wait)).await;
    }
}

/// The ACCESS headers, as the settings want them.
fn headers(options: &Options, signed: Signed, body: &str, now: u64) -> BTreeMap<&'static str, String> {
    let secret = match signed {
        Signed::None => return BTreeMap::new(),
        Signed::First => options.caas_secrets.newest(),
        Signed::Wrong => "another secret",
        Signed::Right | Signed::Stale | Signed::Key => options.caas_secrets.oldest(),
    };
    let key = if signed == Signed::Key { "another-key" } else { &options.caas_key };
    let timestamp = if signed == Signed::Stale { now.saturating_sub(STALE) } else { now };
    BTreeMap::from([
        ("access-key", key.to_owned()),
        ("access-sign", sign::api(secret, timestamp, "POST", PATH, body)),
        ("access-timestamp", timestamp.to_string()),
    ])
}

async fn send(
    options: &Options,
    headers: &BTreeMap<&'static str, String>,
    body: &str,
) -> anyhow::Result<u16> {
    let mut request = Request::post(format!("{}{PATH}", options.worker_origin(None)))
        .header(header::CONTENT_TYPE, "application/json");
    for (name, value) in headers {
        request = request.header(*name, value);
    }
    Ok(client::exchange(request.body(body.to_owned().into())?, TIME_LIMIT).await?.0)
}

#[cfg(test)]
#[path = "webhook_tests.rs"]
mod tests;
