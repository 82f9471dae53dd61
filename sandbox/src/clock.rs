//! The one place of the sandbox that reads the clock.
#![allow(clippy::disallowed_methods, reason = "a program of its own, at its outermost edge")]

use std::time::{Duration, SystemTime, UNIX_EPOCH};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

fn since_epoch() -> Duration {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default()
}

/// Seconds since 1970.
pub fn seconds() -> u64 {
    since_epoch().as_secs()
}

/// Milliseconds since 1970.
pub fn millis() -> u64 {
    u64::try_from(since_epoch().as_millis()).unwrap_or_default()
}

/// Now, as RFC 3339 in UTC with milliseconds.
pub fn rfc3339() -> String {
    let milliseconds = i128::try_from(since_epoch().as_millis()).unwrap_or_default();
    OffsetDateTime::from_unix_timestamp_nanos(milliseconds * 1_000_000)
        .ok()
        .and_then(|now| now.format(&Rfc3339).ok())
        .unwrap_or_default()
}
