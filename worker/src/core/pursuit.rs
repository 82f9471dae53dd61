//! What comes of a provider's answer: a link, another standing, an end, or something to remove there.
//!
//! PRODUCT, decision 6: an attempt of the open flow links, superseded or not; so does one of a flow that the open
//! flow replaced, once that one is past Continue. What any other brings about is removed, unless it is what the
//! present linking holds.

use crate::core::delivery::Delivery;
use crate::core::inquiry::{Attempt, Token};
use crate::core::link::{LinkState, LinkedHere};
use account_link_shared::id::{AccountUuid, EventId, FlowId};
use account_link_shared::link::{Holder, Life, Linking, Standing, UnlinkReason};
use account_link_shared::status::MaskedAccount;
use account_link_shared::time::{DAY, HOUR, MINUTE, Millis, Seconds};
use serde::{Deserialize, Serialize};

/// How often in a row a provider may not know what is linked before we believe it.
const MISSES: u32 = 2;
/// How soon it is asked again then, in milliseconds.
const MISSED_AGAIN: i64 = 30_000;
/// And while it does not answer.
const SILENT_AGAIN: i64 = MINUTE;

/// What a provider says of an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing came of it so far; for what is linked: it is not there any more.
    Absent,
    /// What came of it was removed there.
    Removed,
    /// An account.
    Found(Found),
    /// No answer, or none that can be read.
    Silent,
}

/// An account at the provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Whether it can be used now.
    pub standing: Standing,
    /// For people.
    pub account: MaskedAccount,
    /// Until when it can be used: the earliest and the latest reading.
    pub valid_until: Option<(Seconds, Seconds)>,
    /// What we hold of it.
    pub token: Token,
}

/// Why no attempt may be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BeginRefusal {
    /// Linked already.
    AlreadyLinked,
    /// Another flow took over.
    Replaced,
    /// The flow was ended.
    Over,
    /// Something is still to be removed at the provider.
    StillRemoving,
    /// Too many attempts are still open.
    TooMany,
}

/// What an attempt is, once the provider has said until when it can be completed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shown {
    /// It may be completed.
    Open,
    /// Its flow is linked by now.
    Linked(LinkedHere),
    /// It would link nothing any more.
    Over,
}

/// What an answer brought about.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Brought {
    /// To be written with the state.
    pub delivery: Option<Delivery>,
    /// The flow that should hear that it linked.
    pub linked: Option<(FlowId, LinkedHere)>,
}

impl LinkState {
    /// A flow makes an attempt.
    pub fn begin(
        &mut self,
        id: String,
        flow: &FlowId,
        until: Millis,
        now: Millis,
    ) -> Result<(), BeginRefusal> {
        let current = self.current.as_ref().ok_or(BeginRefusal::Over)?;
        if current.flow != *flow {
            return Err(BeginRefusal::Replaced);
        }
        match self.link.life {
            Life::Linked(_) => Err(BeginRefusal::AlreadyLinked),
            Life::Closed { .. } | Life::Unlinked { .. } => Err(BeginRefusal::Over),
            Life::Pending if self.inquiry.owes() => Err(BeginRefusal::StillRemoving),
            Life::Pending if self.inquiry.begin(id, flow.clone(), until, now) => Ok(()),
            Life::Pending => Err(BeginRefusal::TooMany),
        }
    }

    /// The provider said until when an attempt can be completed; `None` where it refused.
    pub fn shown(&mut self, id: &str, flow: &FlowId, until: Option<Millis>) -> Shown {
        self.inquiry.shown(id, until);
        if let Some(here) = self.linked_by(flow) {
            return Shown::Linked(here);
        }
        let open = self.inquiry.attempts.iter().any(|attempt| attempt.id == id && self.is_live(attempt));
        if open { Shown::Open } else { Shown::Over }
    }

    /// The end of validity came: what a provider may have prolonged is asked about, anything else has ended. `true`:
    /// it has ended.
    pub fn ran_out(&self, now: Millis) -> bool {
        self.is_over(now) && self.inquiry.held.is_none()
    }

    fn is_over(&self, now: Millis) -> bool {
        self.link.valid_until().is_some_and(|until| until.millis() <= now)
    }

    /// When to look at the end of validity. What may have been prolonged has a question of its own.
    pub fn runs_out(&self) -> Option<Millis> {
        self.link.valid_until().filter(|_| !self.inquiry.asks_held()).map(Seconds::millis)
    }

    /// At the end of validity what is held is asked about, whatever became of the question for it.
    pub fn ask_at_end(&mut self, now: Millis) -> bool {
        let asks = self.is_over(now) && self.inquiry.held.is_some() && !self.inquiry.asks_held();
        if asks {
            self.inquiry.ask_held(now);
        }
        asks
    }

    /// Whether what was found would make the link: it needs a new `account_uuid`.
    pub fn would_link(&self, id: &str, verdict: &Verdict) -> bool {
        let live = self.inquiry.attempts.iter().any(|attempt| attempt.id == id && self.is_live(attempt));
        live && matches!(verdict, Verdict::Found(_))
    }

