//! A party of the sandbox as it treats one user. Faults and settings that a test sets here are for the keys of that user
//! alone: no other test sees them, and nobody has to put them back.

use crate::client::{Request, Response};
use crate::{sign, stack};
use futures_util::future::join_all;
use serde_json::Value;

/// One party, for one user.
#[derive(Debug, Clone)]
pub struct Simulator {
    party: &'static str,
    /// What that party calls the user.
    pub keys: Vec<String>,
}

impl Simulator {
    /// The party of that name, as it treats whom it calls so.
    pub fn new(party: &'static str, keys: Vec<String>) -> Self {
        Self { party, keys }
    }

    /// Changes the settings that are named.
    pub async fn settings(&self, change: Value) {
        self.each("POST", &format!("/{}/settings", self.party), Some(&change), 200).await;
    }

    /// How it answers at all.
    pub async fn fault(&self, fault: Value) {
        self.each("POST", &format!("/faults/{}", self.party), Some(&fault), 204).await;
    }

    /// It treats this user like everybody again.
    pub async fn reset(&self) {
        self.each("DELETE", &format!("/{}/settings", self.party), None, 204).await;
        self.each("DELETE", &format!("/faults/{}", self.party), None, 204).await;
    }

    async fn each(&self, method: &'static str, path: &str, body: Option<&Value>, status: u16) {
        let calls = self.keys.iter().map(|key| async move {
            let path = format!("{path}?only={}", sign::encode(key));
            call(method, &path, body.cloned()).await.expect(status);
        });
        join_all(calls).await;
    }
}

/// A call to the sandbox.
pub async fn call(method: &'static str, path: &str, body: Option<Value>) -> Response {
    let request = Request::to(method, &format!("{}{path}", stack::sandbox()));
    match body {
        Some(body) => request.header("content-type", "application/json").body(body.to_string()).send().await,
        None => request.send().await,
    }
}

/// What is about this key in a list that the sandbox keeps.
pub async fn list(path: &str, key: &str) -> Vec<Value> {
    let list = call("GET", &format!("{path}?only={}", sign::encode(key)), None).await.expect(200).json();
    list.as_array().expect("a list").clone()
}
