//! A callback: five attempts, then FAILED; 2xx ends, 410 stops (docs/PROTOCOL.md, "Callbacks").

use super::{LEASE, RetryPolicy};
use account_link_shared::id::EventId;
use account_link_shared::time::Millis;
use serde::{Deserialize, Serialize};

/// The time limit of one request, in milliseconds.
pub const TIME_LIMIT: u32 = 8_000;

/// Where a callback is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Progress {
    /// To be sent at that time.
    Due {
        /// Milliseconds since the epoch.
        at: Millis,
    },
    /// Answered 2xx.
    Delivered,
    /// Answered 410: the partner wants no more of this one.
    Stopped,
    /// Every attempt failed.
    Failed,
}

/// One attempt, for the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallbackAttempt {
    /// When it began.
    pub at: Millis,
    /// The status answered; `None` if there was no answer in time.
    pub status: Option<u16>,
    /// How long that took, in milliseconds.
    #[serde(default)]
    pub took: u32,
    /// The partner asked for it.
    #[serde(default)]
    pub by_hand: bool,
}

/// A callback: what is sent and how far it got.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Callback {
    /// The same on every attempt.
    pub event: EventId,
    /// The link's sequence number of this event.
    pub sequence: u64,
    /// The bytes that are signed and sent.
    pub body: String,
    /// The `state` of the link's flow, if it had one.
    pub link_state: Option<String>,
    /// How far.
    pub progress: Progress,
    /// What was tried.
    pub attempts: Vec<CallbackAttempt>,
    /// The partner asked for one more attempt: how far it was, and is again if that fails.
    #[serde(default)]
    again: Option<Progress>,
}

impl Callback {
    /// A callback to be sent at once.
    pub fn new(event: EventId, sequence: u64, body: String, link_state: Option<String>, now: Millis) -> Self {
        Self {
            event,
            sequence,
            body,
            link_state,
            progress: Progress::Due { at: now },
            attempts: Vec::new(),
            again: None,
        }
    }

    /// The account that the partner is told of, as the body says.
    pub fn account_uuid(&self) -> Option<String> {
        #[derive(Deserialize)]
        struct Named {
            account_uuid: String,
        }
        serde_json::from_str(&self.body).ok().map(|Named { account_uuid }| account_uuid)
    }

    /// When it is to be sent, if it still is.
    pub fn due(&self) -> Option<Millis> {
        match self.progress {
            Progress::Due { at } => Some(at),
            Progress::Delivered | Progress::Stopped | Progress::Failed => None,
        }
    }

    /// Takes it for one attempt: nobody else does before the lease ends, and a process that dies meanwhile
    /// only delays it.
    pub fn claim(&mut self, now: Millis) -> bool {
        let due = self.due().is_some_and(|at| at <= now);
        if due {
            self.progress = Progress::Due { at: now.plus(LEASE) };
        }
        due
    }

    /// Whether the attempt that was claimed is one that the partner asked for.
    pub fn by_hand(&self) -> bool {
        self.again.is_some()
    }

    /// Records an attempt. `divisor` shortens the pauses in development; it is 1 in production.
    pub fn record(&mut self, attempt: CallbackAttempt, now: Millis, divisor: u32) {
        let planned = self.attempts.iter().filter(|attempt| !attempt.by_hand).count();
        let failures = u32::try_from(planned).unwrap_or(u32::MAX).saturating_add(1);
        let (status, by_hand) = (attempt.status, attempt.by_hand);
        self.attempts.push(attempt);
        // Where this one leads from, and whether the one that the partner asked for is still to come.
        let (before, to_come) = match self.again {
            Some(before) if by_hand => (before, false),
            Some(before) => (before, true),
            None => (self.progress, false),
        };
        let shorter = |pause: i64| pause.checked_div(i64::from(divisor)).unwrap_or(pause);
        let after = match (before, status, RetryPolicy::CALLBACK.pause_after(failures)) {
            (_, Some(200..=299), _) => Progress::Delivered,
            (Progress::Due { .. }, Some(410), _) => Progress::Stopped,
            (Progress::Due { .. }, _, Some(pause)) if !by_hand => {
                Progress::Due { at: now.plus(shorter(pause)) }
            }
            (Progress::Due { .. }, _, None) if !by_hand => Progress::Failed,
            _ => before,
        };
        if to_come {
            self.again = Some(after);
        } else {
            (self.progress, self.again) = (after, None);
        }
    }

