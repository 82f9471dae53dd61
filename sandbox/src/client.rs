//! What leaves the sandbox: the demo partner's calls to the API of Account Link, signed on its backend, and whatever
//! another party has to send.

use crate::partners::Partner;
use crate::{clock, sign};
use axum::body::Bytes;
use axum::http::Request;
use http_body_util::{BodyExt as _, Full};
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use serde::Serialize;
use serde_json::{Value, json};
use std::time::Duration;

const TIME_LIMIT: Duration = Duration::from_secs(10);

/// What the API answered. The page gets it with status 200 whatever it says: a 404 is not the page's mistake.
#[derive(Debug, Serialize)]
pub struct Answer {
    status: u16,
    body: Value,
}

/// A signed call without body.
pub async fn call(partner: Partner, worker_port: u16, method: &str, path: &str) -> Answer {
    match send(partner, worker_port, method, path).await {
        Ok(answer) => answer,
        Err(error) => Answer { status: 0, body: json!({ "message": format!("{error:#}") }) },
    }
}

async fn send(partner: Partner, worker_port: u16, method: &str, path: &str) -> anyhow::Result<Answer> {
    let (timestamp, (key, secret)) = (clock::seconds(), partner.credentials());
    let request = Request::builder()
        .method(method)
        .uri(format!("http://127.0.0.1:{worker_port}{path}"))
        .header("access-key", key)
        .header("access-timestamp", timestamp)
        .header("access-sign", sign::api(secret, timestamp, method, path, ""))
        // The stored status may lag; after a callback a partner wants the truth.
        .header("cache-control", "no-cache")
        .header("accept", "application/json")
        .body(Full::default())?;
    let (status, body) = exchange(request, TIME_LIMIT).await?;
    Ok(Answer { status, body: serde_json::from_slice(&body).unwrap_or_default() })
}

/// A request and its answer, both within the limit.
pub async fn exchange(request: Request<Full<Bytes>>, limit: Duration) -> anyhow::Result<(u16, Bytes)> {
    let exchange = async {
        let client = Client::builder(TokioExecutor::new()).build_http();
        let response = client.request(request).await?;
        let status = response.status().as_u16();
        Ok((status, response.into_body().collect().await?.to_bytes()))
    };
    tokio::time::timeout(limit, exchange).await.unwrap_or_else(|_| Err(anyhow::anyhow!("no answer in time")))
}
