//! The desk of those who work at CaaS, for the page `/caas` and for scripts: what came, what was told, what they say.

use super::form::{Decision, Suggestion};
use super::received::Received;
use super::settings::Settings;
use super::state::Sent;
use super::store::{self, Case, Scan};
use super::webhook::{self, Event};
use crate::app::{Sandbox, Shared};
use crate::faults::Only;
use crate::page;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::routing::{delete, get, post};
use axum::{Json, Router};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

pub fn routes() -> Router<Arc<Sandbox>> {
    Router::new()
        .route("/caas", get(page::caas))
        .route("/caas/cases", get(cases))
        .route("/caas/cases/{uuid}/set", post(set))
        .route("/caas/webhooks", get(webhooks))
        .route("/caas/requests", delete(forget))
}

#[derive(Serialize)]
struct Row {
    #[serde(flatten)]
    case: Case,
    created_at: String,
    scan: Scan,
}

#[derive(Serialize)]
struct Desk {
    cases: Vec<Row>,
    created: BTreeMap<String, u32>,
    requests: Vec<Received>,
}

async fn cases(State(sandbox): Shared, Query(Only { only }): Query<Only>) -> Json<Desk> {
    let state = sandbox.caas.state();
    let row = |case: &Case| Row { created_at: case.created_at.clone(), scan: case.scan, case: case.clone() };
    let wanted = |case: &&Case| only.as_deref().is_none_or(|key| case.keys().contains(&key));
    let cases: Vec<Row> = state.store.cases.iter().filter(wanted).map(row).collect();
    let mut created = state.created.clone();
    let mut requests = sandbox.caas.requests.all();
    if let Some(key) = &only {
        created.retain(|id, _| cases.iter().any(|row| row.case.about.external_case_id == *id));
        requests.retain(|request| request.is_of(key));
    }
    Json(Desk { cases, created, requests })
}

async fn webhooks(State(sandbox): Shared, Query(Only { only }): Query<Only>) -> Json<Vec<Sent>> {
    let mut sent = sandbox.caas.webhooks.all();
    sent.retain(|sent| only.as_deref().is_none_or(|key| sent.is_of(key)));
    Json(sent)
}

async fn forget(State(sandbox): Shared) -> StatusCode {
    sandbox.caas.requests.clear();
    sandbox.caas.webhooks.clear();
    StatusCode::NO_CONTENT
}

/// What somebody at the desk says about a case. With nothing said the customer is told how it stands.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CaseUpdate {
    suggestion: Option<Suggestion>,
    suggestion_comment: Option<String>,
    decision: Option<Decision>,
    decision_comment: Option<String>,
    #[serde(default = "yes")]
    webhook: bool,
    /// In place of the setting.
    late_ms: Option<u64>,
}

fn yes() -> bool {
    true
}

impl CaseUpdate {
    /// Writes it into the case; what is to be told.
    fn about(self, case: &mut Case, mut settings: Settings) -> Option<Event> {
        if let Some(suggestion) = self.suggestion {
            let comment = self.suggestion_comment.unwrap_or_else(|| store::comment(suggestion).to_owned());
            (case.suggestion, case.suggestion_comment) = (Some(suggestion), Some(comment));
        }
        if let Some(decision) = self.decision {
            (case.decision, case.decision_comment) = (Some(decision), self.decision_comment);
        }
        settings.webhook_late_ms = self.late_ms.unwrap_or(settings.webhook_late_ms);
        let decided = case.decision_comment.as_deref().filter(|_| self.decision.is_some());
        let comment = decided.or(case.suggestion_comment.as_deref());
        self.webhook.then(|| Event::about(case, comment, &settings))
    }
}

async fn set(State(sandbox): Shared, Path(uuid): Path<String>, Json(update): Json<CaseUpdate>) -> Response {
    let (answer, event) = {
        let state = &mut *sandbox.caas.state();
        let Some(case) = state.store.case(&uuid) else { return StatusCode::NOT_FOUND.into_response() };
        let settings = sandbox.caas.settings.get(&case.keys());
        let event = update.about(case, settings);
        (Json(&*case).into_response(), event)
    };
    if let Some(event) = event {
        webhook::later(&sandbox, event);
    }
    answer
}

#[cfg(test)]
#[path = "desk_tests.rs"]
mod tests;
