//! Workers KV: fast, eventually consistent, never the truth; and never waited for without a limit.

pub mod document;
pub mod keys;
pub mod partners;
pub mod status;

use core::future::Future;
use core::time::Duration;
use futures_util::future::{Either, select};
use std::pin::pin;

/// How long KV may take, in milliseconds.
const TIME_LIMIT: u64 = 3_000;

/// What is said, or nothing if it is not said in time.
pub async fn bounded<T>(asked: impl Future<Output = T>) -> Option<T> {
    within(Duration::from_millis(TIME_LIMIT), asked).await
}

/// What comes of some work, or nothing if it takes longer than that.
pub async fn within<T>(limit: Duration, asked: impl Future<Output = T>) -> Option<T> {
    let limit = worker::Delay::from(limit);
    match select(pin!(asked), pin!(limit)).await {
        Either::Left((said, _)) => Some(said),
        Either::Right(_) => None,
    }
}
