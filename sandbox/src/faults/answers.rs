//! How a party answers at all: `GET|POST|DELETE /faults/PARTY[?only=KEY]`, as in `{"answer": 500}`; `GET /faults` shows what
//! holds for everybody.
//!
//! `answer` is a status, or `"hang"`: accept the request and keep it open for a minute. `delay_ms` waits before
//! answering, `times` goes back to normal after so many answers, `endpoint` (a name or a list) makes it hold at these
//! alone. What a party received is recorded in any case.

use super::settings::is_last;
use super::{Only, Scoped};
use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::response::{IntoResponse as _, Response};
use serde::{Deserialize, Deserializer, Serialize};
use std::collections::BTreeMap;
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
pub struct Fault {
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

impl Fault {
    const NORMAL: Self = Self { answer: Answer::Status(200), delay_ms: 0, times: None, endpoint: Vec::new() };

    /// One for every request.
    pub fn of(answer: Answer, delay_ms: u64) -> Self {
        Self { answer, delay_ms, ..Self::NORMAL }
    }

    /// Whether it leaves a success.
    pub fn is_success(&self) -> bool {
        self.answer.is_success()
    }

    /// Waits as it says, then gives the status of a success, or what is answered in place of one.
    pub async fn pass(self) -> Result<StatusCode, Response> {
        let status = self.answer().await;
        if status.is_redirection() {
            // Whoever follows it asks again, and is counted.
            return Err((status, [(LOCATION, "?redirected")]).into_response());
        }
        if status.is_success() { Ok(status) } else { Err(status.into_response()) }
    }

    /// Waits as it says, then gives the status to answer with.
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

/// A party and the names of its endpoints, where they can have faults of their own.
type Party = (&'static str, &'static [&'static str]);

/// How all parties answer.
pub struct Faults {
    parties: BTreeMap<&'static str, (&'static [&'static str], Scoped<Fault>)>,
}

impl Faults {
    pub fn new(parties: &[Party]) -> Self {
        let normal = |&(party, endpoints): &Party| (party, (endpoints, Scoped::new(Fault::NORMAL)));
        Self { parties: parties.iter().map(normal).collect() }
    }

    /// How this party answers the request at hand, of somebody who has these keys; counts `times` down.
    pub fn take<K: AsRef<str>>(&self, party: &str, keys: &[K]) -> Fault {
        self.take_at(party, keys, "")
    }

    /// The same at one of its endpoints.
    pub fn take_at<K: AsRef<str>>(&self, party: &str, keys: &[K], endpoint: &str) -> Fault {
        let Some((_, scoped)) = self.parties.get(party) else { return Fault::NORMAL };
        scoped.of(keys, |fault| {
            if !fault.endpoint.is_empty() && !fault.endpoint.iter().any(|one| one == endpoint) {
                return Fault::NORMAL;
            }
            let taken = fault.clone();
            if is_last(&mut fault.times) {
                *fault = Fault::NORMAL;
            }
            taken
        })
    }

    pub fn set(&self, party: &str, only: Only, fault: Fault) -> StatusCode {
        let Some((endpoints, scoped)) = self.parties.get(party) else { return StatusCode::NOT_FOUND };
        let known = fault.endpoint.iter().all(|endpoint| endpoints.contains(&endpoint.as_str()));
        if !known || !fault.answer.is_valid() || fault.times == Some(0) {
            return StatusCode::BAD_REQUEST;
        }
        scoped.set(only, fault);
        StatusCode::NO_CONTENT
    }

    /// How a party answers, for somebody or for everybody; None for a party that nobody knows.
    pub fn of(&self, party: &str) -> Option<&Scoped<Fault>> {
        self.parties.get(party).map(|(_, scoped)| scoped)
    }

    /// What holds for everybody.
    pub fn all(&self) -> BTreeMap<&'static str, Fault> {
        let everybody = Only { only: None };
        self.parties.iter().map(|(party, (_, scoped))| (*party, scoped.read(&everybody))).collect()
    }
}

#[cfg(test)]
#[path = "answers_tests.rs"]
mod tests;
