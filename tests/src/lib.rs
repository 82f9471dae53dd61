//! What the tests share: everything that a test of the running product needs, and nothing of the product itself.
//!
//! In scope: a client, a browser that keeps or loses cookies, a partner that signs with a library that is not
//! ours, the partner's receiver of callbacks, the mailbox. Out of scope: any code of `shared`, `worker` or
//! `widget`; paths, names and texts are written here as a partner would write them.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::print_stdout,
    clippy::string_slice,
    clippy::disallowed_methods,
    reason = "a test stops with a message, reads the clock and prints what it saw"
)]

pub mod browser;
pub mod caas;
pub mod client;
pub mod durations;
pub mod factor;
pub mod feed;
pub mod journey;
pub mod kyc;
pub mod names;
pub mod partner;
pub mod payway;
pub mod process;
pub mod random;
pub mod raw_http;
pub mod receiver;
pub mod rsa;
pub mod sign;
pub mod simulator;
pub mod socket;
pub mod stack;
pub mod status_api;
pub mod stored;
pub mod strain;
pub mod tier;
pub mod together;
pub mod totp;
pub mod transcript;
pub mod until;
pub mod worldfirst;

use std::future::Future;
use std::sync::OnceLock;
use tokio::runtime::Runtime;

/// Runs a test on the one runtime of this process, so that connections and receivers outlive single tests.
pub fn run<T>(test: impl Future<Output = T>) -> T {
    strain::watch();
    let _timer = durations::Timer::start();
    runtime().block_on(test)
}

/// The one runtime of this process.
pub fn runtime() -> &'static Runtime {
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    RUNTIME.get_or_init(|| Runtime::new().expect("a runtime"))
}

/// Milliseconds since 1970.
pub fn now_ms() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    i64::try_from(since.expect("a clock after 1970").as_millis()).expect("a clock of this age")
}

/// Seconds since 1970.
pub fn now() -> i64 {
    now_ms() / 1000
}

/// Waits a little.
pub async fn pause(milliseconds: u64) {
    tokio::time::sleep(std::time::Duration::from_millis(milliseconds)).await;
}