    /// One more attempt at once, whatever came before; what was still to come comes all the same.
    pub fn resend(&mut self, now: Millis) {
        let before = self.again.take().unwrap_or(self.progress);
        self.again = Some(before);
        self.progress = Progress::Due { at: now };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use account_link_shared::time::{HOUR, MINUTE};

    fn callback() -> Callback {
        Callback::new(EventId::parse("evt_1").unwrap(), 1, "{}".into(), None, Millis::new(0))
    }

    /// Runs attempts as they fall due and gives the times at which they were made.
    fn run(callback: &mut Callback, statuses: &[Option<u16>], divisor: u32) -> Vec<i64> {
        let mut times = Vec::new();
        for status in statuses {
            let Some(at) = callback.due() else { break };
            assert!(callback.claim(at) && !callback.claim(at));
            let by_hand = callback.by_hand();
            callback.record(CallbackAttempt { at, status: *status, took: 0, by_hand }, at, divisor);
            times.push(at.get());
        }
        times
    }

    #[test]
    fn five_attempts_each_after_the_previous_one() {
        let mut failing = callback();
        let times = run(&mut failing, &[Some(500), None, Some(302), Some(404), Some(500), Some(200)], 1);
        let hours = |h: i64| h * HOUR + 5 * MINUTE;
        assert_eq!(times, [0, 5 * MINUTE, hours(1), hours(6), hours(24)]);
        assert_eq!(failing.progress, Progress::Failed);
    }

    #[test]
    fn success_ends_and_gone_stops() {
        let mut second = callback();
        assert_eq!(run(&mut second, &[Some(503), Some(204), Some(500)], 1).len(), 2);
        assert_eq!(second.progress, Progress::Delivered);
        let mut gone = callback();
        assert_eq!(run(&mut gone, &[Some(410), Some(200)], 1).len(), 1);
        assert_eq!(gone.progress, Progress::Stopped);
    }

    #[test]
    fn a_resend_is_one_more_attempt_and_leaves_the_plan() {
        let mut sent = callback();
        run(&mut sent, &[Some(500)], 1);
        let plan = sent.progress;
        sent.resend(Millis::new(9));
        sent.resend(Millis::new(9));
        run(&mut sent, &[Some(500)], 1);
        assert_eq!(sent.progress, plan, "what was still to come comes all the same");
        sent.resend(Millis::new(10));
        run(&mut sent, &[Some(204)], 1);
        sent.resend(Millis::new(11));
        run(&mut sent, &[None], 1);
        assert_eq!(sent.progress, Progress::Delivered, "and what has arrived has arrived");
        let by_hand: Vec<bool> = sent.attempts.iter().map(|attempt| attempt.by_hand).collect();
        assert_eq!(by_hand, [false, true, true, true]);
    }

    /// Attempt and resend on their way at once, whichever ends first: both are in the log, and what arrived has arrived.
    #[test]
    fn a_resend_beside_an_attempt_is_one_more_and_takes_nothing_from_it() {
        let planned = |status| CallbackAttempt { at: Millis::new(0), status, took: 0, by_hand: false };
        let asked = |status| CallbackAttempt { by_hand: true, ..planned(status) };
        let due = |minutes: i64| Progress::Due { at: Millis::new(minutes * MINUTE) };
        let (ok, bad) = (Some(200), Some(500));
        for (first, second, end) in [
            (planned(ok), asked(ok), Progress::Delivered),
            (planned(ok), asked(bad), Progress::Delivered),
            (planned(bad), asked(bad), due(5)),
            (asked(bad), planned(ok), Progress::Delivered),
            (asked(ok), planned(bad), Progress::Delivered),
            (asked(bad), planned(bad), due(5)),
            (asked(bad), planned(Some(410)), Progress::Stopped),
        ] {
            let mut callback = callback();
            assert!(callback.claim(Millis::new(0)) && !callback.by_hand());
            callback.resend(Millis::new(0));
            assert!(callback.claim(Millis::new(0)) && callback.by_hand());
            callback.record(first.clone(), Millis::new(0), 1);
            callback.record(second.clone(), Millis::new(0), 1);
            assert_eq!(callback.attempts, [first, second]);
            assert_eq!(callback.progress, end, "{:?}", callback.attempts);
        }
    }

    #[test]
    fn a_410_to_a_resend_leaves_it_where_it_was() {
        let mut sent = callback();
        run(&mut sent, &[Some(200)], 1);
        sent.resend(Millis::new(9));
        run(&mut sent, &[Some(410)], 1);
        assert_eq!(sent.progress, Progress::Delivered);
    }

    #[test]
    fn an_attempt_that_was_killed_is_made_again_and_not_counted() {
        let mut killed = callback();
        assert!(killed.claim(Millis::new(0)));
        assert!(!killed.claim(Millis::new(LEASE - 1)));
        assert!(killed.claim(Millis::new(LEASE)));
        assert!(killed.attempts.is_empty());
    }
}
