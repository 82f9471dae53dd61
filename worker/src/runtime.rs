//! The clock and the random numbers of the runtime. The domain is given both, so that tests choose them.

use crate::error::ApiError;
use account_link_shared::time::Millis;

/// The one reading of the clock. It stands still between IO in production.
#[allow(clippy::disallowed_methods, reason = "the one excused place: everyone else is given the time")]
pub fn now() -> Millis {
    Millis::new(i64::try_from(worker::Date::now().as_millis()).unwrap_or(i64::MAX))
}

/// The one source of chance: the platform's CSPRNG.
#[allow(clippy::disallowed_methods, reason = "the one excused place: everyone else is given random bytes")]
pub fn random<const N: usize>() -> Result<[u8; N], ApiError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| ApiError::internal("no random bytes").because(&error))?;
    Ok(bytes)
}
