//! A link and a provider in any order of events: what is approved for the open flow links, and nothing that was
//! approved stays at the provider without a link. How often it is asked is bounded.
//!
//! Long because the random walk, its model and the examples that it led to are one argument.

use super::{identity_with, request};
use crate::domain::link::{ActiveFlow, LinkState};
use crate::domain::polling::{OpenIn, ProviderToken, Task};
use crate::domain::reconcile::{BeginRefusal, PollOutcome, ProviderAccount};
use account_link_shared::id::{account_uuid, event_id, flow_id};
use account_link_shared::link::Life;
use account_link_shared::link::reason::{AccountStatus, CloseReason, UnlinkReason};
use account_link_shared::providers::Connect;
use account_link_shared::status::MaskedAccount;
use account_link_shared::time::{DAY, HOUR, MINUTE, Millis, Seconds};
use proptest::prelude::*;
use std::collections::BTreeMap;

#[derive(Debug, Clone, Copy)]
enum Action {
    /// A newer link of the same identity is redeemed.
    Open,
    /// Continue, or Refresh.
    Begin,
    /// The user approves one of the QRs, counted from the newest; the account is one of three.
    Approve {
        back: usize,
        account: u8,
    },
    /// A pushback, true or forged, counted from the newest; far back is of an unknown id.
    Hint {
        back: usize,
    },
    Cancel,
    Delete,
    Freeze,
    RemoveThere,
    /// The provider answers nothing for a while.
    Hang {
        calls: u32,
    },
    Wait {
        seconds: i64,
    },
}

fn action() -> impl Strategy<Value = Action> {
    prop_oneof![
        2 => Just(Action::Open),
        5 => Just(Action::Begin),
        4 => (0usize..4, 0u8..3).prop_map(|(back, account)| Action::Approve { back, account }),
        4 => (0usize..6).prop_map(|back| Action::Hint { back }),
        1 => Just(Action::Cancel),
        1 => Just(Action::Delete),
        1 => Just(Action::Freeze),
        1 => Just(Action::RemoveThere),
        1 => (1u32..6).prop_map(|calls| Action::Hang { calls }),
        6 => (1i64..400).prop_map(|seconds| Action::Wait { seconds }),
    ]
}

/// What the provider knows of one QR.
struct Qr {
    until: Millis,
    account: Option<u8>,
}

struct World {
    now: Millis,
    flows: u8,
    link: LinkState,
    qrs: Vec<Qr>,
    /// The provider's accounts under our name for the user, with their status.
    active: BTreeMap<u8, AccountStatus>,
    hang: u32,
    polls: u32,
    callbacks: u64,
    /// The accounts whose approval may link.
    allowed: Vec<u8>,
}

fn current(n: u8) -> ActiveFlow {
    ActiveFlow {
        flow: flow_id([n; 16]),
        signature: n.to_string(),
        state: None,
        request: request(Connect::Qr, false),
        account_screen_only: false,
    }
}

fn token(account: u8) -> ProviderToken {
    ProviderToken { sealed: String::new(), fingerprint: account.to_string() }
}

impl World {
    fn new() -> Self {
        let link = LinkState::open(None, identity_with(Connect::Qr), current(0), None).unwrap().0;
        let now = Millis::new(1_000_000_000);
        Self {
            now,
            flows: 0,
            link,
            qrs: Vec::new(),
            active: BTreeMap::new(),
            hang: 0,
            polls: 0,
            callbacks: 0,
            allowed: Vec::new(),
        }
    }

    fn held(&self) -> Option<u8> {
        self.link.polling.credential.as_ref().map(|held| held.token.fingerprint.parse().unwrap())
    }

    fn linked(&self) -> bool {
        matches!(self.link.link.life, Life::Linked(_))
    }

    fn call(&mut self, action: Action) {
        let flow = flow_id([self.flows; 16]);
        match action {
            Action::Open => {
                self.flows = self.flows.wrapping_add(1);
                let known = Some(self.link.clone());
                self.link =
                    LinkState::open(known, identity_with(Connect::Qr), current(self.flows), None).unwrap().0;
            }
            Action::Begin => {
                // What is owed is tried first, as the object does.
                for owed in self.link.polling.revocable_now(self.now) {
                    if !self.hangs() {
                        self.active.remove(&owed.fingerprint.parse().unwrap());
                        self.link.polling.revoked(&owed.fingerprint, true, self.now);
                    }
                }
                let until = self.now.plus(10 * MINUTE);
                let id = self.qrs.len().to_string();
                if self.link.begin(Some(id), &flow, until, Some(OpenIn::SameWindow), self.now).is_ok() {
                    self.qrs.push(Qr { until, account: None });
                }
            }
            Action::Approve { back, account } => {
                let taken = self.active.contains_key(&account);
                let Some(n) = self.qrs.len().checked_sub(back + 1) else { return };
                let qr = &mut self.qrs[n];
                if self.now < qr.until && qr.account.is_none() && !taken {
                    qr.account = Some(account);
                    self.active.insert(account, AccountStatus::Active);
                    self.allowed.push(account);
                }
            }
            Action::Hint { back } => {
                let n = self.qrs.len().checked_sub(back + 1).unwrap_or(9_999);
                self.link.polling.hint(&n.to_string(), self.now);
            }
            Action::Cancel => {
                self.link.end_flow(&flow, CloseReason::Cancelled, self.now);
            }
            Action::Delete => {
                let (told, _) = self.link.unlink(UnlinkReason::Partner, event_id([1; 16]), self.now);
                self.callbacks += u64::from(told.is_some());
            }
            Action::Freeze => {
                self.active.values_mut().for_each(|status| *status = AccountStatus::Frozen);
            }
            Action::RemoveThere => {
                let first = self.active.keys().next().copied();
                first.map(|account| self.active.remove(&account));
            }
            Action::Hang { calls } => self.hang = calls,
            Action::Wait { seconds } => self.obey_until(self.now.plus(seconds * 1_000)),
        }
        self.obey_until(self.now);
    }

