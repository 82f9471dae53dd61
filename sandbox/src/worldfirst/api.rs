//! `inquiryAccount`: what is checked, what is answered.

use super::reply::{self, Reply};
use super::settings::Settings;
use super::signing::{self, Refusal, Signature};
use super::state::{INQUIRY, Received, State};
use crate::app::{Sandbox, Shared};
use crate::clock;
use crate::faults::bodies;
use crate::options::Options;
use axum::body::Bytes;
use axum::extract;
use axum::http::HeaderMap;
use axum::response::{IntoResponse as _, Response};
use axum::routing::{MethodRouter, post};
use serde_json::Value;
use std::sync::Arc;

pub fn route() -> MethodRouter<Arc<Sandbox>> {
    post(|extract::State(sandbox): Shared, headers: HeaderMap, body: Bytes| async move {
        answer(&sandbox, &headers, &body).await
    })
}

async fn answer(sandbox: &Sandbox, headers: &HeaderMap, body: &[u8]) -> Response {
    let fields: Value = serde_json::from_slice(body).unwrap_or_default();
    let reference = fields.get("referenceCustomerId").and_then(Value::as_str);
    let keys: Vec<String> = reference.into_iter().map(str::to_owned).collect();
    let (fault, options) = (sandbox.faults.take_at("worldfirst", &keys, INQUIRY), &sandbox.options);
    let settings = sandbox.worldfirst.settings.of(&keys, Settings::take);
    let (accepted, reply) = work(options, &mut sandbox.worldfirst.state(), headers, body, &settings);
    let honest = fault.is_success() && !settings.garbage && !settings.huge;
    let received = Received::InquiryAccount {
        at: clock::rfc3339(),
        fields,
        key_version: Signature::read(headers).map(|signature| signature.key_version),
        accepted,
        code: Some(reply.code.clone()).filter(|code| honest && !code.is_empty()),
    };
    sandbox.worldfirst.keep(received, keys);
    let status = match fault.pass().await {
        Ok(status) => status,
        Err(instead) => return instead,
    };
    if settings.huge {
        return bodies::huge(r#"{"result":{"resultStatus":"S","resultCode":""#);
    }
    if settings.garbage {
        return bodies::garbage();
    }
    let (client, time) = (&options.worldfirst_client, clock::rfc3339());
    let headers = reply::headers(client, &time, &reply.body, &options.worldfirst_reply_keys, &settings);
    if settings.drip {
        return (headers, bodies::drip(status, reply.body)).into_response();
    }
    (status, headers, reply.body).into_response()
}

/// Whether the request was right, and what is said to it.
fn work(
    options: &Options,
    state: &mut State,
    headers: &HeaderMap,
    body: &[u8],
    settings: &Settings,
) -> (bool, Reply) {
    let integrator = (options.worldfirst_client.as_str(), &options.worldfirst_keys);
    let asked = signing::check(headers, body, integrator, clock::seconds()).and_then(|reference| {
        let seen = (signing::header(headers, "request-time").to_owned(), body.to_vec());
        let again = Refusal::new("PARAM_ILLEGAL", "Request-Time was used already for this body");
        state.seen.insert(seen).then_some(reference).ok_or(again)
    });
    let (accepted, now) = (asked.is_ok(), clock::millis());
    let outcome = asked.map(|reference| state.store.visible(&reference, now));
    (accepted, reply::to(outcome, settings))
}

#[cfg(test)]
#[path = "api_tests.rs"]
mod tests;
