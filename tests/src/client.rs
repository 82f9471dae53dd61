//! Plain HTTP: one request, one response, nothing followed, nothing kept.

use crate::stack;
use crate::until::until;
use serde_json::Value;
use std::sync::OnceLock;
use std::time::Duration;

/// A response as it arrived.
#[derive(Debug, Clone)]
pub struct Response {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Response {
    /// The first header of that name; the names are in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.all(name).first().copied()
    }

    /// Every header of that name.
    pub fn all(&self, name: &str) -> Vec<&str> {
        self.headers.iter().filter(|(n, _)| n == name).map(|(_, value)| value.as_str()).collect()
    }

    /// The body as JSON.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("this is not JSON: {self:?}"))
    }

    /// The `code` of an error body, else an empty text.
    pub fn code(&self) -> String {
        let body: Value = serde_json::from_str(&self.body).unwrap_or_default();
        body["code"].as_str().unwrap_or_default().to_owned()
    }

    /// The name of the step in a reply, with the kind of end: `confirm`, `ended/linked`.
    pub fn step(&self) -> String {
        let body: Value = serde_json::from_str(&self.body).unwrap_or_default();
        step_name(&body["view"]["step"])
    }

    /// This response, if it has that status.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{self:?}");
        self
    }

    /// This response, if it is our error body with that status and code.
    #[track_caller]
    pub fn refused(self, status: u16, code: &str) -> Self {
        assert_eq!((self.status, self.code().as_str()), (status, code), "{self:?}");
        let body = self.json();
        let mut names: Vec<&str> = body.as_object().expect("an object").keys().map(String::as_str).collect();
        names.sort_unstable();
        if ["provider_rejected", "provider_busy", "provider_unavailable", "provider_misconfigured"]
            .contains(&code)
        {
            // What the provider said, and no more: its own code and trace id where it gave them.
            let optional = ["provider_code", "provider_trace_id"];
            names.retain(|name| !optional.contains(name));
            assert_eq!(names, ["code", "message", "provider", "reason", "request_id"]);
        } else {
            assert_eq!(names, ["code", "message", "request_id"]);
        }
        assert_eq!(body["request_id"].as_str(), self.header("request-id"), "one id in body and header");
        assert!(!body["message"].as_str().unwrap_or_default().is_empty());
        self
    }

    /// This response, if it is a reply that shows this step.
    #[track_caller]
    pub fn shows(self, step: &str) -> Self {
        assert_eq!((self.status, self.step().as_str()), (200, step), "{self:?}");
        self
    }

    /// The body without its request id: what must not depend on the request.
    pub fn anonymous(&self) -> Value {
        let mut body = self.json();
        body.as_object_mut().expect("an object").remove("request_id");
        body
    }
}

/// See [`Response::step`].
pub fn step_name(step: &Value) -> String {
    let name = step["name"].as_str().unwrap_or_default();
    step["end"].as_str().map_or_else(|| name.to_owned(), |end| format!("{name}/{end}"))
}

/// One request to be sent once or more often.
#[derive(Debug, Clone)]
pub struct Request {
    pub method: &'static str,
    pub url: String,
    pub headers: Vec<(String, String)>,
    pub body: Option<String>,
}

impl Request {
    /// To a path of the product.
    pub fn new(method: &'static str, path: &str) -> Self {
        Self::to(method, &format!("{}{path}", stack::origin()))
    }

    /// To anybody.
    pub fn to(method: &'static str, url: &str) -> Self {
        Self { method, url: url.to_owned(), headers: Vec::new(), body: None }
    }

    /// With a header, in place of one of that name.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self = self.without(name);
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Without a header.
    pub fn without(mut self, name: &str) -> Self {
        self.headers.retain(|(n, _)| !n.eq_ignore_ascii_case(name));
        self
    }

    /// With this body.
    pub fn body(mut self, body: impl Into<String>) -> Self {
        self.body = Some(body.into());
        self
    }

    /// Sends it, as a page does, until there is an answer that is not of trouble on the way.
    pub async fn answered(&self) -> Response {
        until(20, async || match self.attempt().await {
            Ok(response) if response.status < 500 => Ok(response),
            other => Err(format!("{self:?} is not answered: {other:?}")),
        })
        .await
    }

    /// Sends it; an error if nobody answers.
    pub async fn attempt(&self) -> Result<Response, reqwest::Error> {
        let method = reqwest::Method::from_bytes(self.method.as_bytes()).expect("a method");
        let mut request = client().request(method, &self.url);
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        if let Some(body) = &self.body {
            request = request.body(body.clone());
        }
        let response = request.send().await?;
        let status = response.status().as_u16();
        let text =
            |value: &reqwest::header::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
        let headers =
            response.headers().iter().map(|(name, value)| (name.to_string(), text(value))).collect();
        let body = String::from_utf8_lossy(&response.bytes().await?).into_owned();
        Ok(Response { status, headers, body })
    }

    /// Sends it. Somebody must answer.
    pub async fn send(&self) -> Response {
        let answer = self.attempt().await;
        answer
            .unwrap_or_else(|error| panic!("no answer from {}: is the product running? {error:?}", self.url))
    }
}

fn client() -> &'static reqwest::Client {
    static CLIENT: OnceLock<reqwest::Client> = OnceLock::new();
    CLIENT.get_or_init(|| {
        let plain = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy();
        // workerd hangs up after five idle seconds: a connection is not used again when that may happen at any moment.
        let plain = plain.pool_idle_timeout(Duration::from_secs(1));
        plain.timeout(Duration::from_secs(60)).build().expect("a client")
    })
}

/// Why something failed, of a body or of a view: our code, and the provider's reason and code where it said so. Empty for
/// nothing.
pub fn problem_code(failure: &Value) -> String {
    let words = ["code", "reason", "provider_code"].map(|name| failure[name].as_str());
    words.into_iter().flatten().collect::<Vec<_>>().join(" ")
}