    /// Does what falls due until then, as alarm and requests would.
    fn obey_until(&mut self, end: Millis) {
        for _ in 0..10_000 {
            let Some(due) = self.link.polling.due().filter(|due| *due <= end) else {
                self.now = self.now.max(end);
                return;
            };
            self.now = self.now.max(due);
            match self.link.polling.claim(self.now) {
                Some(Task::Revoke(token)) => self.remove(&token),
                Some(Task::Poll(id)) => self.ask(&id),
                None => {}
            }
        }
        panic!("it never comes to rest");
    }

    fn hangs(&mut self) -> bool {
        let hangs = self.hang > 0;
        self.hang = self.hang.saturating_sub(1);
        hangs
    }

    fn remove(&mut self, token: &ProviderToken) {
        let done = !self.hangs();
        if done {
            self.active.remove(&token.fingerprint.parse().unwrap());
        }
        self.link.polling.revoked(&token.fingerprint, done, self.now);
    }

    fn ask(&mut self, id: &str) {
        self.polls += 1;
        let account = self.qrs[id.parse::<usize>().unwrap()].account;
        let outcome = match account {
            _ if self.hangs() => PollOutcome::Silent,
            None => PollOutcome::Absent,
            Some(account) => match self.active.get(&account).copied() {
                None => PollOutcome::Removed,
                Some(status) => {
                    let (masked, currencies) = (account.to_string(), Vec::new());
                    let shown = MaskedAccount { masked, currencies, status };
                    PollOutcome::Account(ProviderAccount {
                        status,
                        linkable: true,
                        accounts: vec![shown],
                        valid_until: None,
                        token: token(account),
                    })
                }
            },
        };
        let uuid = account_uuid([self.flows; 16]);
        let brought = self.link.answered(id, outcome, uuid, event_id([2; 16]), self.now);
        self.callbacks += u64::from(brought.callback.is_some());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20_000))]

    #[test]
    fn nothing_links_unapproved_and_nothing_approved_is_left_behind(actions in prop::collection::vec(action(), 1..60)) {
        let mut world = World::new();
        for action in actions {
            world.call(action);
            prop_assert_eq!(world.linked(), world.held().is_some(), "after {:?}", action);
            prop_assert!(world.held().is_none_or(|account| world.allowed.contains(&account)));
        }
        world.call(Action::Cancel);
        world.hang = 0;
        // Long after, when everything was asked that is asked.
        world.obey_until(world.now.plus(DAY));
        prop_assert_eq!(world.link.link.sequence, world.callbacks, "each event makes one callback");
        let left: Vec<u8> = world.active.keys().copied().collect();
        let held: Vec<u8> = world.held().into_iter().filter(|held| world.active.contains_key(held)).collect();
        prop_assert_eq!(left, held);
    }

    /// Any order of approval, true and forged pushbacks, and time links in the end, while the flow is open.
    #[test]
    fn whatever_comes_first_an_approval_links(
        former in any::<bool>(), before in prop::collection::vec(0usize..6, 0..20), late in 0i64..300,
        hints in prop::collection::vec(0usize..6, 0..20),
    ) {
        let mut world = World::new();
        if former {
            // The same account was linked before, and its id is still known to the provider.
            world.call(Action::Begin);
            world.call(Action::Approve { back: 0, account: 2 });
            world.call(Action::Wait { seconds: 10 });
            world.call(Action::Delete);
            world.call(Action::Wait { seconds: 10 });
            world.call(Action::Open);
        }
        let told = world.callbacks;
        world.call(Action::Begin);
        before.into_iter().for_each(|back| world.call(Action::Hint { back }));
        world.call(Action::Wait { seconds: late });
        world.call(Action::Begin);
        world.call(Action::Approve { back: 1, account: 2 });
        hints.into_iter().for_each(|back| world.call(Action::Hint { back }));
        prop_assert!(!world.linked() || world.held() == Some(2));
        world.call(Action::Wait { seconds: 40 });
        prop_assert_eq!(world.held(), Some(2));
        prop_assert_eq!((world.link.link.sequence, world.callbacks), (told + 1, told + 1));
    }
}

