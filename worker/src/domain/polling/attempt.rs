//! One attempt at a provider: how long it may be completed, and when it is asked about next.

use super::{APART, pause};
use account_link_shared::id::FlowId;
use account_link_shared::problem::Code;
use account_link_shared::time::{DAY, HOUR, MINUTE, Millis};
use serde::{Deserialize, Serialize};

/// After its end an attempt may still turn out to have been completed, for this long, in milliseconds.
const GRACE: i64 = 20_000;
/// The pauses while an attempt lives, in seconds; the last one repeats.
const PAUSES: [i64; 8] = [3, 3, 4, 5, 7, 10, 15, 20];
/// After this long the pauses grow by a tenth of the time that has passed since, in milliseconds.
const PATIENT: i64 = 10 * MINUTE;
/// How long after its end an attempt is asked about while there is no answer, and the longest pause then.
const SILENT: i64 = 7 * DAY;
const SILENT_PAUSE: i64 = 6 * HOUR;
/// How long a provider may decide after the user has left, in milliseconds.
const DECIDES: i64 = DAY;

/// One thing that was shown to the user, or one way they were sent, and may be completed at the provider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// The provider's name for it, or one of ours: the subject_generation and a number.
    pub id: String,
    /// By which flow.
    pub flow: FlowId,
    /// Until when it can be completed.
    pub until: Millis,
    /// Its flow was closed: it links nothing any more.
    pub closed: bool,
    /// It is to take the place of what is linked.
    #[serde(default)]
    pub replaces: Option<Rebind>,
    /// What the user brought back from the provider's page.
    #[serde(default)]
    pub came: Option<ReturnResult>,
    /// The user was sent there by it.
    #[serde(default)]
    pub sent: Option<OpenIn>,
    /// And came back.
    #[serde(default)]
    pub(super) returned: bool,
    #[serde(default)]
    began: Millis,
    #[serde(default = "yes")]
    removes: bool,
    asked: u32,
    /// When it last had a definite answer.
    pub(super) answered: Option<Millis>,
    pub(super) next: Option<Millis>,
    /// A hint came while it was asked about.
    pub(super) hinted: bool,
    /// When the hints spent so far will have come back.
    pub(super) spent: Millis,
}

fn yes() -> bool {
    true
}

/// How a user goes to the provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OpenIn {
    /// In the page of the flow, or in its place.
    SameWindow,
    /// In a tab beside it.
    NewTab,
}

/// An attempt about to be made.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct New {
    /// The provider's name for it; `None` where it has none, and the user is asked about.
    pub id: Option<String>,
    /// By which flow.
    pub flow: FlowId,
    /// Until when it can be completed.
    pub until: Millis,
    /// The user is sent there by it; else it only asks what is there.
    pub sent: Option<OpenIn>,
    /// What comes of it and does not link must be removed there.
    pub removes: bool,
    /// It is to take the place of what is linked.
    pub replaces: Option<Rebind>,
}

/// What an attempt is to replace.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rebind {
    /// The fingerprint of what was there before anybody was sent, empty for nothing: only something else counts.
    pub before: Option<String>,
}

/// What a user brought back from the provider's page. Unsigned, so only a reason to ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReturnResult {
    /// Said to be done, or not decided: it goes on without the user.
    pub lasts: bool,
    /// Why not.
    pub problem: Option<Code>,
    /// Trying again would fail again: our own question decides.
    pub terminal: bool,
}

impl Attempt {
    pub(super) fn new(id: String, new: New, now: Millis) -> Self {
        Self {
            id,
            flow: new.flow,
            until: new.until.plus(GRACE),
            closed: false,
            replaces: new.replaces,
            came: None,
            sent: new.sent,
            returned: false,
            began: now,
            removes: new.removes,
            asked: 0,
            answered: None,
            next: Some(now.plus(pause(&PAUSES, 0))),
            hinted: false,
            spent: Millis::ZERO,
        }
    }

    /// What is asked about: of two attempts with one subject the newer one is asked for both.
    pub(super) fn subject(&self) -> &str {
        self.id.split('.').next().unwrap_or_default()
    }

    /// Takes over from an older one of the same subject.
    pub(super) fn inherit(&mut self, older: &Self) {
        if older.lasts() {
            self.came = older.came;
            self.until = self.until.max(older.until);
        }
        self.spent = self.spent.max(older.spent);
        if let (Some(replaces), Some(older)) = (&mut self.replaces, &older.replaces) {
            replaces.before = replaces.before.take().or_else(|| older.before.clone());
        }
    }

    /// The provider said until when it can be completed.
    pub(super) fn lives_until(&mut self, until: Millis) {
        self.until = until.plus(GRACE);
    }

    /// The user came back with that. What was left to the provider to decide stays so, whatever a later visit says.
    pub(super) fn brought(&mut self, came: ReturnResult, now: Millis) -> ReturnResult {
        let counts = came.lasts || !self.lasts();
        if came.lasts {
            self.until = self.until.max(now.plus(DECIDES));
        }
        let kept = self.came.filter(|_| !counts).unwrap_or(came);
        self.came = Some(kept);
        kept
    }

    /// Whether it may yet be decided without the user.
    pub fn lasts(&self) -> bool {
        self.came.is_some_and(|came| came.lasts)
    }

    /// It links nothing any more. Where something of it would have to be removed it is asked about once more, when it
    /// cannot be completed any longer.
    pub(super) fn close(&mut self, now: Millis) {
        self.closed = true;
        self.next = self.next.filter(|_| self.removes).map(|_| self.until.max(now));
    }

    /// Whether it may yet be completed, as far as we know.
    pub(super) fn is_open(&self, now: Millis) -> bool {
        !self.closed && now < self.until
    }

    /// Whether what comes of it must be removed there, unless it links.
    pub fn removes(&self) -> bool {
        self.removes
    }

    /// Whether it has had a definite answer.
    pub fn is_answered(&self) -> bool {
        self.answered.is_some()
    }

    /// An answer came, or none: when to ask again. `live`: it may still be completed.
    pub(super) fn was_asked(&mut self, live: bool, answered: bool, now: Millis) {
        self.asked = self.asked.saturating_add(1);
        if answered {
            self.answered = Some(now);
        }
        let since = |at: Millis| now.get().saturating_sub(at.get());
        let late = since(self.until);
        let age = since(self.began).saturating_sub(PATIENT).max(0);
        let soon = now.plus(pause(&PAUSES, self.asked).saturating_add(age.saturating_div(10)));
        self.next = match (answered, self.closed) {
            _ if self.hinted => Some(now.plus(APART)),
            // Nothing is owed: what did not come in time does not count.
            _ if !self.removes && (self.closed || late >= 0) => None,
            // After its end the pauses grow with the time since, for as long as a week.
            (false, _) if late > SILENT => None,
            (false, _) => Some(soon.max(now.plus(late.min(SILENT_PAUSE)))),
            (true, false) if live => Some(soon.min(self.until)).filter(|_| now < self.until),
            // The last question comes when it can no longer be completed.
            (true, _) => Some(self.until).filter(|until| now < *until && self.removes),
        };
    }
}
