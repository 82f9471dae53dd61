//! A user, a partner and a provider whose page is its own; what falls due is done as alarm and requests would.

use crate::domain::link::{ActiveFlow, CloseOutcome, LinkState};
use crate::domain::polling::{OpenIn, ProviderToken, ReturnResult, Task};
use crate::domain::reconcile::{BeginRefusal, PollOutcome, Preflight, ProviderAccount};
use crate::domain::tests::{identity_with, request};
use account_link_shared::id::{FlowId, account_uuid, event_id, flow_id};
use account_link_shared::link::Life;
use account_link_shared::link::reason::{AccountStatus, CloseReason, UnlinkReason};
use account_link_shared::providers::Connect;
use account_link_shared::providers::error::{ProviderError, ProviderErrorKind};
use account_link_shared::status::MaskedAccount;
use account_link_shared::time::{HOUR, Millis};
use proptest::prelude::*;
use std::collections::BTreeMap;

#[derive(Debug, Clone, Copy)]
pub enum Action {
    /// A newer link of the same identity is redeemed; a re-binding where something is linked.
    Open {
        again: bool,
    },
    Continue,
    /// The user takes the way to the portal.
    Go,
    /// They finish there, for the name under which somebody was sent last; after that many seconds it is active.
    Authorise {
        after: i64,
    },
    /// An account appears under the present name though nobody was sent.
    OutOfTheBlue,
    ComeBack(Back),
    Cancel,
    /// The page is left, or the session ends.
    Leave,
    Delete,
    Hang {
        calls: u32,
    },
    Wait {
        seconds: i64,
    },
}

#[derive(Debug, Clone, Copy)]
pub enum Back {
    Success,
    Busy,
    Refused,
    Unknown,
}

pub fn action() -> impl Strategy<Value = Action> {
    let back = prop_oneof![3 => Just(Back::Success), 1 => Just(Back::Busy), 1 => Just(Back::Refused), 1 => Just(Back::Unknown)];
    prop_oneof![
        3 => any::<bool>().prop_map(|again| Action::Open { again }),
        5 => Just(Action::Continue),
        5 => Just(Action::Go),
        4 => (0i64..7_200).prop_map(|after| Action::Authorise { after }),
        1 => Just(Action::OutOfTheBlue),
        5 => back.prop_map(Action::ComeBack),
        1 => Just(Action::Cancel),
        1 => Just(Action::Leave),
        1 => Just(Action::Delete),
        1 => (1u32..4).prop_map(|calls| Action::Hang { calls }),
        6 => (1i64..4_000).prop_map(|seconds| Action::Wait { seconds }),
    ]
}

/// What the provider has under one name: which account, from when it is active.
#[derive(Clone, Copy)]
pub struct Ra {
    account: u32,
    active: Millis,
}

pub struct World {
    pub now: Millis,
    pub flows: u8,
    pub continued: bool,
    pub link: LinkState,
    pub there: BTreeMap<u32, Ra>,
    pub made: u32,
    /// The names under which somebody was sent, newest last.
    pub sent: Vec<u32>,
    /// How often something was linked.
    pub linkings: u64,
    /// Accounts that a user who was sent there asked for.
    pub wished: Vec<u32>,
    pub hang: u32,
    pub polls: u32,
    pub callbacks: u64,
}

/// What the way back says.
pub fn result(back: Back) -> ReturnResult {
    use ProviderErrorKind::{Busy, Rejected, Unavailable};
    let error = |kind| Some(ProviderError::new(kind, "reason"));
    match back {
        Back::Success => ReturnResult { pending: true, error: None, terminal: false },
        Back::Busy => ReturnResult { pending: true, error: error(Busy), terminal: false },
        Back::Refused => ReturnResult { pending: false, error: error(Rejected), terminal: true },
        Back::Unknown => ReturnResult { pending: false, error: error(Unavailable), terminal: false },
    }
}

pub fn current(n: u8, again: bool) -> ActiveFlow {
    ActiveFlow {
        flow: flow_id([n; 16]),
        signature: n.to_string(),
        state: None,
        request: request(Connect::Redirect, again),
        account_screen_only: false,
    }
}

impl World {
    pub fn new() -> Self {
        let link =
            LinkState::open(None, identity_with(Connect::Redirect), current(0, false), None).unwrap().0;
        Self {
            now: Millis::new(1_000_000_000),
            flows: 0,
            continued: false,
            link,
            there: BTreeMap::new(),
            made: 0,
            sent: Vec::new(),
            linkings: 0,
            wished: Vec::new(),
            hang: 0,
            polls: 0,
            callbacks: 0,
        }
    }

    pub fn flow(&self) -> FlowId {
        flow_id([self.flows; 16])
    }

    pub fn held(&self) -> Option<u32> {
        self.link.polling.credential.as_ref().map(|held| held.token.fingerprint.parse().unwrap())
    }

    pub fn linked(&self) -> bool {
        matches!(self.link.link.life, Life::Linked(_))
    }

