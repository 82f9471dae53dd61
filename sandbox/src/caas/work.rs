//! What the five endpoints check and do, without HTTP.

use super::endpoint::Endpoint;
use super::form::{Decided, NewCase};
use super::received::Incoming;
use super::settings::{Replies, Settings};
use super::signing;
use super::state::State;
use super::store::Case;
use super::webhook::Event;
use crate::options::Options;
use crate::{clock, random};
use axum::http::StatusCode;
use serde_json::{Value, json};

/// Why a request is refused. 001 names no codes.
#[derive(Debug, PartialEq, Eq)]
pub struct Refusal(pub StatusCode, pub String);

/// What was done, and what is still to be done.
#[derive(Debug)]
pub struct Done {
    pub status: StatusCode,
    pub body: Option<Value>,
    pub uuid: String,
    pub scan_after_ms: Option<u64>,
    pub event: Option<Event>,
}

impl Done {
    fn new(status: StatusCode, uuid: &str) -> Self {
        Self { status, body: None, uuid: uuid.to_owned(), scan_after_ms: None, event: None }
    }
}

/// Does what is asked, if it is asked rightly.
pub fn work(
    options: &Options,
    state: &mut State,
    incoming: &Incoming,
    settings: &Settings,
) -> Result<Done, Refusal> {
    let refuse = |status, message: &str| Refusal(status, message.to_owned());
    let customer = (options.caas_key.as_str(), &options.caas_secrets);
    let signed = (incoming.method.as_str(), incoming.path.as_str(), incoming.body.as_ref());
    if !signing::is_signed(customer, &incoming.headers, signed, clock::seconds()) {
        return Err(refuse(StatusCode::UNAUTHORIZED, "ACCESS-KEY, ACCESS-SIGN or ACCESS-TIMESTAMP is wrong"));
    }
    if incoming.endpoint.has_body() && !signing::is_json(&incoming.headers) {
        return Err(refuse(StatusCode::UNSUPPORTED_MEDIA_TYPE, "Content-Type must be application/json"));
    }
    let Some(uuid) = &incoming.id else { return create(state, &incoming.body, settings) };
    let case =
        state.store.case(uuid).ok_or_else(|| refuse(StatusCode::NOT_FOUND, "no case has this UUID"))?;
    match incoming.endpoint {
        Endpoint::Create | Endpoint::Get => {
            let body = told(case, settings);
            Ok(Done { body: Some(body), ..Done::new(StatusCode::OK, uuid) })
        }
        Endpoint::OgsOn => {
            case.ogs = Some(true);
            let scan_after_ms = case.starts().then_some(settings.decides_after_ms);
            Ok(Done { scan_after_ms, ..Done::new(StatusCode::CREATED, uuid) })
        }
        Endpoint::OgsOff => {
            case.ogs = Some(false);
            Ok(Done::new(StatusCode::NO_CONTENT, uuid))
        }
        Endpoint::Decision => {
            let decided: Decided = serde_json::from_slice(&incoming.body)
                .map_err(|error| refuse(StatusCode::BAD_REQUEST, &error.to_string()))?;
            (case.decision, case.decision_comment) = (Some(decided.case_result), decided.comment);
            let event = Event::about(case, case.decision_comment.as_deref(), settings);
            Ok(Done { event: Some(event), ..Done::new(StatusCode::CREATED, uuid) })
        }
    }
}

/// A case as it is read.
fn told(case: &Case, settings: &Settings) -> Value {
    let mut told = json!(case);
    let mut put = |name: &str, value: &str| {
        drop(told.as_object_mut().map(|told| told.insert(name.to_owned(), value.into())));
    };
    if settings.other_case {
        put("externalCaseId", "someone-else");
    }
    if let Some(says) = &settings.get_says {
        put("suggestion", says);
    }
    told
}

fn create(state: &mut State, body: &[u8], settings: &Settings) -> Result<Done, Refusal> {
    let about = NewCase::read(body, clock::seconds()).map_err(|why| Refusal(StatusCode::BAD_REQUEST, why))?;
    *state.created.entry(about.external_case_id.clone()).or_default() += 1;
    let uuid = state.store.create(about, settings.idempotent, random::uuid(), clock::rfc3339());
    let case = state.store.case(&uuid).filter(|_| settings.zero_footprint);
    let starts = case.is_some_and(|case| case.starts());
    let body = match settings.replies {
        Replies::CaseSystemId => Some(json!({ "caseSystemId": uuid })),
        Replies::Id => Some(json!({ "id": uuid })),
        Replies::Uuid => Some(json!({ "uuid": uuid })),
        Replies::Nothing => None,
    };
    let scan_after_ms = starts.then_some(settings.decides_after_ms);
    Ok(Done { body, scan_after_ms, ..Done::new(StatusCode::CREATED, &uuid) })
}

#[cfg(test)]
#[path = "work_tests.rs"]
mod tests;
