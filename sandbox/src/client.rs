//! The demo partner's calls to the API of Account Link, signed on its backend.

use crate::{clock, partner, sign};
use axum::body::Bytes;
use axum::http::Request;
use http_body_util::{BodyExt as _, Empty};
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
pub async fn call(worker_port: u16, method: &str, path: &str) -> Answer {
    let answer = tokio::time::timeout(TIME_LIMIT, send(worker_port, method, path)).await;
    let failed = |message: String| Answer { status: 0, body: json!({ "message": message }) };
    match answer {
        Ok(Ok(answer)) => answer,
        Ok(Err(error)) => failed(format!("{error:#}")),
        Err(_) => failed("no answer in time".to_owned()),
    }
}

async fn send(worker_port: u16, method: &str, path: &str) -> anyhow::Result<Answer> {
    let timestamp = clock::seconds();
    let request = Request::builder()
        .method(method)
        .uri(format!("http://127.0.0.1:{worker_port}{path}"))
        .header("access-key", partner::KEY)
        .header("access-timestamp", timestamp)
        .header("access-sign", sign::api(partner::SECRET, timestamp, method, path, ""))
        // The stored status may lag; after a callback a partner wants the truth.
        .header("cache-control", "no-cache")
        .header("accept", "application/json")
        .body(Empty::<Bytes>::new())?;
    let client = Client::builder(TokioExecutor::new()).build_http();
    let response = client.request(request).await?;
    let status = response.status().as_u16();
    let bytes = response.into_body().collect().await?.to_bytes();
    Ok(Answer { status, body: serde_json::from_slice(&bytes).unwrap_or_default() })
}