    pub fn appear(&mut self, name: u32, after: i64) {
        self.made += 1;
        self.there.insert(name, Ra { account: self.made, active: self.now.plus(after * 1_000) });
    }

    pub fn prepare(&mut self) -> Option<Result<Preflight, BeginRefusal>> {
        let (flow, until) = (self.flow(), self.now.plus(HOUR));
        for _ in 0..4 {
            let handle = match self.link.begin(None, &flow, until, None, self.now) {
                Ok(handle) => handle,
                Err(refusal) => return Some(Err(refusal)),
            };
            self.now = self.now.max(self.link.polling.free_at());
            self.link.polling.claim_now(&handle.id, self.now);
            self.ask(&handle.id);
            if let Some(prepared) = self.link.record_preflight(&handle, &flow, self.now) {
                return Some(prepared);
            }
        }
        None
    }

    pub fn call(&mut self, action: Action) {
        let flow = self.flow();
        match action {
            Action::Open { again } => {
                let known = Some(self.link.clone());
                let next = current(self.flows.wrapping_add(1), again);
                if let Ok((link, opened)) =
                    LinkState::open(known, identity_with(Connect::Redirect), next, None)
                {
                    self.link = link;
                    if opened.already_linked.is_none() {
                        self.flows = self.flows.wrapping_add(1);
                        self.continued = false;
                    }
                }
            }
            Action::Continue => self.continued |= matches!(self.prepare(), Some(Ok(_))),
            Action::Go if self.continued => {
                if let Ok(handle) =
                    self.link.begin(None, &flow, self.now.plus(HOUR), Some(OpenIn::NewTab), self.now)
                {
                    self.sent.push(handle.subject_generation);
                }
            }
            Action::Go => {}
            Action::Authorise { after } => {
                if let Some(name) = self.sent.last().copied() {
                    self.appear(name, after);
                    self.wished.push(self.made);
                }
            }
            Action::OutOfTheBlue => {
                let name = self.link.polling.subject_generation;
                // Nobody can know a name before somebody was sent under it; it may have been used by other means before.
                if !self.sent.contains(&name) && !self.continued {
                    self.appear(name, 0);
                }
            }
            Action::ComeBack(back) => {
                let came = result(back);
                let name = self.link.polling.subject_generation;
                self.link.polling.returned(name, came, self.now);
            }
            Action::Cancel => drop(self.link.end_flow(&flow, CloseReason::Cancelled, self.now)),
            Action::Leave => {
                match self.link.leave(&flow, self.now) {
                    None => drop(self.link.end_flow(&flow, CloseReason::Expired, self.now)),
                    // An earlier flow's turn again, whose user had pressed Continue.
                    Some(CloseOutcome::Over) => self.continued = true,
                    Some(CloseOutcome::Pending | CloseOutcome::Linked(_)) => {}
                }
            }
            Action::Delete => {
                let (told, _) = self.link.unlink(UnlinkReason::Partner, event_id([1; 16]), self.now);
                self.callbacks += u64::from(told.is_some());
            }
            Action::Hang { calls } => self.hang = calls,
            Action::Wait { seconds } => self.obey_until(self.now.plus(seconds * 1_000)),
        }
        self.obey_until(self.now);
    }

    pub fn obey_until(&mut self, end: Millis) {
        for _ in 0..10_000 {
            let due = [self.link.polling.due(), self.link.decides_until()].into_iter().flatten().min();
            let Some(due) = due.filter(|due| *due <= end) else {
                self.now = self.now.max(end);
                return;
            };
            self.now = self.now.max(due);
            if self.link.give_up(self.now) {
                continue;
            }
            match self.link.polling.claim(self.now) {
                Some(Task::Poll(id)) => self.ask(&id),
                Some(Task::Revoke(_)) => panic!("nothing can be removed there"),
                None => {}
            }
        }
        panic!("it never comes to rest");
    }

    pub fn ask(&mut self, id: &str) {
        self.polls += 1;
        let name: u32 = id.split('.').next().unwrap().parse().unwrap();
        let hangs = self.hang > 0;
        self.hang = self.hang.saturating_sub(1);
        let outcome = match self.there.get(&name) {
            _ if hangs => PollOutcome::Silent,
            None => PollOutcome::Absent,
            Some(ra) => {
                let links = ra.active <= self.now;
                let status = if links { AccountStatus::Active } else { AccountStatus::Frozen };
                let masked = ra.account.to_string();
                let token = ProviderToken { sealed: String::new(), fingerprint: masked.clone() };
                let shown = MaskedAccount { masked, currencies: Vec::new(), status };
                PollOutcome::Account(ProviderAccount {
                    status,
                    linkable: links,
                    accounts: vec![shown],
                    valid_until: None,
                    token,
                })
            }
        };
        let (uuid, event) = (account_uuid([self.made as u8; 16]), event_id([2; 16]));
        let brought = self.link.answered(id, outcome, uuid, event, self.now);
        self.callbacks += u64::from(brought.callback.is_some());
        self.linkings += u64::from(brought.linked.is_some());
    }
}
