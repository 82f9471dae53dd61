//! A partner: signs links on its backend, calls the API, receives callbacks.

use crate::client::{Request, Response};
use crate::until::until;
use crate::{now, sign, stack};
use serde_json::Value;

/// A partner as `cargo xtask` registers it for development.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Partner {
    pub key: &'static str,
    pub secret: &'static str,
    /// Its own site is so many ports above the sandbox's.
    pub above: u16,
}

/// Takes links without timestamp and user label; its site is the sandbox.
pub const DEMO: Partner = Partner { key: "demo", secret: "demo-partner-secret", above: 0 };
/// Has the defaults of the registry; its site is our own [`crate::receiver`].
pub const STRICT: Partner = Partner { key: "demo-strict", secret: "demo-strict-secret", above: 1 };

/// Its links last one day of the scaled schedule; its site is the sandbox.
pub const DAYS: Partner = Partner { key: "demo-days", secret: "demo-days-secret", above: 0 };

/// Its users pass an identity check before they are linked; its site is the sandbox.
pub const KYC: Partner = Partner { key: "demo-kyc", secret: "demo-kyc-partner-secret", above: 0 };

/// The parameters of a link, in their order, and who signs it for which host.
#[derive(Debug, Clone)]
pub struct Link {
    pub origin: String,
    pub secret: String,
    pub parameters: Vec<(String, String)>,
}

impl Partner {
    /// The origin of its own pages.
    pub fn site(&self) -> String {
        format!("http://localhost:{}", self.port())
    }

    /// The port of its own site.
    pub fn port(&self) -> u16 {
        stack::port(&stack::sandbox()) + self.above
    }

    /// The smallest link that it may sign now for one of its users.
    pub fn link(&self, user: &str) -> Link {
        let link = Link { origin: stack::origin(), secret: self.secret.into(), parameters: Vec::new() };
        let link = link.with("partner_key", self.key).with("user_ext_ref", user);
        let link = link.with("redirect_url", &format!("{}/linked", self.site()));
        if *self == DEMO {
            return link;
        }
        link.with("timestamp", &now().to_string()).with("user_label", "Sokha's shop")
    }

    /// A signed call to the API, not yet sent.
    pub fn request(&self, method: &'static str, path: &str) -> Request {
        self.request_at(method, path, &now().to_string(), None)
    }

    /// The same with a time and a nonce of one's own.
    pub fn request_at(&self, method: &'static str, path: &str, time: &str, nonce: Option<&str>) -> Request {
        let text = format!("{time}{method}{}{path}", nonce.unwrap_or_default());
        let request = Request::new(method, path)
            .header("access-key", self.key)
            .header("access-timestamp", time)
            .header("access-sign", &sign::base64(self.secret, &text));
        match nonce {
            Some(nonce) => request.header("access-nonce", nonce),
            None => request,
        }
    }

    /// A signed call to the API.
    pub async fn call(&self, method: &'static str, path: &str) -> Response {
        self.request(method, path).send().await
    }

    /// A signed call with a body to the API, not yet sent.
    pub fn request_with(&self, method: &'static str, path: &str, body: &str) -> Request {
        let time = now().to_string();
        let signed = sign::base64(self.secret, &format!("{time}{method}{path}{body}"));
        let request = self.request_at(method, path, &time, None);
        request.header("access-sign", &signed).header("content-type", "application/json").body(body)
    }

    /// The path of something below a user's link.
    pub fn path(&self, user: &str, below: &str) -> String {
        format!("/api/v1/links/{}{below}", sign::encode(user))
    }

    /// The truth about a link: what the API says when asked not to take it from a cache.
    pub async fn status(&self, user: &str) -> Value {
        let request = self.request("GET", &self.path(user, "")).header("cache-control", "no-cache");
        request.send().await.expect(200).json()
    }

    /// Waits until the status holds this, asked past every cache and from the cache; how it is then.
    pub async fn shows(&self, user: &str, name: &str, expected: impl Into<Value>) -> Value {
        let expected = expected.into();
        until(20, async || {
            let status = self.status(user).await;
            let cached = self.call("GET", &self.path(user, "")).await.expect(200).json();
            let so = status[name] == expected && cached == status;
            if so { Ok(status) } else { Err(format!("{name} is not {expected}: {status}, cached {cached}")) }
        })
        .await
    }

    /// Ends a link.
    pub async fn unlink(&self, user: &str) -> Response {
        self.call("DELETE", &self.path(user, "")).await
    }
}

impl Link {
    /// With one more parameter, or another value for it.
    pub fn with(mut self, name: &str, value: &str) -> Self {
        match self.parameters.iter_mut().find(|(n, _)| n == name) {
            Some((_, old)) => value.clone_into(old),
            None => self.parameters.push((name.to_owned(), value.to_owned())),
        }
        self
    }

    /// Without a parameter.
    pub fn without(mut self, name: &str) -> Self {
        self.parameters.retain(|(n, _)| n != name);
        self
    }

    /// The text that is signed.
    pub fn text(&self) -> String {
        let pair = |(name, value): &(String, String)| format!("{name}={}", sign::encode(value));
        let query: Vec<String> = self.parameters.iter().map(pair).collect();
        format!("{}/api/v1/partner/link?{}", self.origin, query.join("&"))
    }

    /// The link.
    pub fn sign(&self) -> String {
        signed(&self.secret, &self.text())
    }
}

/// A text as a signed link.
pub fn signed(secret: &str, text: &str) -> String {
    format!("{text}&signature={}", sign::encode(&sign::base64(secret, text)))
}
