//! What the API says about a user's link with one of the providers, and waiting until it says so.

use crate::client::Response;
use crate::partner::Partner;
use crate::until::until;
use crate::{feed, sign};
use serde_json::Value;

/// One of the providers that hold no account of ours, by its key.
#[derive(Debug, Clone, Copy)]
pub struct Of(pub &'static str);

impl Of {
    /// The path of a user's link.
    pub fn path(self, user: &str, rest: &str) -> String {
        format!("/api/v1/links/{}{rest}?provider={}", sign::encode(user), self.0)
    }

    /// The status as it is answered, not from a cache.
    pub async fn ask(self, partner: Partner, user: &str) -> Response {
        let request = partner.request("GET", &self.path(user, ""));
        request.header("cache-control", "no-cache").send().await
    }

    /// The truth about a link.
    pub async fn status(self, partner: Partner, user: &str) -> Value {
        self.ask(partner, user).await.expect(200).json()
    }

    /// Waits until it holds what is expected, of the link or of its first account.
    pub async fn shows(
        self,
        partner: Partner,
        user: &str,
        name: &str,
        expected: &str,
        seconds: u64,
    ) -> Value {
        until(seconds, async || {
            let status = self.status(partner, user).await;
            let so = status[name] == expected || status["accounts"][0][name] == expected;
            if so { Ok(status) } else { Err(format!("{name} is not {expected}: {status}")) }
        })
        .await
    }

    /// Ends a link.
    pub async fn unlink(self, partner: Partner, user: &str) -> Response {
        partner.call("DELETE", &self.path(user, "")).await
    }
}

/// The bodies of the callbacks to the demo partner about a user, once there are so many.
pub async fn told(user: &str, count: usize) -> Vec<Value> {
    let told = feed::callbacks().wait(count, feed::about(user)).await;
    told.iter().map(|one| serde_json::from_str(one["body"].as_str().unwrap()).unwrap()).collect()
}

/// How many callbacks to the demo partner about a user have come so far.
pub fn told_so_far(user: &str) -> usize {
    feed::callbacks().all(feed::about(user)).len()
}
