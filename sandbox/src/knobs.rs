//! Knobs: how each party answers. `POST /knobs/partner {"answer": 500}`, `GET /knobs` shows all.
//!
//! `answer` is a status, or `"hang"`: accept the request and keep it open for a minute. `delay_ms` waits before
//! answering, `times` goes back to normal after so many answers, `endpoint` (a name or a list) turns it for these
//! alone. What a party received is recorded in any case.

use crate::{Sandbox, Shared, bend};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::{Deserialize, Deserializer, Serialize};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

const HANG: Duration = Duration::from_secs(60);

/// A status, or the word `hang`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Answer {
    Status(u16),
    Word(Word),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Word {
    Hang,
}

impl Answer {
    /// Whether it can be given.
    pub fn is_valid(self) -> bool {
        !matches!(self, Self::Status(status) if !(200..=599).contains(&status))
    }

    /// Whether it leaves a success.
    pub fn is_success(self) -> bool {
        matches!(self, Self::Status(200..=299))
    }
}

/// How one party answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Knob {
    pub answer: Answer,
    #[serde(default)]
    delay_ms: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    times: Option<u32>,
    /// Empty: all of the party's.
    #[serde(default, deserialize_with = "one_or_many", skip_serializing_if = "Vec::is_empty")]
    endpoint: Vec<String>,
}

/// A list, or the one thing that is in it.
pub fn one_or_many<'a, D: Deserializer<'a>, T: Deserialize<'a>>(source: D) -> Result<Vec<T>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum OneOrMany<T> {
        Many(Vec<T>),
        One(T),
    }
    Ok(match OneOrMany::deserialize(source)? {
        OneOrMany::Many(many) => many,
        OneOrMany::One(one) => vec![one],
    })
}

impl Knob {
    const NORMAL: Self = Self { answer: Answer::Status(200), delay_ms: 0, times: None, endpoint: Vec::new() };

    /// One that nobody has turned.
    pub fn of(answer: Answer, delay_ms: u64) -> Self {
        Self { answer, delay_ms, ..Self::NORMAL }
    }

    /// Whether it leaves a success.
    pub fn is_success(&self) -> bool {
        self.answer.is_success()
    }

    /// Waits as the knob says, then gives the status of a success, or what is answered in place of one.
    pub async fn pass(self) -> Result<StatusCode, Response> {
        let status = self.answer().await;
        if status.is_redirection() {
            // Whoever follows it asks again, and is counted.
            return Err((status, [(LOCATION, "?redirected")]).into_response());
        }
        if status.is_success() { Ok(status) } else { Err(status.into_response()) }
    }

    /// Waits as the knob says, then gives the status to answer with.
    pub async fn answer(self) -> StatusCode {
        tokio::time::sleep(Duration::from_millis(self.delay_ms)).await;
        match self.answer {
            Answer::Status(status) => StatusCode::from_u16(status).unwrap_or(StatusCode::IM_A_TEAPOT),
            Answer::Word(Word::Hang) => {
                tokio::time::sleep(HANG).await;
                StatusCode::GATEWAY_TIMEOUT
            }
        }
    }
}

/// A party and the names of its endpoints, where they can be turned alone.
type Party = (&'static str, &'static [&'static str]);

/// The knobs of all parties.
pub struct Knobs {
    parties: Vec<Party>,
    turned: Mutex<BTreeMap<&'static str, Knob>>,
}

impl Knobs {
    pub fn new(parties: &[Party]) -> Self {
        let normal = parties.iter().map(|(party, _)| (*party, Knob::NORMAL)).collect();
        Self { parties: parties.to_vec(), turned: Mutex::new(normal) }
    }

    fn all(&self) -> MutexGuard<'_, BTreeMap<&'static str, Knob>> {
        self.turned.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How this party answers the request at hand; counts `times` down.
    pub fn take(&self, party: &str) -> Knob {
        self.take_at(party, "")
    }

    /// The same for one of its endpoints.
    pub fn take_at(&self, party: &str, endpoint: &str) -> Knob {
        let mut all = self.all();
        let here =
            |knob: &&mut Knob| knob.endpoint.is_empty() || knob.endpoint.iter().any(|one| one == endpoint);
        let Some(knob) = all.get_mut(party).filter(here) else { return Knob::NORMAL };
        let taken = knob.clone();
        if bend::is_last(&mut knob.times) {
            *knob = Knob::NORMAL;
        }
        taken
    }

    fn set(&self, party: &str, knob: Knob) -> StatusCode {
        let Some((party, endpoints)) = self.parties.iter().find(|(name, _)| *name == party) else {
            return StatusCode::NOT_FOUND;
        };
        let known = knob.endpoint.iter().all(|endpoint| endpoints.contains(&endpoint.as_str()));
        if !known || !knob.answer.is_valid() || knob.times == Some(0) {
            return StatusCode::BAD_REQUEST;
        }
        self.all().insert(party, knob);
        StatusCode::NO_CONTENT
    }
}

pub fn routes() -> Router<Arc<Sandbox>> {
    Router::new()
        .route("/knobs", get(|State(sandbox): Shared| async move { Json(sandbox.knobs.all().clone()) }))
        .route("/knobs/{party}", post(turn))
}

async fn turn(State(sandbox): Shared, Path(party): Path<String>, Json(knob): Json<Knob>) -> StatusCode {
    sandbox.knobs.set(&party, knob)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn knob(json: &str) -> Result<Knob, serde_json::Error> {
        serde_json::from_str(json)
    }

    #[test]
    fn a_knob_is_a_status_or_hang() {
        assert_eq!(knob(r#"{"answer":410}"#).unwrap().answer, Answer::Status(410));
        assert_eq!(knob(r#"{"answer":"hang"}"#).unwrap().answer, Answer::Word(Word::Hang));
        assert!(knob(r#"{"answer":"sulk"}"#).is_err());
        assert!(!knob(r#"{"answer":42}"#).unwrap().answer.is_valid());
    }

    #[test]
    fn times_counts_down_to_normal() {
        let knobs = Knobs::new(&[("partner", &[])]);
        assert_eq!(knobs.set("nobody", Knob::NORMAL), StatusCode::NOT_FOUND);
        assert_eq!(
            knobs.set("partner", knob(r#"{"answer":500,"times":2}"#).unwrap()),
            StatusCode::NO_CONTENT
        );
        let answers: Vec<Answer> = (0..3).map(|_| knobs.take("partner").answer).collect();
        assert_eq!(answers, [Answer::Status(500), Answer::Status(500), Answer::Status(200)]);
    }
    #[test]
    fn one_endpoint_can_be_turned_alone() {
        let knobs = Knobs::new(&[("bank", &["pay", "ask"])]);
        assert_eq!(
            knobs.set("bank", knob(r#"{"answer":500,"endpoint":"pay"}"#).unwrap()),
            StatusCode::NO_CONTENT
        );
        assert_eq!(knobs.take_at("bank", "ask").answer, Answer::Status(200));
        assert_eq!(knobs.take_at("bank", "pay").answer, Answer::Status(500));
        let unknown = knob(r#"{"answer":500,"endpoint":["pay","play"]}"#).unwrap();
        assert_eq!(knobs.set("bank", unknown), StatusCode::BAD_REQUEST);
    }
}
