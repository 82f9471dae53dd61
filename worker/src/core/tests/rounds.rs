//! A link and a provider that is a page of its own, in any order of events: what was there before anybody was sent links
//! nothing, what a user did there after Continue does, and a replacement that comes to nothing changes nothing.

use super::identity_with;
use crate::core::inquiry::{Came, Task, Token};
use crate::core::link::{Current, Ending, LinkState};
use crate::core::pursuit::{BeginRefusal, Found, Prepared, Verdict};
use account_link_shared::id::{FlowId, account_uuid, event_id, flow_id};
use account_link_shared::link::{CloseReason, Life, Standing, UnlinkReason};
use account_link_shared::problem::Code;
use account_link_shared::request::Asked;
use account_link_shared::status::MaskedAccount;
use account_link_shared::time::{DAY, HOUR, MINUTE, Millis};
use proptest::prelude::*;
use std::collections::BTreeMap;

#[derive(Debug, Clone, Copy)]
enum Act {
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
enum Back {
    Success,
    Busy,
    Refused,
    Unknown,
}

fn act() -> impl Strategy<Value = Act> {
    let back = prop_oneof![3 => Just(Back::Success), 1 => Just(Back::Busy), 1 => Just(Back::Refused), 1 => Just(Back::Unknown)];
    prop_oneof![
        3 => any::<bool>().prop_map(|again| Act::Open { again }),
        5 => Just(Act::Continue),
        5 => Just(Act::Go),
        4 => (0i64..7_200).prop_map(|after| Act::Authorise { after }),
        1 => Just(Act::OutOfTheBlue),
        5 => back.prop_map(Act::ComeBack),
        1 => Just(Act::Cancel),
        1 => Just(Act::Leave),
        1 => Just(Act::Delete),
        1 => (1u32..4).prop_map(|calls| Act::Hang { calls }),
        6 => (1i64..4_000).prop_map(|seconds| Act::Wait { seconds }),
    ]
}

/// What the provider has under one name: which account, from when it is active.
#[derive(Clone, Copy)]
struct Ra {
    account: u32,
    active: Millis,
}

struct World {
    now: Millis,
    flows: u8,
    continued: bool,
    link: LinkState,
    there: BTreeMap<u32, Ra>,
    made: u32,
    /// The names under which somebody was sent, newest last.
    sent: Vec<u32>,
    /// Accounts that a user who was sent there asked for.
    wished: Vec<u32>,
    hang: u32,
    asks: u32,
    callbacks: u64,
}

fn asked(again: bool) -> Asked {
    let mut asked = serde_json::json!({
        "store_url": "https://s.example.com/", "store_name": "s", "currency": "USD", "request_id": null
    });
    if again {
        asked["request_id"] = "again".into();
    }
    serde_json::from_value(serde_json::json!({ "worldfirst": asked })).unwrap()
}

fn current(n: u8, again: bool) -> Current {
    Current {
        flow: flow_id([n; 16]),
        signature: n.to_string(),
        state: None,
        asked: asked(again),
        left: false,
    }
}

impl World {
    fn new() -> Self {
        let link = LinkState::open(None, identity_with("worldfirst"), current(0, false), None).unwrap().0;
        Self {
            now: Millis::new(1_000_000_000),
            flows: 0,
            continued: false,
            link,
            there: BTreeMap::new(),
            made: 0,
            sent: Vec::new(),
            wished: Vec::new(),
            hang: 0,
            asks: 0,
            callbacks: 0,
        }
    }

    fn flow(&self) -> FlowId {
        flow_id([self.flows; 16])
    }

    fn held(&self) -> Option<u32> {
        self.link.inquiry.held.as_ref().map(|held| held.token.mark.parse().unwrap())
    }

    fn linked(&self) -> bool {
        matches!(self.link.link.life, Life::Linked(_))
    }

    fn appear(&mut self, name: u32, after: i64) {
        self.made += 1;
        self.there.insert(name, Ra { account: self.made, active: self.now.plus(after * 1_000) });
    }

    fn prepare(&mut self) -> Option<Result<Prepared, BeginRefusal>> {
        let (flow, until) = (self.flow(), self.now.plus(HOUR));
        for _ in 0..4 {
            let begun = match self.link.begin(None, &flow, until, false, self.now) {
                Ok(begun) => begun,
                Err(refusal) => return Some(Err(refusal)),
            };
            self.now = self.now.max(self.link.inquiry.free_at());
            self.link.inquiry.claim_now(&begun.id, self.now);
            self.ask(&begun.id);
            if let Some(prepared) = self.link.prepared(&begun, &flow, self.now) {
                return Some(prepared);
            }
        }
        None
    }

