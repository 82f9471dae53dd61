//! Durable Objects, one class a file: what must be decided in one place, and remembered.
//!
//! Each file states its keys, its invariant and why it is atomic. All are alike: a command comes as JSON, the state is
//! loaded, `domain` decides, the state is saved and the alarm set in the same synchronous block, the
//! answer goes back. No `await` between the first read and the last write.

pub mod account;
mod alarm;
pub mod flow;
pub mod index;
pub mod link;
mod lock;
pub mod nonce;
mod storage;

use crate::domain::outbox::LEASE;
use crate::error::ApiError;
use crate::kv;
use core::future::Future;
use core::time::Duration;
use serde::{Serialize, de::DeserializeOwned};
use worker::{Env, Error, Request, Response, Result};

/// How long an object may take to answer, in milliseconds: a panic inside leaves a caller hanging. A link that renews,
/// or prepares to send a user, calls its provider more than once meanwhile, eight seconds each.
const TIME_LIMIT: u32 = 20_000;

/// Sends a command to an object and reads its answer, both as JSON.
pub(crate) async fn call<C: Serialize, R: DeserializeOwned>(
    env: &Env,
    binding: &'static str,
    name: &str,
    command: &C,
) -> core::result::Result<R, ApiError> {
    let command = serde_json::to_string(command)
        .map_err(|error| ApiError::internal("a command that cannot be written").because(&error))?;
    let answer = told(env, binding, name, &command).await?;
    // An object of another version may not know a command of ours: that passes when the versions are one again.
    serde_json::from_str(&answer)
        .map_err(|error| ApiError::unavailable("an object's answer is not understood").because(&error))
}

/// The part that is the same for all commands.
async fn told(
    env: &Env,
    binding: &'static str,
    name: &str,
    command: &str,
) -> core::result::Result<String, ApiError> {
    let init = web_sys::RequestInit::new();
    init.set_method("POST");
    init.set_body(&command.into());
    init.set_signal(Some(&web_sys::AbortSignal::timeout_with_u32(TIME_LIMIT)));
    let mut answer = sent(env, binding, name, &init).await?;
    if answer.status_code() != 200 {
        return Err(ApiError::unavailable("an object failed"));
    }
    answer.text().await.map_err(|error| ApiError::unavailable("an object's answer broke off").because(&error))
}

/// Sends a request to an object.
async fn sent(
    env: &Env,
    binding: &'static str,
    name: &str,
    init: &web_sys::RequestInit,
) -> core::result::Result<Response, ApiError> {
    let stub = env.durable_object(binding)?.get_by_name(name)?;
    let request = web_sys::Request::new_with_str_and_init("https://object.invalid/", init)
        .map_err(worker::Error::from)?;
    let answer = stub.fetch_with_request(Request::from(request)).await;
    answer.map_err(|error| ApiError::unavailable("an object did not answer").because(&error))
}

/// Does something that was taken under a lease; `None` if it is not done when the lease is about to end.
async fn within_lease<T>(work: impl Future<Output = T>) -> Option<T> {
    const MARGIN: i64 = 2_000;
    let limit = LEASE.saturating_sub(MARGIN).unsigned_abs();
    kv::within(Duration::from_millis(limit), work).await
}

/// Reads the command of a request.
async fn command<C: DeserializeOwned>(mut request: Request) -> Result<C> {
    let text = request.text().await?;
    serde_json::from_str(&text)
        .map_err(|error| Error::RustError(format!("a command is not understood: {error}")))
}

/// Writes an answer.
fn answer<R: Serialize>(reply: &R) -> Result<Response> {
    Response::ok(serde_json::to_string(reply)?)
}
