//! Pushbacks: what the merchant is told, at the URL that came with the request. Never retried, never signed.

use crate::app::Sandbox;
use crate::payway::settings::{Push, Settings};
use crate::payway::state::Pushed;
use crate::payway::{bank::Bank, reply};
use crate::{client, clock};
use axum::http::{Request, header};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;

const TIME_LIMIT: Duration = Duration::from_secs(5);

/// Something to tell, as it stood when it happened.
#[derive(Debug)]
pub struct Event {
    request_id: String,
    callback_url: String,
    credential: Value,
}

impl Event {
    /// What there is to tell about a request; nothing without a URL.
    pub fn about(bank: &Bank, request_id: &str, settings: &Settings) -> Option<Self> {
        let (request, token) = bank.linked(request_id)?;
        Some(Self {
            request_id: request_id.to_owned(),
            callback_url: request.callback_url.clone()?,
            credential: reply::details(request, token, settings),
        })
    }
}

/// Sends it as the settings say, not waiting.
pub fn later(sandbox: &Arc<Sandbox>, event: Option<Event>, settings: &Settings) {
    let (sandbox, settings) = (Arc::clone(sandbox), settings.clone());
    tokio::spawn(async move { now(&sandbox, event, &settings).await });
}

/// Sends it as the settings say, and waits for the answer.
pub async fn now(sandbox: &Sandbox, event: Option<Event>, settings: &Settings) {
    let Some(event) = event else { return };
    let times = match settings.push {
        Push::Never => 0,
        Push::Now | Push::Late => 1,
        Push::Twice => 2,
    };
    if settings.push == Push::Late {
        tokio::time::sleep(Duration::from_millis(settings.push_delay_ms)).await;
    }
    for _ in 0..times {
        let answered = send(&event).await.unwrap_or_default();
        sandbox.payway.pushes.push(Pushed {
            at: clock::rfc3339(),
            request_id: event.request_id.clone(),
            callback_url: event.callback_url.clone(),
            status: event.credential.get("status").cloned().unwrap_or_default(),
            answered,
        });
    }
}

async fn send(event: &Event) -> anyhow::Result<u16> {
    let body = json!({ "request_id": event.request_id, "payment_credential": event.credential });
    let request = Request::post(&event.callback_url)
        .header(header::CONTENT_TYPE, "application/json")
        .body(body.to_string().into())?;
    Ok(client::exchange(request, TIME_LIMIT).await?.0)
}