    fn call(&mut self, act: Act) {
        let flow = self.flow();
        match act {
            Act::Open { again } => {
                let known = Some(self.link.clone());
                let next = current(self.flows.wrapping_add(1), again);
                if let Ok((link, _)) = LinkState::open(known, identity_with("worldfirst"), next, None) {
                    self.link = link;
                    self.flows = self.flows.wrapping_add(1);
                    self.continued = false;
                }
            }
            Act::Continue => self.continued |= matches!(self.prepare(), Some(Ok(_))),
            Act::Go if self.continued => {
                if let Ok(begun) = self.link.begin(None, &flow, self.now.plus(HOUR), true, self.now) {
                    self.sent.push(begun.round);
                }
            }
            Act::Go => {}
            Act::Authorise { after } => {
                if let Some(name) = self.sent.last().copied() {
                    self.appear(name, after);
                    self.wished.push(self.made);
                }
            }
            Act::OutOfTheBlue => {
                let name = self.link.inquiry.round;
                // Nobody can know a name before somebody was sent under it; it may have been used by other means before.
                if !self.sent.contains(&name) && !self.continued {
                    self.appear(name, 0);
                }
            }
            Act::ComeBack(back) => {
                let came = match back {
                    Back::Success => Came { lasts: true, problem: None, is_final: false },
                    Back::Busy => Came { lasts: true, problem: Some(Code::WorldfirstBusy), is_final: false },
                    Back::Refused => {
                        Came { lasts: false, problem: Some(Code::WorldfirstParamIllegal), is_final: true }
                    }
                    Back::Unknown => {
                        Came { lasts: false, problem: Some(Code::WorldfirstUnknown), is_final: false }
                    }
                };
                let name = self.link.inquiry.round;
                self.link.inquiry.came_back(name, came, self.now);
            }
            Act::Cancel => drop(self.link.end_flow(&flow, CloseReason::Cancelled, self.now)),
            Act::Leave => {
                if !self.link.leave(&flow, self.now) {
                    self.link.end_flow(&flow, CloseReason::Expired, self.now);
                }
            }
            Act::Delete => {
                let (told, _) = self.link.unlink(UnlinkReason::Partner, event_id([1; 16]), self.now);
                self.callbacks += u64::from(told.is_some());
            }
            Act::Hang { calls } => self.hang = calls,
            Act::Wait { seconds } => self.obey_until(self.now.plus(seconds * 1_000)),
        }
        self.obey_until(self.now);
    }

    fn obey_until(&mut self, end: Millis) {
        for _ in 0..10_000 {
            let due = [self.link.inquiry.due(), self.link.decides_until()].into_iter().flatten().min();
            let Some(due) = due.filter(|due| *due <= end) else {
                self.now = self.now.max(end);
                return;
            };
            self.now = self.now.max(due);
            if self.link.give_up(self.now) {
                continue;
            }
            match self.link.inquiry.claim(self.now) {
                Some(Task::Ask(id)) => self.ask(&id),
                Some(Task::Remove(_)) => panic!("nothing can be removed there"),
                None => {}
            }
        }
        panic!("it never comes to rest");
    }

    fn ask(&mut self, id: &str) {
        self.asks += 1;
        let name: u32 = id.split('.').next().unwrap().parse().unwrap();
        let hangs = self.hang > 0;
        self.hang = self.hang.saturating_sub(1);
        let verdict = match self.there.get(&name) {
            _ if hangs => Verdict::Silent,
            None => Verdict::Absent,
            Some(ra) => {
                let links = ra.active <= self.now;
                let standing = if links { Standing::Active } else { Standing::Frozen };
                let masked = ra.account.to_string();
                let token = Token { sealed: String::new(), mark: masked.clone() };
                let shown = MaskedAccount { masked, currencies: Vec::new(), status: standing };
                Verdict::Found(Found { standing, links, accounts: vec![shown], valid_until: None, token })
            }
        };
        let (uuid, event) = (account_uuid([self.made as u8; 16]), event_id([2; 16]));
        let brought = self.link.answered(id, verdict, uuid, event, self.now);
        self.callbacks += u64::from(brought.delivery.is_some());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20_000))]

    #[test]
    fn only_what_a_user_did_there_links(acts in prop::collection::vec(act(), 1..60)) {
        let mut world = World::new();
        for act in acts {
            let before = world.held();
            world.call(act);
            prop_assert_eq!(world.linked(), world.held().is_some(), "after {:?}", act);
            let held = world.held();
            prop_assert!(held.is_none_or(|account| world.wished.contains(&account)), "after {:?}: {:?}", act, held);
            if held != before && held.is_some() {
                // Who has not pressed Continue in the present flow is not linked.
                prop_assert!(world.continued, "after {:?}", act);
            }
        }
        prop_assert_eq!(world.link.link.sequence, world.callbacks, "each event makes one callback");
        // When nobody is there any more it comes to rest: nothing stays pending, and few questions are asked.
        world.call(Act::Leave);
        let asks = world.asks;
        world.obey_until(world.now.plus(3 * DAY));
        prop_assert!(world.link.link.life != Life::Pending);
        prop_assert!(world.asks - asks < 120, "{} questions", world.asks - asks);
    }
}

fn linked() -> World {
    let mut world = World::new();
    for act in [Act::Continue, Act::Go, Act::Authorise { after: 0 }, Act::ComeBack(Back::Success)] {
        world.call(act);
    }
    world.call(Act::Wait { seconds: 5 });
    assert_eq!((world.held(), world.callbacks), (Some(1), 1));
    world
}

