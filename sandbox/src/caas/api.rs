//! The five endpoints as HTTP: what is asked, which fault is in the answer, what follows from it.

use super::endpoint::{BASE, Endpoint};
use super::received::{Incoming, Received};
use super::settings::Settings;
use super::state::State;
use super::work::{Done, Refusal, work};
use super::{scan, webhook};
use crate::app::{Sandbox, Shared};
use crate::faults::answers::{Answer, Fault};
use crate::faults::bodies;
use axum::body::Bytes;
use axum::extract::{self, Path};
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{delete, get, post};
use axum::{Json, Router};
use serde_json::{Value, json};
use std::sync::Arc;

pub fn routes() -> Router<Arc<Sandbox>> {
    let at = |endpoint: Endpoint| {
        move |extract::State(sandbox): Shared,
              id: Option<Path<String>>,
              method: Method,
              uri: Uri,
              headers: HeaderMap,
              body: Bytes| async move {
            let path = uri.path_and_query().map_or_else(|| uri.path(), |path| path.as_str()).to_owned();
            let id = id.map(|Path(id)| id);
            answer(&sandbox, Incoming { endpoint, id, method: method.to_string(), path, headers, body }).await
        }
    };
    let of = |what: &str| format!("{BASE}/{{id}}{what}");
    Router::new()
        .route(BASE, post(at(Endpoint::Create)))
        .route(&of(""), get(at(Endpoint::Get)))
        .route(&of("/ogs"), post(at(Endpoint::OgsOn)).merge(delete(at(Endpoint::OgsOff))))
        .route(&of("/decision"), post(at(Endpoint::Decision)))
}

async fn answer(sandbox: &Arc<Sandbox>, incoming: Incoming) -> Response {
    let (mut keys, fault, settings, outcome) = {
        let state = &mut *sandbox.caas.state();
        let keys = keys(state, &incoming);
        let fault = sandbox.faults.take_at("caas", &keys, incoming.endpoint.name());
        let settings = sandbox.caas.settings.of(&keys, |settings| settings.take(incoming.endpoint));
        let honest = fault.is_success() && !settings.lies();
        let outcome =
            (honest || settings.done_anyway).then(|| work(&sandbox.options, state, &incoming, &settings));
        (keys, fault, settings, outcome)
    };
    let accepted = outcome.as_ref().map(Result::is_ok);
    let (status, body) = match outcome {
        None => (StatusCode::OK, None),
        Some(Err(Refusal(status, message))) => {
            (status, Some(json!({ "code": status.as_u16().to_string(), "message": message })))
        }
        Some(Ok(done)) => {
            keys.push(done.uuid.clone());
            follow(sandbox, done)
        }
    };
    let forced = settings.answer.filter(|_| fault.is_success()).unwrap_or(fault.answer);
    let status = match forced {
        Answer::Word(_) => None,
        Answer::Status(200) if settings.garbage || settings.huge => Some(StatusCode::OK),
        Answer::Status(200) => Some(status),
        Answer::Status(status) => StatusCode::from_u16(status).ok(),
    };
    sandbox.caas.requests.push(Received::new(&incoming, keys, accepted, status));
    let own = Fault::of(settings.answer.unwrap_or(Answer::Status(200)), settings.delay_ms);
    for fault in [fault, own] {
        if let Err(instead) = fault.pass().await {
            return instead;
        }
    }
    say(status.unwrap_or_default(), body, &settings)
}

/// Sees to what was caused, and gives what is to be said.
fn follow(sandbox: &Arc<Sandbox>, done: Done) -> (StatusCode, Option<Value>) {
    if let Some(after_ms) = done.scan_after_ms {
        scan::later(sandbox, done.uuid, after_ms);
    }
    if let Some(event) = done.event {
        webhook::later(sandbox, event);
    }
    (done.status, done.body)
}

fn say(status: StatusCode, body: Option<Value>, settings: &Settings) -> Response {
    if settings.huge {
        return bodies::huge(r#"{"caseSystemId":""#);
    }
    if settings.garbage {
        return bodies::garbage();
    }
    match body {
        Some(body) if settings.drip => bodies::drip(status, body.to_string()),
        Some(body) => (status, Json(body)).into_response(),
        None => status.into_response(),
    }
}

/// What the case at hand may be called.
fn keys(state: &mut State, incoming: &Incoming) -> Vec<String> {
    let known = incoming.id.as_deref().and_then(|id| state.store.case(id));
    if let Some(case) = known {
        return case.keys().map(str::to_owned).to_vec();
    }
    let body: Value = serde_json::from_slice(&incoming.body).unwrap_or_default();
    let named = ["externalCaseId", "fullName"].map(|name| body.get(name).and_then(Value::as_str));
    named.into_iter().flatten().map(str::to_owned).collect()
}
