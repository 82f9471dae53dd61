//! A browser at the page: it follows a link, keeps cookies or loses them, and makes the page's calls.

use crate::client::{Request, Response};
use crate::until::until;
use crate::{random, raw_http, stack};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

/// A browser; clones share its cookies, as tabs do.
#[derive(Clone)]
pub struct Browser {
    cookies: Option<Arc<Mutex<BTreeMap<String, String>>>>,
}

/// Where a link's 303 leads: a flow, and the one-use code to open it with.
#[derive(Debug, Clone)]
pub struct Opening {
    pub location: String,
    pub flow: String,
    pub code: String,
}

/// A browser in an open flow.
#[derive(Clone)]
pub struct Session {
    browser: Browser,
    pub flow: String,
    /// The bearer token, where cookies are lost.
    pub token: Option<String>,
    /// What the last reply showed.
    pub view: Value,
}

/// Follows a link to where it leads.
pub async fn follow(link: &str) -> Opening {
    Opening::of(&raw_http::open(link).await.expect(303))
}

impl Opening {
    /// Reads a 303.
    pub fn of(response: &Response) -> Self {
        let location = response.header("location").expect("a 303 says where").to_owned();
        let (page, code) = location.split_once('#').expect("the code is in the fragment");
        let (_, flow) = page.split_once("?flow=").expect("the flow is in the query");
        Self { flow: flow.to_owned(), code: code.to_owned(), location: location.clone() }
    }
}

impl Browser {
    /// One that keeps cookies.
    pub fn new() -> Self {
        Self { cookies: Some(Arc::default()) }
    }

    /// One that loses them: a frame in a browser that blocks them.
    pub fn without_cookies() -> Self {
        Self { cookies: None }
    }

    /// The value of a cookie.
    pub fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.as_ref().and_then(|jar| jar.lock().unwrap().get(name).cloned())
    }

    /// Loads the page of an opening.
    pub async fn page(&self, opening: &Opening) -> Response {
        let path = opening.location.split('#').next().unwrap_or_default();
        let request = Request::new("GET", path).header("accept", "text/html");
        let response = self.dressed(request).send().await;
        self.keep(&response);
        response
    }

    /// Redeems the code of an opening, whatever the answer.
    pub async fn redeem(&self, opening: &Opening) -> Response {
        let body = json!({ "flow": opening.flow, "code": opening.code });
        let request = self.write("/connect/v1/sessions", &body, &random::fresh("open"));
        let response = request.send().await;
        self.keep(&response);
        response
    }

    /// Loads the page and redeems the code.
    pub async fn enter(&self, opening: &Opening) -> Session {
        self.page(opening).await.expect(200);
        self.open(opening).await
    }

    /// Redeems the code without having loaded the page.
    pub async fn open(&self, opening: &Opening) -> Session {
        let response = self.redeem(opening).await.expect(200);
        let flow = response.json()["view"]["flow"].as_str().expect("a flow").to_owned();
        let mut session = Session { browser: self.clone(), flow, token: None, view: Value::Null };
        session.keep(&response);
        session
    }

    /// A write as the page makes it.
    pub fn write(&self, path: &str, body: &Value, id: &str) -> Request {
        let request = Request::new("POST", path)
            .header("origin", &stack::origin())
            .header("content-type", "application/json")
            .header("idempotency-key", id)
            .body(body.to_string());
        self.dressed(request)
    }

    fn dressed(&self, request: Request) -> Request {
        let Some(jar) = &self.cookies else { return request };
        let pairs: Vec<String> = jar.lock().unwrap().iter().map(|(n, v)| format!("{n}={v}")).collect();
        if pairs.is_empty() { request } else { request.header("cookie", &pairs.join("; ")) }
    }

    fn keep(&self, response: &Response) {
        let Some(jar) = &self.cookies else { return };
        for cookie in response.all("set-cookie") {
            let (pair, rules) = cookie.split_once(';').unwrap_or((cookie, ""));
            let (name, value) = pair.split_once('=').expect("a cookie has a name");
            if rules.contains("Max-Age=0") {
                jar.lock().unwrap().remove(name);
            } else {
                jar.lock().unwrap().insert(name.to_owned(), value.to_owned());
            }
        }
    }
}

impl Default for Browser {
    fn default() -> Self {
        Self::new()
    }
}

impl Session {
    /// A write of this flow, not yet sent: `continue`, `confirm`, `onboarding/email` …
    pub fn request(&self, name: &str, body: &Value, id: &str) -> Request {
        let request = self.browser.write(&format!("/connect/v1/flows/{}/{name}", self.flow), body, id);
        self.bearing(request)
    }

    fn bearing(&self, request: Request) -> Request {
        match &self.token {
            Some(token) => request.header("authorization", &format!("Bearer {token}")),
            None => request,
        }
    }

    /// Does one thing in the flow, and keeps the session that it answers with.
    pub async fn perform(&mut self, name: &str, body: Value) -> Response {
        let response = self.request(name, &body, &random::fresh("act")).send().await;
        self.keep(&response);
        response
    }

    /// Reads the flow, as a reload does.
    pub async fn read(&mut self) -> Response {
        let request = Request::new("GET", &format!("/connect/v1/flows/{}", self.flow));
        let response = self.bearing(self.browser.dressed(request)).send().await;
        self.keep(&response);
        response
    }

    /// Reads the flow until it shows this step.
    pub async fn settle(&mut self, step: &str, seconds: u64) {
        until(seconds, async || {
            let read = self.read().await;
            if read.step() == step { Ok(()) } else { Err(format!("not {step}: {read:?}")) }
        })
        .await;
    }

    /// Keeps what a reply brought: cookies, a token, the view.
    pub fn keep(&mut self, response: &Response) {
        self.browser.keep(response);
        let body: Value = serde_json::from_str(&response.body).unwrap_or_default();
        if let Some(token) = body["token"].as_str() {
            self.token = Some(token.to_owned());
        }
        if body["view"].is_object() {
            self.view = body["view"].clone();
        }
    }

    /// The session as it is now, cookie or bearer.
    pub fn secret(&self) -> String {
        let cookie = self.browser.cookie(&format!("__Host-al-{}", self.flow));
        cookie.or_else(|| self.token.clone()).expect("a session")
    }
}
