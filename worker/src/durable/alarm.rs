//! Alarms that never end in an error. The platform tries a failed alarm a few times more and then gives it up, and with it
//! whatever is owed; so whatever the cause is (a document that cannot be read, a configuration that is refused, a binding
//! that is missing), it is logged and the alarm is set again, each time later while the object
//! stays in memory.

use crate::durable::storage::{self, Store};
use crate::log;
use account_link_shared::time::HOUR;
use core::cell::Cell;
use core::future::Future;
use serde::Serialize;
use serde::de::DeserializeOwned;
use worker::{Response, Result};

/// The first pause after a failure, in milliseconds; it doubles up to an hour.
const PAUSE: i64 = storage::LATER;

/// How often in a row the alarm of an object failed, since the object is in memory.
#[derive(Debug, Default)]
pub struct Alarms {
    failures: Cell<u32>,
}

impl Alarms {
    /// Does what an alarm is for. An error comes of it only where the storage itself takes no alarm: then the platform's own
    /// retry is what is left.
    pub async fn run(
        &self,
        store: &Store<impl Serialize + DeserializeOwned + Clone + PartialEq>,
        failed: &'static str,
        work: impl Future<Output = Result<()>>,
    ) -> Result<Response> {
        store.rang();
        match work.await {
            Ok(()) => self.failures.set(0),
            Err(error) => {
                log::fault(failed, &error);
                let failures = self.failures.get();
                self.failures.set(failures.saturating_add(1));
                let now = crate::runtime::now();
                store.arm_at_the_latest(now.plus(pause(failures)), now).await?;
            }
        }
        Response::empty()
    }
}

fn pause(failures: u32) -> i64 {
    PAUSE.saturating_mul(1_i64.checked_shl(failures.min(16)).unwrap_or(i64::MAX)).min(HOUR)
}

#[cfg(test)]
mod tests {
    use super::pause;

    #[test]
    fn pauses_double_up_to_an_hour() {
        assert_eq!(
            [0, 1, 2, 6, 7, 40].map(pause),
            [30_000, 60_000, 120_000, 1_920_000, 3_600_000, 3_600_000]
        );
    }
}
