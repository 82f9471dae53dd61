//! One attempt at a provider: where it is (`phase`), how long it may be completed, and when it is asked about next.

use super::phase::{OpenIn, Phase, Transition};
use crate::domain::throttle::{Bucket, Rate};
use account_link_shared::id::FlowId;
use account_link_shared::providers::error::ProviderError;
use account_link_shared::time::{DAY, HOUR, MINUTE, Millis};
use serde::{Deserialize, Serialize};

/// Two questions of one link are never closer than this, in milliseconds.
pub const APART: i64 = 1_000;
/// After its end an attempt may still turn out to have been completed, for this long, in milliseconds.
const GRACE: i64 = 20_000;
/// The pauses while an attempt lives, in milliseconds; the last one repeats.
const PAUSES: [i64; 8] = [3_000, 3_000, 4_000, 5_000, 7_000, 10_000, 15_000, 20_000];
/// After this long the pauses grow by a tenth of the time that has passed since, in milliseconds.
const PATIENT: i64 = 10 * MINUTE;
/// How long after its end an attempt is asked about while there is no answer, and the longest pause then.
const SILENT: i64 = 7 * DAY;
const SILENT_PAUSE: i64 = 6 * HOUR;
/// How long a provider may decide after the user has left, in milliseconds.
const DECIDES: i64 = DAY;
/// Hints about an attempt that may ask.
const HINTS: Rate = Rate { burst: 10, each: MINUTE };
/// The same for an attempt of a closed flow.
const CLOSED_HINTS: Rate = Rate { burst: 2, each: DAY };

/// The subject generation in which an attempt of our own naming was made; None for a name that the provider gave.
pub fn generation_of(attempt: &str) -> Option<u32> {
    attempt.split_once('.')?.0.parse().ok()
}

/// One thing that was shown to the user, or one way they were sent, and may be completed at the provider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// The provider's name for it, or one of ours: the subject generation and a number.
    pub id: String,
    /// By which flow.
    pub flow: FlowId,
    /// Until when it can be completed.
    pub until: Millis,
    /// Where it is.
    pub phase: Phase,
    /// It is to take the place of what is linked.
    pub rebind: Option<Rebind>,
    /// What a user brought back from the provider's page, by this attempt or by an earlier one of the same subject.
    pub result: Option<ReturnResult>,
    began: Millis,
    /// What comes of it and does not link must be revoked there.
    revocable: bool,
    polls: u32,
    /// When it last had a definite answer.
    pub(super) answered: Option<Millis>,
    pub(super) next: Option<Millis>,
    /// A hint came while it was asked about.
    pub(super) hinted: bool,
    hints: Bucket,
}

/// An attempt about to be made.
#[derive(Debug, Clone)]
pub struct NewAttempt {
    /// The provider's name for it; `None` where it has none, and the user is asked about.
    pub id: Option<String>,
    /// By which flow.
    pub flow: FlowId,
    /// Until when it can be completed.
    pub until: Millis,
    /// The user is sent there by it, or shown a QR; else it only asks what is there.
    pub open_in: Option<OpenIn>,
    /// What comes of it and does not link must be revoked there.
    pub revocable: bool,
    /// It is to take the place of what is linked.
    pub rebind: Option<Rebind>,
}

/// What an attempt is to replace.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rebind {
    /// The fingerprint of what was there before anybody was sent, empty for nothing: only something else counts.
    pub before: Option<String>,
}

/// What a user brought back from the provider's page. Unsigned, so only a reason to ask.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReturnResult {
    /// Said to be done, or not decided: it goes on without the user.
    pub pending: bool,
    /// Why not.
    pub error: Option<ProviderError>,
    /// Trying again would fail again: our own question decides.
    pub terminal: bool,
}

impl Attempt {
    pub(super) fn new(id: String, new: NewAttempt, now: Millis) -> Self {
        Self {
            id,
            flow: new.flow,
            until: new.until.plus(GRACE),
            phase: Phase::new(new.open_in),
            rebind: new.rebind,
            result: None,
            began: now,
            revocable: new.revocable,
            polls: 0,
            answered: None,
            next: Some(now.plus(pause(0))),
            hinted: false,
            hints: Bucket::default(),
        }
    }

    /// What is asked about: of two attempts with one subject the newer one is asked for both.
    pub(super) fn subject(&self) -> &str {
        self.id.split('.').next().unwrap_or_default()
    }