/// A thousand pushbacks of one id, ten a second.
fn flood(world: &mut World, back: usize) -> u32 {
    let before = world.polls;
    for _ in 0..1_000 {
        world.call(Action::Hint { back });
        world.now = world.now.plus(100);
    }
    world.polls - before
}

#[test]
fn a_thousand_pushbacks_are_a_few_questions() {
    let mut world = World::new();
    world.call(Action::Begin);
    assert!(flood(&mut world, 9) <= 14, "an unknown id asks nothing: these are the usual questions");
    let live = flood(&mut world, 0);
    assert!((11..=20).contains(&live), "{live} questions about an open flow");
    world.call(Action::Approve { back: 0, account: 1 });
    world.call(Action::Wait { seconds: 20 });
    assert_eq!(world.held(), Some(1), "and the true one links");
    let held = flood(&mut world, 0);
    assert!(held <= 13, "{held} questions about what is linked");
    world.call(Action::Delete);
    world.call(Action::Wait { seconds: 3_600 });
    let closed = flood(&mut world, 0);
    assert!(closed <= 2, "{closed} questions about a closed flow");
    assert!(!world.linked() && world.active.is_empty());
}

#[test]
fn a_replaced_flows_qr_links_only_once_the_newer_flow_is_past_continue() {
    let mut world = World::new();
    world.call(Action::Begin);
    world.call(Action::Open);
    world.call(Action::Begin);
    world.call(Action::Approve { back: 1, account: 0 });
    world.call(Action::Wait { seconds: 30 });
    assert_eq!(world.held(), Some(0));
    let mut waiting = World::new();
    waiting.call(Action::Begin);
    waiting.call(Action::Open);
    waiting.call(Action::Approve { back: 0, account: 0 });
    waiting.call(Action::Wait { seconds: 30 });
    assert!(!waiting.linked() && waiting.active.is_empty(), "removed: nobody is past Continue");
}

#[test]
fn what_is_owed_is_removed_before_a_new_attempt() {
    let mut world = World::new();
    world.call(Action::Begin);
    world.call(Action::Approve { back: 0, account: 0 });
    world.call(Action::Wait { seconds: 10 });
    world.hang = 100;
    world.call(Action::Delete);
    world.call(Action::Open);
    let flow = flow_id([world.flows; 16]);
    let refused = world.link.begin(
        Some("9".into()),
        &flow,
        world.now.plus(MINUTE),
        Some(OpenIn::SameWindow),
        world.now,
    );
    assert_eq!(refused, Err(BeginRefusal::StillRevoking));
    world.hang = 0;
    world.call(Action::Begin);
    assert_eq!(world.qrs.len(), 2);
    assert!(world.active.is_empty());
}

/// The provider says: active until then, by the earliest and the latest reading.
fn answer_active(link: &mut LinkState, (earliest, latest): (i64, i64), at: i64) {
    let valid_until = Some((Seconds::new(earliest), Seconds::new(latest)));
    let status = AccountStatus::Active;
    let account = MaskedAccount { masked: "•".into(), currencies: Vec::new(), status };
    let found = PollOutcome::Account(ProviderAccount {
        status,
        linkable: true,
        accounts: vec![account],
        valid_until,
        token: token(1),
    });
    link.answered("0", found, account_uuid([1; 16]), event_id([1; 16]), Seconds::new(at).millis());
}

fn lasting(until: (i64, i64)) -> LinkState {
    let mut link = LinkState::open(None, identity_with(Connect::Qr), current(0), None).unwrap().0;
    link.begin(
        Some("0".into()),
        &flow_id([0; 16]),
        Millis::new(600_000),
        Some(OpenIn::SameWindow),
        Millis::ZERO,
    )
    .unwrap();
    answer_active(&mut link, until, 1);
    link
}

#[test]
fn at_the_end_of_validity_the_provider_is_asked_and_its_word_counts() {
    let mut link = lasting((10_000, 10_000));
    assert!(!link.ran_out(Seconds::new(10_000).millis()), "it is asked first");
    assert_eq!(link.polling.due(), Some(Seconds::new(10_000).millis()));
    answer_active(&mut link, (20_000, 20_000), 10_000);
    assert_eq!(link.link.valid_until(), Some(Seconds::new(20_000)), "a payment extended it");
    answer_active(&mut link, (20_000, 20_000), 20_000);
    assert_eq!(link.link.life, Life::Unlinked { reason: UnlinkReason::ValidityEnded });
    let readings = (10_000, 10_000 + 7 * HOUR / 1_000);
    let mut unclear = lasting(readings);
    answer_active(&mut unclear, readings, 10_000);
    assert!(matches!(unclear.link.life, Life::Linked(_)), "by one of the two readings it still lasts");
    assert_eq!(unclear.polling.due(), Some(Seconds::new(10_000).millis().plus(HOUR)));
}
