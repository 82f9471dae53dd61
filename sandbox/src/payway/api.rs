//! The four endpoints: what is checked, what is done, what is answered.

use crate::app::{Sandbox, Shared};
use crate::clock;
use crate::faults::bodies;
use crate::options::Options;
use crate::payway::bank::{self, Bank, Status};
use crate::payway::settings::{Push, Renew, Settings};
use crate::payway::signing::{self, Endpoint, Fields, Refusal};
use crate::payway::state::{Received, State};
use crate::payway::{push, reply};
use crate::random;
use axum::body::Bytes;
use axum::http::{HeaderMap, Uri};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{MethodRouter, post};
use axum::{Json, extract};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use std::sync::Arc;

pub fn route(endpoint: Endpoint) -> MethodRouter<Arc<Sandbox>> {
    post(move |extract::State(sandbox): Shared, headers: HeaderMap, body: Bytes| async move {
        answer(&sandbox, endpoint, &headers, &body).await
    })
}

async fn answer(sandbox: &Arc<Sandbox>, endpoint: Endpoint, headers: &HeaderMap, body: &[u8]) -> Response {
    let fields = signing::read(headers, body);
    let keys = fields.as_ref().map(|fields| sandbox.payway.state().keys(fields)).unwrap_or_default();
    let fault = sandbox.faults.take_at("payway", &keys, endpoint.name());
    let settings = sandbox.payway.settings.of(&keys, |settings| settings.take(endpoint));
    let shown = fields.as_ref().map(Fields::masked).unwrap_or_default();
    let hash = fields.as_ref().ok().and_then(|fields| fields.optional("hash")).map(str::to_owned);
    sandbox.payway.state().hashes.extend(hash.map(|hash| (hash, keys.clone())));

    let honest = !settings.lies() && fault.is_success();
    let outcome = (honest || settings.done_anyway).then(|| {
        let state = &mut *sandbox.payway.state();
        fields.and_then(|fields| work(&sandbox.options, state, endpoint, &fields, &settings))
    });
    let code = match &outcome {
        Some(Ok(_)) => Some("00".to_owned()),
        Some(Err(refusal)) => Some(refusal.code.clone()),
        None => settings.code.clone(),
    };
    let accepted = matches!(outcome, Some(Ok(_)));
    let at = clock::rfc3339();
    sandbox.payway.requests.push(Received { at, endpoint, fields: shown, accepted, code, keys });

    let said = match outcome {
        None => None,
        Some(Err(refusal)) => Some(reply::say(Err(refusal), &settings)),
        Some(Ok((data, event))) => {
            if settings.push == Push::Late {
                push::later(sandbox, event, &settings);
            } else {
                push::now(sandbox, event, &settings).await;
            }
            Some(reply::say(Ok(data), &settings))
        }
    };
    let status = match fault.pass().await {
        Ok(status) => status,
        Err(instead) => return instead,
    };
    if settings.huge {
        return bodies::huge(r#"{"status":{"code":"00","message":""#);
    }
    if settings.garbage {
        return bodies::garbage();
    }
    let pretended = settings.code.as_deref().map(|code| reply::pretend(code, &settings));
    let Some((status, body)) = pretended.or(said) else { return status.into_response() };
    if settings.drip { bodies::drip(status, body.to_string()) } else { (status, Json(body)).into_response() }
}

/// What was done: the data of the answer, and what is pushed before it.
type Done = (Value, Option<push::Event>);

fn work(
    options: &Options,
    state: &mut State,
    endpoint: Endpoint,
    fields: &Fields,
    settings: &Settings,
) -> Result<Done, Refusal> {
    let now = clock::seconds();
    fields.check(endpoint)?;
    if fields.get("merchant_id") != options.payway_merchant {
        return Err(Refusal::code("98"));
    }
    if !fields.is_signed(endpoint, &options.payway_key) {
        return Err(Refusal::code("01"));
    }
    if !fields.is_timely(now) {
        return Err(Refusal::field("request_time", "request_time is too far from now"));
    }
    let id = fields.optional("request_id").unwrap_or(fields.get("pwt"));
    if !state.seen.insert((endpoint, fields.get("request_time").to_owned(), id.to_owned())) {
        return Err(Refusal::field("request_time", "request_time was used already"));
    }
    let request_id = fields.get("request_id");
    match endpoint {
        Endpoint::LinkAccount => link(&options.worker_origins(), state, fields, settings),
        Endpoint::GetTokenDetails => Ok((details(&state.bank, request_id, settings)?, None)),
        Endpoint::RenewExpiredAccountToken => {
            let token = state.bank.token(fields.get("ctid"), fields.get("pwt"));
            let token = token.ok_or_else(|| Refusal::code("105"))?;
            if settings.renew == Renew::Now {
                token.expires_at = now + settings.token_s;
            }
            let request_id = token.request_id.clone();
            Ok((details(&state.bank, &request_id, settings)?, pushed(&state.bank, &request_id, settings)))
        }
        Endpoint::RemoveToken => {
            let token = state.bank.token(fields.get("ctid"), fields.get("pwt"));
            let token = token.ok_or_else(|| Refusal::code("105"))?;
            token.status = Status::Removed;
            let request_id = token.request_id.clone();
            Ok((Value::Null, pushed(&state.bank, &request_id, settings)))
        }
    }
}

/// The merchant's own doing, told to him where the settings say so.
fn pushed(bank: &Bank, request_id: &str, settings: &Settings) -> Option<push::Event> {
    push::Event::about(bank, request_id, settings).filter(|_| settings.push_api)
}

fn details(bank: &Bank, request_id: &str, settings: &Settings) -> Result<Value, Refusal> {
    let (request, token) = bank.linked(request_id).ok_or_else(|| reply::not_found(settings))?;
    let mut details = reply::details(request, token, settings);
    let mut put = |name: &str, value: Value| {
        drop(details.as_object_mut().map(|all| all.insert(name.to_owned(), value)))
    };
    if settings.other_ctid {
        put("ctid", Value::from("someoneelse"));
    }
    if settings.stale_status && token.status == Status::Removed {
        put("status", Value::from(1));
    }
    Ok(details)
}

fn link(
    origins: &[String],
    state: &mut State,
    fields: &Fields,
    settings: &Settings,
) -> Result<Done, Refusal> {
    let (now, request_id) = (clock::seconds(), fields.get("request_id"));
    if settings.flags_off.iter().any(|flag| flag == fields.get("token_flag")) {
        return Err(Refusal::code("104"));
    }
    let callback_url = fields.optional("callback_url").and_then(signing::text);
    if callback_url.as_deref().is_some_and(|url| !origins.iter().any(|origin| is_at(url, origin))) {
        return Err(Refusal::code("102"));
    }
    if state.bank.knows(request_id) {
        return Err(Refusal::field("request_id", "request_id was used already"));
    }
    let request = bank::Request {
        request_id: request_id.to_owned(),
        ctid: fields.get("ctid").to_owned(),
        qr_string: format!("ABAAOF+{}", STANDARD.encode(random::bytes::<84>())),
        token_flag: fields.get("token_flag").to_owned(),
        currency: fields.get("currency").to_owned(),
        callback_url,
        return_deeplink: fields.optional("return_deeplink").and_then(signing::deeplink),
        expires_at: now + settings.window_s,
        answer: bank::Answer::None,
    };
    let (data, qr_string) = (reply::qr(&request, now, settings), request.qr_string.clone());
    state.bank.requests.push(request);
    let mut event = None;
    if let Some(account) = &settings.approve_at_once {
        let times = (now, now + settings.token_s);
        let linked = state.bank.approve(&qr_string, Some(account), times, random::hex::<32>());
        event = linked.ok().and_then(|request_id| push::Event::about(&state.bank, &request_id, settings));
    }
    Ok((data, event))
}

fn is_at(url: &str, origin: &str) -> bool {
    let Ok(url) = url.parse::<Uri>() else { return false };
    let (Some(scheme), Some(authority)) = (url.scheme_str(), url.authority()) else { return false };
    format!("{scheme}://{authority}") == origin
}

#[cfg(test)]
#[path = "api_tests.rs"]
mod tests;
