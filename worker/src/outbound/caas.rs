//! CaaS: where identities are checked (001, "KYC Case"). Five calls, each signed as 001 says.

use crate::config::caas::Caas;
use crate::domain::case::CaseReport;
use crate::log::{self, Line};
use crate::outbound::{Answer, Outbound, exchange};
use account_link_shared::access_auth::ApiText;
use account_link_shared::error_code::Code;
use account_link_shared::id::{CaseId, CaseUuid};
use account_link_shared::kyc::{CaseBody, Created, DecisionBody};
use account_link_shared::signature::HmacSha256;
use account_link_shared::time::Millis;

/// How long CaaS may take, in milliseconds.
const TIME_LIMIT: u32 = 8_000;
const CASES: &str = "/api/v1/cases";

/// What became of creating a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Creation {
    /// It is there, under that id if CaaS said it.
    Created(Option<CaseUuid>),
    /// CaaS did not take the data: there is none.
    Refused,
    /// Nobody knows.
    Unknown,
}

/// `POST /api/v1/cases`. Never called twice for one case.
pub async fn create(caas: &Caas, body: &str, now: Millis) -> Creation {
    let Some(answer) = call(caas, "POST", CASES, body, now).await else {
        note("create: no answer", None);
        return Creation::Unknown;
    };
    match answer.status {
        200..=299 => Creation::Created(Created::id_in(&answer.text)),
        // It says that it has not done it.
        400..=499 if !matches!(answer.status, 408 | 409 | 425 | 429) => {
            note("create: refused", Some(answer.status));
            Creation::Refused
        }
        status => {
            note("create: failed", Some(status));
            Creation::Unknown
        }
    }
}

/// `GET /api/v1/cases/<UUID>`; `None` if there was no answer that can be read.
pub async fn get(caas: &Caas, external: &CaseId, id: &CaseUuid, now: Millis) -> Option<CaseBody> {
    let answer = call(caas, "GET", &format!("{CASES}/{id}"), "", now).await;
    let status = answer.as_ref().map(|answer| answer.status);
    let case = answer.filter(|answer| answer.status == 200);
    let case = case.and_then(|answer| serde_json::from_str::<CaseBody>(&answer.text).ok());
    // Somebody else's is nobody's business.
    let case = case.filter(|case| case.external_case_id == *external);
    if case.is_none() {
        note("get: no case", status);
    }
    case
}

/// What a case says.
pub fn report(case: &CaseBody) -> CaseReport {
    CaseReport { suggestion: case.suggestion, decision: case.decision }
}

/// `POST` or `DELETE /api/v1/cases/<UUID>/ogs`: ongoing screening, on or off. Both can be repeated.
pub async fn screen(caas: &Caas, id: &CaseUuid, on: bool, now: Millis) -> Result<(), Code> {
    done(caas, if on { "POST" } else { "DELETE" }, &format!("{CASES}/{id}/ogs"), "", now).await
}

/// `POST /api/v1/cases/<UUID>/decision`.
pub async fn decide(caas: &Caas, id: &CaseUuid, decision: &DecisionBody, now: Millis) -> Result<(), Code> {
    let body = serde_json::to_string(decision)
        .inspect_err(|error| log::fault("a decision that cannot be written", error))
        .map_err(|_| Code::Internal)?;
    done(caas, "POST", &format!("{CASES}/{id}/decision"), &body, now).await
}

async fn done(caas: &Caas, method: &'static str, path: &str, body: &str, now: Millis) -> Result<(), Code> {
    let status = call(caas, method, path, body, now).await.map(|answer| answer.status);
    match status {
        Some(200..=299) => Ok(()),
        Some(400) => {
            note("refused", status);
            Err(Code::CaasRefused)
        }
        _ => {
            note("failed", status);
            Err(Code::CaasFailed)
        }
    }
}

async fn call(caas: &Caas, method: &'static str, path: &str, body: &str, now: Millis) -> Option<Answer> {
    let url = format!("{}{path}", caas.url.as_str().trim_end_matches('/'));
    let after = url.split_once("://").map_or("", |(_, rest)| rest);
    let signed_path = after.find('/').and_then(|at| after.get(at..)).unwrap_or("/");
    let text = ApiText::new(now.seconds(), method, None, signed_path, body);
    let signer = HmacSha256::new(caas.secrets.active().secret.expose().as_bytes());
    let headers = vec![
        ("access-key", caas.access_key.clone()),
        ("access-timestamp", now.seconds().get().to_string()),
        ("access-sign", signer.sign(text.as_str())),
    ];
    exchange(Outbound { method, url: &url, headers, body, time_limit: TIME_LIMIT }).await
}

fn note(what: &'static str, status: Option<u16>) {
    log::write(&Line::IdentityCheck { what, status });
}