    /// Takes an answer about an attempt. `account_uuid` is written to the index already.
    pub fn answered(
        &mut self,
        id: &str,
        verdict: Verdict,
        account_uuid: AccountUuid,
        event: EventId,
        now: Millis,
    ) -> Brought {
        let Some(attempt) = self.inquiry.attempts.iter().find(|attempt| attempt.id == id).cloned() else {
            return Brought::default();
        };
        // Its own id speaks for what is held, also with another token; another id only where it names the same.
        let held = self.inquiry.held.as_ref().is_some_and(|held| match &verdict {
            Verdict::Found(found) => held.attempt == id || held.token.mark == found.token.mark,
            Verdict::Absent | Verdict::Removed | Verdict::Silent => held.attempt == id,
        });
        if held {
            return Brought { delivery: self.held_is(&attempt, verdict, event, now), linked: None };
        }
        let live = self.is_live(&attempt);
        match verdict {
            Verdict::Silent => self.inquiry.asked(id, live, false, now),
            Verdict::Absent => self.inquiry.asked(id, live, true, now),
            Verdict::Removed => self.inquiry.settled(id, now),
            Verdict::Found(Found { standing, account, valid_until, token }) => {
                self.inquiry.settled(id, now);
                let over = valid_until.is_some_and(|(_, latest)| latest.millis() <= now);
                if live && !over {
                    let linking = linking(account_uuid, standing, account, valid_until);
                    return self.complete(&attempt, linking, token, event, now);
                }
                self.inquiry.owe(token, now);
            }
        }
        Brought::default()
    }

    /// Whether what comes of an attempt links.
    fn is_live(&self, attempt: &Attempt) -> bool {
        let Some(current) = &self.current else { return false };
        let past_continue = self.inquiry.attempts.iter().any(|other| other.flow == current.flow);
        self.link.life == Life::Pending && !attempt.closed && past_continue
    }

    fn complete(
        &mut self,
        attempt: &Attempt,
        linking: Linking,
        token: Token,
        event: EventId,
        now: Millis,
    ) -> Brought {
        let Some(flow) = self.current.as_ref().map(|current| current.flow.clone()) else {
            return Brought::default();
        };
        let until = linking.valid_until;
        match self.link_up(linking, flow.clone(), event, now) {
            Ok(delivery) => {
                self.inquiry.hold(&attempt.id, token);
                self.inquiry.ask_held(until.map_or(now.plus(DAY), Seconds::millis));
                let linked = self.linked_by(&flow).map(|here| (flow, here));
                Brought { delivery: Some(delivery), linked }
            }
            Err(_) => {
                self.inquiry.owe(token, now);
                Brought::default()
            }
        }
    }

    /// An answer about what the present linking holds.
    fn held_is(
        &mut self,
        attempt: &Attempt,
        verdict: Verdict,
        event: EventId,
        now: Millis,
    ) -> Option<Delivery> {
        let valid_until = self.link.valid_until().map(Seconds::millis);
        let over = |by: i64| valid_until.is_some_and(|until| until.plus(by) <= now);
        self.inquiry.settled(&attempt.id, now);
        match verdict {
            Verdict::Removed => self.ended(UnlinkReason::Provider, event, now),
            Verdict::Found(Found { standing, valid_until, token, .. }) => {
                let by = self.inquiry.held.as_ref().map_or(attempt.id.clone(), |held| held.attempt.clone());
                self.inquiry.hold(&by, token);
                if valid_until.is_some_and(|(_, latest)| latest.millis() <= now) {
                    return self.ended(UnlinkReason::ValidityEnded, event, now);
                }
                match valid_until {
                    // What cannot be read changes nothing, and is asked again.
                    None => self.inquiry.ask_held(now.plus(DAY)),
                    Some((earliest, latest)) => {
                        if self.link.lasts(Some(earliest)) {
                            self.touched();
                        }
                        // Between the two readings it is asked about each hour.
                        let again = now.plus(HOUR).min(latest.millis());
                        self.inquiry.ask_held(if earliest.millis() > now {
                            earliest.millis()
                        } else {
                            again
                        });
                    }
                }
                let told = self.link.clone().standing(standing, now).ok()?;
                Some(self.told(told, event, now))
            }
            Verdict::Absent => {
                let held = self.inquiry.held.as_mut()?;
                held.misses = held.misses.saturating_add(1);
                if over(0) {
                    return self.ended(UnlinkReason::ValidityEnded, event, now);
                }
                if held.misses >= MISSES {
                    return self.ended(UnlinkReason::Provider, event, now);
                }
                self.inquiry.ask_held(now.plus(MISSED_AGAIN));
                None
            }
            Verdict::Silent if over(DAY) => self.ended(UnlinkReason::ValidityEnded, event, now),
            Verdict::Silent => {
                self.inquiry.ask_held(now.plus(SILENT_AGAIN));
                None
            }
        }
    }

    fn ended(&mut self, reason: UnlinkReason, event: EventId, now: Millis) -> Option<Delivery> {
        self.unlink(reason, event, now).0
    }
}

fn linking(
    account_uuid: AccountUuid,
    standing: Standing,
    account: MaskedAccount,
    valid_until: Option<(Seconds, Seconds)>,
) -> Linking {
    let holder = Holder { otp_ready: false, kyc_status: None, email_address: None, accounts: vec![account] };
    let valid_until = valid_until.map(|(earliest, _)| earliest);
    Linking { account_uuid, standing, valid_until, holder }
}
