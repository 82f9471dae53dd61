//! A KYC case of one account with one partner: created once, asked about when somebody says that it moved.
//!
//! 001: create shows no reply, promises no idempotence, and a case cannot be looked up by our id. So
//! the case is written down before the call, and whatever becomes of the call it is never made again.

use crate::domain::outbox::{LEASE, Retry, RetryPolicy};
use account_link_shared::id::{CaseId, CaseUuid, PartnerKey};
use account_link_shared::kyc::values::{Decision, Suggestion, kyc_status};
use account_link_shared::status::KycStatus;
use account_link_shared::time::{DAY, Millis};
use serde::{Deserialize, Serialize};

/// How long after a repeated webhook we ask, in milliseconds.
const AFTER_REPEAT: i64 = 1_500;

/// What CaaS may be called for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Call {
    /// To ask how the case stands.
    Ask,
    /// To switch ongoing screening on, which starts the first scan.
    Screen,
}

/// A call that is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// Whose case.
    pub partner: PartnerKey,
    /// Our id of it.
    pub external: CaseId,
    /// CaaS's id of it.
    pub id: CaseUuid,
    /// For what.
    pub call: Call,
}

/// What CaaS says of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseReport {
    /// Its own.
    pub suggestion: Option<Suggestion>,
    /// The partner's.
    pub decision: Option<Decision>,
}

/// A case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Case {
    /// Whose: another partner neither sees nor moves it.
    pub partner: PartnerKey,
    /// Our id of it.
    pub external: CaseId,
    /// CaaS's id, once it is known: by the reply of create, or by a webhook.
    pub id: Option<CaseUuid>,
    suggestion: Option<Suggestion>,
    decision: Option<Decision>,
    ask: Option<Retry>,
    screen: Option<Retry>,
    /// When to ask, or to say that nothing came, if no webhook does.
    next_poll: Option<Millis>,
    /// When the question began whose answer is known: what was asked before it is older.
    #[serde(default)]
    known: Millis,
}

impl Case {
    /// A case that is about to be created. `starts`: creating it starts the scan. The day is `divisor` times shorter in
    /// development.
    pub fn new(partner: PartnerKey, external: CaseId, starts: bool, divisor: u32, now: Millis) -> Self {
        let day = DAY.checked_div(divisor.into()).unwrap_or(DAY);
        let screen = (!starts).then_some(Retry::new(now));
        let next_poll = Some(now.plus(day));
        Self {
            partner,
            external,
            id: None,
            suggestion: None,
            decision: None,
            ask: None,
            screen,
            next_poll,
            known: Millis::ZERO,
        }
    }

    /// How it stands.
    pub fn status(&self) -> KycStatus {
        kyc_status(self.suggestion, self.decision)
    }

    /// Somebody says that it moved: CaaS by a webhook, which may name its id, or we ourselves.
    pub fn hint(&mut self, id: Option<CaseUuid>, now: Millis) {
        if self.id.is_none() {
            self.id = id;
        }
        self.ask = Some(Retry::new(now));
        // While it cannot be asked, somebody has to be told after a day.
        self.next_poll = self.next_poll.filter(|_| self.id.is_none());
    }

    /// The very same request came again. It may be another one within one second, which is signed alike: we ask once
    /// more, after a pause that bounds what repeating it costs.
    pub fn hint_again(&mut self, now: Millis) {
        let at = now.plus(AFTER_REPEAT);
        self.ask = Some(self.ask.filter(|retry| retry.at >= now && retry.at <= at).unwrap_or(Retry::new(at)));
    }

    /// CaaS created it, and perhaps said its id.
    pub fn created(&mut self, id: Option<CaseUuid>) {
        self.id = self.id.take().or(id);
    }

    /// When something is to be done.
    pub fn due(&self) -> Option<Millis> {
        let retry = [self.ask, self.screen].into_iter().flatten().map(|retry| retry.at);
        let calls = retry.filter(|_| self.id.is_some());
        calls.chain(self.next_poll).min()
    }

    /// Takes the calls that are due; nobody else makes them before the lease ends. `true`: a day has passed, and
    /// neither has CaaS said anything nor can it be asked.
    pub fn take(&mut self, now: Millis) -> (Vec<Due>, bool) {
        let silent = self.next_poll.is_some_and(|at| at <= now);
        if silent {
            self.next_poll = None;
            if self.id.is_some() {
                self.ask = Some(Retry::new(now));
            }
        }
        let Some(id) = self.id.clone() else { return (Vec::new(), silent) };
        let mut due = Vec::new();
        for (retry, call) in [(&mut self.screen, Call::Screen), (&mut self.ask, Call::Ask)] {
            if retry.as_mut().is_some_and(|retry| retry.claim(now)) {
                let (partner, external) = (self.partner.clone(), self.external.clone());
                due.push(Due { partner, external, id: id.clone(), call });
            }
        }
        (due, false)
    }

    /// What came of asking that began at `began`; `None` if there was no answer that can be read. A hint that came
    /// meanwhile is asked about again, and an answer that was overtaken by a later question's is none.
    pub fn reported(&mut self, report: Option<CaseReport>, began: Millis, now: Millis) {
        match report {
            Some(_) if began < self.known => {}
            Some(CaseReport { suggestion, decision }) => {
                (self.suggestion, self.decision, self.known) = (suggestion, decision, began);
                self.ask = self.ask.filter(|retry| retry.at != began.plus(LEASE));
            }
            None => failed(&mut self.ask, now),
        }
    }

    /// What came of switching the screening on.
    pub fn screened(&mut self, done: bool, now: Millis) {
        if done {
            self.screen = None;
        } else {
            failed(&mut self.screen, now);
        }
    }

    /// The partner switched it by itself: nothing is to be done any more.
    pub fn switched(&mut self) {
        self.screen = None;
    }

    /// The partner decided, and CaaS took it.
    pub fn decided(&mut self, decision: Decision, now: Millis) {
        (self.decision, self.known) = (Some(decision), now);
        self.hint(None, now);
    }
}

/// It could not be done: never given up.
fn failed(retry: &mut Option<Retry>, now: Millis) {
    if let Some(retry) = retry {
        retry.failed(RetryPolicy::NOTICE, now);
    }
}