    /// Takes over from an older one of the same subject.
    pub(super) fn inherit(&mut self, older: &Self) {
        if older.is_pending() {
            self.result.clone_from(&older.result);
            self.until = self.until.max(older.until);
        }
        self.hints.join(older.hints);
        if let (Some(rebind), Some(older)) = (&mut self.rebind, &older.rebind) {
            rebind.before = rebind.before.take().or_else(|| older.before.clone());
        }
    }

    /// The provider said until when it can be completed.
    pub(super) fn lives_until(&mut self, until: Millis) {
        self.until = until.plus(GRACE);
    }

    /// Moves it, where that applies. True if it moved.
    pub(super) fn apply(&mut self, transition: Transition) -> bool {
        let next = self.phase.after(transition);
        self.phase = next.unwrap_or(self.phase);
        next.is_some()
    }

    /// The user came back with that. What was left to the provider to decide stays so, whatever a later visit says.
    pub(super) fn returned(&mut self, result: ReturnResult, now: Millis) -> ReturnResult {
        let counts = result.pending || !self.is_pending();
        if result.pending {
            self.until = self.until.max(now.plus(DECIDES));
        }
        let kept = self.result.take().filter(|_| !counts).unwrap_or(result);
        self.result = Some(kept.clone());
        kept
    }

    /// Whether it may yet be decided without the user.
    pub fn is_pending(&self) -> bool {
        self.result.as_ref().is_some_and(|result| result.pending)
    }

    /// It links nothing any more. Where something of it would have to be revoked it is asked about once more, when it
    /// cannot be completed any longer.
    pub(super) fn close(&mut self, now: Millis) {
        if self.apply(Transition::Close) {
            self.next = self.next.filter(|_| self.revocable).map(|_| self.until.max(now));
        }
    }

    /// Whether it may yet be completed, as far as we know, or is what is linked.
    pub(super) fn may_bring(&self, now: Millis) -> bool {
        !matches!(self.phase, Phase::Closed { .. }) && now < self.until
    }

    /// Whether what comes of it must be revoked there, unless it links.
    pub fn revocable(&self) -> bool {
        self.revocable
    }

    /// Whether it has had a definite answer.
    pub fn is_answered(&self) -> bool {
        self.answered.is_some()
    }

    /// Somebody says that something happened: asked about soon, but only so often.
    pub(super) fn hint(&mut self, now: Millis) {
        let rate = if matches!(self.phase, Phase::Closed { .. }) { CLOSED_HINTS } else { HINTS };
        let at = self.hints.free_at(rate, now);
        // Who has to wait is asked about at the usual time, if that comes first.
        let sooner = self.next.is_some_and(|next| next <= at);
        if self.hinted || (sooner && at > now) {
            return;
        }
        self.hints.take(rate, now);
        self.hinted = true;
        self.next = Some(self.next.map_or(at, |next| next.min(at)));
    }

    /// An answer came, or none: when to ask again. `live`: it may still be completed.
    pub(super) fn was_asked(&mut self, live: bool, answered: bool, now: Millis) {
        self.polls = self.polls.saturating_add(1);
        if answered {
            self.answered = Some(now);
        }
        let since = |at: Millis| now.get().saturating_sub(at.get());
        let late = since(self.until);
        let age = since(self.began).saturating_sub(PATIENT).max(0);
        let soon = now.plus(pause(self.polls).saturating_add(age.saturating_div(10)));
        let open = self.phase.is_open();
        self.next = match (answered, open) {
            _ if self.hinted => Some(now.plus(APART)),
            // Nothing has to be revoked: what did not come in time does not count.
            _ if !self.revocable && (!open || late >= 0) => None,
            // After its end the pauses grow with the time since, for as long as a week.
            (false, _) if late > SILENT => None,
            (false, _) => Some(soon.max(now.plus(late.min(SILENT_PAUSE)))),
            (true, true) if live => Some(soon.min(self.until)).filter(|_| now < self.until),
            // The last question comes when it can no longer be completed.
            (true, _) => Some(self.until).filter(|until| now < *until && self.revocable),
        };
    }
}

fn pause(polls: u32) -> i64 {
    let index = usize::try_from(polls).unwrap_or(usize::MAX);
    PAUSES.get(index).or(PAUSES.last()).copied().unwrap_or_default()
}
