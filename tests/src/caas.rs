//! CaaS from outside: whom it screens, what it was asked, what its desk says, and what it might tell us.

use crate::client::{Request, Response};
use crate::random::fresh;
use crate::until::until;
use crate::{now, sign, stack};
use serde_json::{Value, json};

/// The path of its webhook.
pub const WEBHOOK: &str = "/callbacks/caas";

/// Somebody to be screened. The name is nobody else's, so that one may be treated in one's own way.
#[derive(Debug, Clone)]
pub struct Applicant {
    pub name: String,
}

impl Applicant {
    /// Somebody, about whom CaaS will suggest nothing by itself.
    pub async fn new() -> Self {
        let applicant = Self { name: fresh("Jo Doe") };
        applicant.settings(json!({ "suggests": "never" })).await;
        applicant
    }

    /// How CaaS treats this one alone.
    pub async fn settings(&self, change: Value) {
        call("POST", &self.path("/settings"), Some(change)).await.expect(200);
    }

    fn path(&self, list: &str) -> String {
        format!("/caas{list}?only={}", sign::encode(&self.name))
    }

    /// The form, filled in.
    pub fn form(&self) -> Value {
        json!({
            "screen_type": "INDIVIDUAL", "full_name": self.name, "gender": "MALE", "dob": "2002-02-02",
            "nationality": "JPN", "residential_country": "HKG",
        })
    }

    /// The cases of this one.
    pub async fn cases(&self) -> Vec<Value> {
        list(&call("GET", &self.path("/cases"), None).await.expect(200).json()["cases"])
    }

    /// The case, which must be one alone.
    pub async fn case(&self) -> Value {
        let mut cases = self.cases().await;
        assert_eq!(cases.len(), 1, "one case: {cases:#?}");
        cases.remove(0)
    }

    /// Waits until the case is so.
    pub async fn case_with(&self, name: &str, value: Value) -> Value {
        until(15, async || {
            let cases = self.cases().await;
            let found = cases.iter().find(|case| case[name] == value).cloned();
            found.ok_or_else(|| format!("{name} is not {value}: {cases:#?}"))
        })
        .await
    }

    /// What was asked about this one at an endpoint, oldest first.
    pub async fn requests_to(&self, endpoint: &str) -> Vec<Value> {
        let asked = call("GET", &self.path("/cases"), None).await.expect(200).json();
        list(&asked["requests"]).into_iter().filter(|one| one["endpoint"] == endpoint).collect()
    }

    /// Waits until so many were asked there.
    pub async fn requests_reach(&self, endpoint: &str, count: usize) -> Vec<Value> {
        until(20, async || {
            let asked = self.requests_to(endpoint).await;
            if asked.len() >= count { Ok(asked) } else { Err(format!("{count} × {endpoint}: {asked:#?}")) }
        })
        .await
    }

    /// The webhooks about this one that were sent.
    pub async fn webhooks(&self) -> Vec<Value> {
        list(&call("GET", &self.path("/webhooks"), None).await.expect(200).json())
    }

    /// Somebody at the desk says something about the case.
    pub async fn say(&self, said: Value) {
        let case = self.case().await;
        let uuid = case["caseSystemId"].as_str().expect("an id");
        call("POST", &format!("/caas/cases/{uuid}/set"), Some(said)).await.expect(200);
    }
}

/// An organisation's form.
pub fn organisation(name: &str) -> Value {
    json!({
        "screen_type": "ORGANISATION", "full_name": name, "gender": null, "dob": null, "nationality": null,
        "residential_country": null,
    })
}

fn list(value: &Value) -> Vec<Value> {
    value.as_array().expect("a list").clone()
}

async fn call(method: &'static str, path: &str, body: Option<Value>) -> Response {
    let request = Request::to(method, &format!("{}{path}", stack::sandbox()));
    match body {
        Some(body) => request.header("content-type", "application/json").body(body.to_string()).send().await,
        None => request.send().await,
    }
}

/// The access key, and the secrets, the newest first.
pub fn credentials() -> (String, Vec<String>) {
    let vars = stack::vars();
    let var = |name: &str| {
        let found = vars.iter().find(|(n, _)| n == name).map(|(_, value)| value.clone());
        found.unwrap_or_else(|| panic!("{name} is not set"))
    };
    let secret = |one: &str| one.split_once(':').expect("an id and a secret").1.to_owned();
    (var("CAAS_ACCESS_KEY"), var("CAAS_SECRETS").split(',').map(secret).collect())
}

/// Whether a request that CaaS had from us is signed by 001, with the secret that signs.
pub fn is_signed(asked: &Value) -> bool {
    let (key, secrets) = credentials();
    let text = |name: &str| asked[name].as_str().unwrap_or_default().to_owned();
    let header = |name: &str| asked["headers"][name].as_str().unwrap_or_default().to_owned();
    let time = header("access-timestamp");
    let signed = format!("{time}{}{}{}", text("method"), text("path"), text("body"));
    header("access-key") == key
        && time.parse::<i64>().is_ok_and(|time| (time - now()).abs() <= 120)
        && sign::fits(&secrets[0], &signed, &header("access-sign"))
}

/// A webhook as CaaS sends it, at that time, not yet sent.
pub fn webhook_at(body: &str, time: i64) -> Request {
    let (key, secrets) = credentials();
    let signed = sign::base64(secrets.last().expect("a secret"), &format!("{time}POST{WEBHOOK}{body}"));
    Request::new("POST", WEBHOOK)
        .header("content-type", "application/json")
        .header("access-key", &key)
        .header("access-timestamp", &time.to_string())
        .header("access-sign", &signed)
        .body(body)
}

/// A webhook of now.
pub fn webhook(body: &Value) -> Request {
    webhook_at(&body.to_string(), now())
}

/// The body of a webhook about a case.
pub fn about(case: &Value, suggestion: &str) -> Value {
    json!({
        "caseSystemId": case["caseSystemId"], "caseSuggestion": suggestion, "comment": "User is okay to me.",
        "externalCaseId": case["externalCaseId"],
    })
}