#[test]
fn an_account_of_before_is_left_behind_and_another_name_is_used() {
    let mut world = World::new();
    world.call(Act::OutOfTheBlue);
    assert!(matches!(world.prepare(), Some(Ok(Prepared::Open(None)))));
    assert_eq!((world.link.inquiry.round, world.linked()), (1, false));
    let came = Came { lasts: true, problem: None, is_final: false };
    assert_eq!(world.link.inquiry.came_back(0, came, world.now), None, "by the way of the earlier name");
    assert_eq!(world.link.inquiry.came_back(1, came, world.now), None, "nobody was sent");
    world.obey_until(world.now.plus(HOUR));
    assert!(!world.linked());
}

#[test]
fn without_an_answer_nobody_is_sent() {
    let mut world = World::new();
    world.hang = 1;
    assert_eq!(world.prepare(), Some(Err(BeginRefusal::NoAnswer)));
    assert!(matches!(world.prepare(), Some(Ok(_))));
}

#[test]
fn what_an_earlier_flow_brought_about_links_at_continue() {
    let mut world = World::new();
    for act in [Act::Continue, Act::Go, Act::Open { again: false }, Act::Authorise { after: 0 }] {
        world.call(act);
    }
    world.call(Act::ComeBack(Back::Success));
    world.call(Act::Wait { seconds: 600 });
    assert!(!world.linked(), "the newer flow has not pressed Continue");
    assert!(matches!(world.prepare(), Some(Ok(Prepared::Linked(_)))));
}

#[test]
fn one_return_counts_and_a_final_refusal_ends_it_when_the_question_agrees() {
    let mut world = World::new();
    world.call(Act::Continue);
    world.call(Act::Go);
    let refused = Came { lasts: false, problem: Some(Code::WorldfirstSignature), is_final: true };
    assert_eq!(world.link.inquiry.came_back(0, refused, world.now), Some(world.flow()));
    let again = Came { lasts: true, problem: None, is_final: false };
    assert_eq!(world.link.inquiry.came_back(0, again, world.now), None);
    world.obey_until(world.now.plus(MINUTE));
    assert_eq!(world.link.link.life, Life::Closed { reason: CloseReason::Failed });
}

#[test]
fn left_while_the_provider_decides_it_links_without_a_browser_or_is_given_up_after_a_day() {
    let mut late = World::new();
    for act in [Act::Continue, Act::Go, Act::Authorise { after: 20 * 3_600 }, Act::ComeBack(Back::Success)] {
        late.call(act);
    }
    assert!(late.link.leave(&late.flow(), late.now));
    late.obey_until(late.now.plus(DAY));
    assert!(late.linked(), "{:?}", late.link.link.life);

    let mut never = World::new();
    for act in [Act::Continue, Act::Go, Act::ComeBack(Back::Busy), Act::Leave] {
        never.call(act);
    }
    assert_eq!(never.link.link.life, Life::Pending);
    never.obey_until(never.now.plus(DAY + MINUTE));
    assert_eq!(never.link.link.life, Life::Closed { reason: CloseReason::Expired });
}

#[test]
fn a_replacement_counts_only_where_something_changed() {
    let mut world = linked();
    for act in [Act::Open { again: true }, Act::Continue, Act::Go, Act::ComeBack(Back::Success)] {
        world.call(act);
    }
    world.call(Act::Wait { seconds: 60 });
    assert_eq!((world.held(), world.callbacks), (Some(1), 1), "the same account as before");
    world.call(Act::Authorise { after: 0 });
    world.call(Act::Wait { seconds: 60 });
    assert_eq!((world.held(), world.callbacks), (Some(2), 2));
    assert_eq!(world.link.link.sequence, 2);
}

#[test]
fn a_replacement_that_fails_leaves_the_link_as_it_is() {
    for last in [Act::ComeBack(Back::Refused), Act::Cancel, Act::Leave] {
        let mut world = linked();
        let before = world.link.link.clone();
        for act in [Act::Open { again: true }, Act::Continue, Act::Go, last, Act::Wait { seconds: 120 }] {
            world.call(act);
        }
        assert_eq!(world.link.link, before, "{last:?}");
        assert_eq!(world.link.end_flow(&world.flow(), CloseReason::Cancelled, world.now), Ending::Over);
    }
}

#[test]
fn after_an_unlink_the_next_linking_is_under_another_name() {
    let mut world = linked();
    world.call(Act::Delete);
    world.call(Act::Open { again: false });
    assert!(
        matches!(world.prepare(), Some(Ok(Prepared::Open(None)))),
        "the old account is not taken for the new"
    );
    assert_eq!(world.link.inquiry.round, 1);
}

#[test]
fn a_re_binding_needs_something_that_is_linked() {
    let refused = LinkState::open(None, identity_with("worldfirst"), current(0, true), None);
    assert!(refused.is_err());
}
