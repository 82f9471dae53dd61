//! A party of the sandbox that may be bent, and what keeps tests of this process out of each other's way there: those
//! that only use it run side by side, one that bends it runs alone.

use crate::client::{Request, Response};
use crate::{feed, stack};
use serde_json::{Value, json};
use tokio::sync::{RwLock, RwLockReadGuard, RwLockWriteGuard};

/// One party, by the name of its knob and of its folder in the sandbox.
pub struct Party {
    name: &'static str,
    bent: RwLock<()>,
}

impl Party {
    /// Of that name.
    pub const fn new(name: &'static str) -> Self {
        Self { name, bent: RwLock::const_new(()) }
    }

    /// The party as it is by itself, for as long as this is held.
    pub async fn plain(&self) -> RwLockReadGuard<'_, ()> {
        let plain = self.bent.read().await;
        feed::callbacks();
        self.straighten().await;
        plain
    }

    /// The party for this test alone, for as long as this is held: it may be bent.
    pub async fn alone(&self) -> RwLockWriteGuard<'_, ()> {
        let alone = self.bent.write().await;
        feed::callbacks();
        self.straighten().await;
        alone
    }

    /// Puts everything back.
    pub async fn straighten(&self) {
        self.call("DELETE", "/settings", None).await.expect(204);
        self.knob(json!({ "answer": 200 })).await;
    }

    /// Changes the settings that are named.
    pub async fn settings(&self, change: Value) {
        self.call("POST", "/settings", Some(change)).await.expect(200);
    }

    /// How it answers at all.
    pub async fn knob(&self, knob: Value) {
        to("POST", &format!("/knobs/{}", self.name), Some(knob)).await.expect(204);
    }

    /// A call to it.
    pub async fn call(&self, method: &'static str, path: &str, body: Option<Value>) -> Response {
        to(method, &format!("/{}{path}", self.name), body).await
    }

    /// A list that it keeps.
    pub async fn list(&self, path: &str) -> Vec<Value> {
        let list = self.call("GET", path, None).await.expect(200).json();
        list.as_array().expect("a list").clone()
    }
}

async fn to(method: &'static str, path: &str, body: Option<Value>) -> Response {
    let request = Request::to(method, &format!("{}{path}", stack::sandbox()));
    match body {
        Some(body) => request.header("content-type", "application/json").body(body.to_string()).send().await,
        None => request.send().await,
    }
}
