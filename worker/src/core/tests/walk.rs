//! Random walks over flow, account and link together, in any order of calls, held against a small reference
//! machine: nothing becomes LINKED but by a confirm with the code that was mailed for that very flow.

use super::{email, identity, mails, new_flow, write};
use crate::core::account::{Account, Grant, Purpose};
use crate::core::flow::{Arrival, Event, Flow, Holder, Second, Stage};
use crate::core::link::{Confirm, Current, LinkRefusal, LinkState};
use account_link_shared::connect::Destination;
use account_link_shared::id::{account_uuid, event_id};
use account_link_shared::link::{Life, UnlinkReason};
use account_link_shared::request::Asked;
use account_link_shared::session::End;
use account_link_shared::status::LinkStatus;
use account_link_shared::time::{MINUTE, Millis};
use proptest::prelude::*;

#[derive(Debug, Clone, Copy)]
enum Act {
    Open,
    Continue,
    Goto(Destination),
    LogIn { right: bool },
    GiveEmail,
    EnterCode { right: bool },
    ChoosePassword,
    Resend,
    Confirm(Typed),
    Cancel,
    Delete,
    Wait { minutes: i64 },
}

#[derive(Debug, Clone, Copy)]
enum Typed {
    Mailed,
    Guessed,
    OfFormerFlow,
}

fn act() -> impl Strategy<Value = Act> {
    use Destination::*;
    prop_oneof![
        2 => Just(Act::Open),
        3 => Just(Act::Continue),
        2 => prop_oneof![Just(Landing), Just(Login), Just(OnboardEmail)].prop_map(Act::Goto),
        3 => prop_oneof![Just(true), Just(true), Just(false)].prop_map(|right| Act::LogIn { right }),
        2 => Just(Act::GiveEmail),
        2 => prop_oneof![Just(true), Just(true), Just(false)].prop_map(|right| Act::EnterCode { right }),
        2 => Just(Act::ChoosePassword),
        1 => Just(Act::Resend),
        4 => prop_oneof![Just(Typed::Mailed), Just(Typed::Guessed), Just(Typed::OfFormerFlow)].prop_map(Act::Confirm),
        1 => Just(Act::Cancel),
        1 => Just(Act::Delete),
        1 => (1..20_i64).prop_map(|minutes| Act::Wait { minutes }),
    ]
}

/// What the reference machine knows: where the user is, in the words of the contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Nowhere,
    Landing,
    Login,
    Email,
    Code,
    Password,
    Confirm,
    Over,
}

struct World {
    now: Millis,
    flows: u8,
    flow: Option<Flow>,
    account: Account,
    has_account: bool,
    link: Option<LinkState>,
    /// The last code mailed in this flow, and the last of the flow before.
    mailed: Option<String>,
    former: Option<String>,
    place: Place,
    seen: Millis,
    opened: Millis,
}

impl World {
    fn new() -> Self {
        let now = Millis::new(1_000_000_000);
        Self {
            now,
            flows: 0,
            flow: None,
            account: Account::default(),
            has_account: false,
            link: None,
            mailed: None,
            former: None,
            place: Place::Nowhere,
            seen: now,
            opened: now,
        }
    }

    fn linked(&self) -> bool {
        self.link.as_ref().is_some_and(|link| matches!(link.link.life, Life::Linked(_)))
    }

    fn open(&mut self) {
        self.flows = self.flows.wrapping_add(1);
        let new = new_flow(self.flows);
        let current = Current {
            flow: new.id.clone(),
            signature: new.signature.clone(),
            state: None,
            asked: Asked::Cabital,
            left: false,
            visits: false,
        };
        let mut flow = Flow::new(new, self.now);
        flow.redeem("code", &write(0), "token".into(), self.now).unwrap();
        let (link, opened) = LinkState::open(self.link.take(), identity(), current, None).unwrap();
        self.place = Place::Landing;
        if opened.already_linked.is_some() {
            flow.apply(Event::Ended { end: End::AlreadyLinked, masked: None }, None, None, self.now).unwrap();
            self.place = Place::Over;
        }
        self.link = Some(link);
        self.flow = Some(flow);
        self.former = self.mailed.take().or(self.former.take());
        (self.seen, self.opened) = (self.now, self.now);
    }

    /// A mailed code: the hash here is the code itself.
    fn send(&mut self, purpose: Purpose, on_request: bool) -> Option<crate::core::account::Sent> {
        let id = self.flow.as_ref()?.id.clone();
        let code = format!("{id}-{}", self.now.get());
        let mails = mails(purpose);
        let before = self.account.clone();
        let sent = self.account.send_code(&id, purpose, on_request, code.clone(), mails, self.now).ok()?;
        if self.account != before && !(purpose == Purpose::Onboard && self.has_account) {
            self.mailed = Some(code);
        }
        Some(sent)
    }

    /// Calls the endpoint as the front does: stage first, then account and link, then the stage moves. Gives
    /// whether the move was made.
    fn call(&mut self, act: Act, n: usize) -> bool {
        match act {
            Act::Open => {
                self.open();
                return true;
            }
            Act::Wait { minutes } => {
                self.now = self.now.plus(minutes * MINUTE);
                return true;
            }
            Act::Delete => {
                let flow = self
                    .link
                    .as_mut()
                    .and_then(|l| l.unlink(UnlinkReason::Partner, event_id([0; 16]), self.now).1);
                let ended = Event::Ended { end: End::Cancelled, masked: None };
                if let (Some(id), Some(flow)) = (flow, &mut self.flow) {
                    let _ = (flow.id == id).then(|| flow.apply(ended, None, None, self.now));
                }
                return true;
            }
            _ => {}
        }
        let now = self.now;
        let Some(flow) = &mut self.flow else { return false };
        if flow.enter("token", Some(&write(n)), now).is_err() {
            return false;
        }
        let stage = flow.stage.clone();
        let event = match (act, stage) {
            (Act::Continue, _) => Some(Event::Continued),
            (Act::Goto(to), _) => Some(Event::Went { to }),
            (Act::LogIn { right }, Stage::Login) => {
                let stored = self.account.guess(None, now).ok().flatten();
                let ok = right && stored.as_deref() == Some("password");
                let sent = if ok { self.send(Purpose::Confirm, false) } else { None };
                sent.map(|sent| arrived(false, sent))
            }
            (Act::GiveEmail, Stage::OnboardEmail) => self
                .send(Purpose::Onboard, false)
                .map(|sent| Event::EmailGiven { email: email(), resend_at: sent.resend_at }),
            (Act::EnterCode { right }, Stage::OnboardCode { .. }) => {
                let code = if right { self.mailed.clone().unwrap_or_default() } else { "wrong".into() };
                let id = self.flow.as_ref().map(|flow| flow.id.clone()).unwrap();
                self.account.prove(&id, Purpose::Onboard, &code, now).ok().map(|()| Event::EmailVerified)
            }
            (Act::ChoosePassword, Stage::OnboardPassword { .. }) => {
                let id = self.flow.as_ref().map(|flow| flow.id.clone()).unwrap();
                let opened = self.account.open(&id, email(), "password".into(), now).is_ok();
                self.has_account |= opened;
                let sent = self.account.kept(&id, now).or_else(|| self.send(Purpose::Confirm, false));
                sent.filter(|_| opened).map(|sent| arrived(true, sent))
            }
            (Act::Resend, Stage::Confirm(_)) => self
                .send(Purpose::Confirm, true)
                .map(|sent| Event::CodeSent { valid_until: sent.valid_until, resend_at: sent.resend_at }),
            (Act::Confirm(typed), Stage::Confirm(_)) => self.confirm(typed),
            (Act::Cancel, Stage::Ended { .. }) => None,
            (Act::Cancel, _) => {
                let id = self.flow.as_ref().map(|flow| flow.id.clone()).unwrap();
                let reason = account_link_shared::link::CloseReason::Cancelled;
                self.link.as_mut().unwrap().end_flow(&id, reason, now);
                Some(Event::Ended { end: End::Cancelled, masked: None })
            }
            _ => None,
        };
        let (Some(event), Some(flow)) = (event, &mut self.flow) else { return false };
        flow.apply(event, Some(write(n)), None, now).is_ok()
    }

    fn confirm(&mut self, typed: Typed) -> Option<Event> {
        let code = match typed {
            Typed::Mailed => self.mailed.clone(),
            Typed::Guessed => Some("guess".into()),
            Typed::OfFormerFlow => self.former.clone(),
        }
        .unwrap_or_default();
        let id = self.flow.as_ref()?.id.clone();
        let grant: Grant = self
            .account
            .grant(&id, "link", &super::typed(&code, 0), None, format!("grant-{id}"), self.now)
            .ok()?;
        let agreed = super::agreed(self.account.holder(&identity().partner)?);
        let account_uuid = account_uuid([self.flows; 16]);
        let confirm = Confirm { grant, account_uuid, agreed, kyc_required: false, event: event_id([1; 16]) };
        match self.link.as_mut()?.confirm(confirm, self.now) {
            Ok(_) => Some(Event::Linked { masked: None }),
            Err(LinkRefusal::Replaced) => Some(Event::Ended { end: End::Replaced, masked: None }),
            Err(_) => Some(Event::Ended { end: End::Cancelled, masked: None }),
        }
    }

    /// Where the reference machine says the user is after a call that was or was not accepted.
    fn follow(&mut self, act: Act, accepted: bool) {
        use Place::*;
        let timed_out = self.now >= self.seen.plus(15 * MINUTE) || self.now >= self.opened.plus(60 * MINUTE);
        if timed_out && self.place != Nowhere && !matches!(act, Act::Open | Act::Wait { .. }) {
            self.place = Over;
        }
        if !matches!(act, Act::Open | Act::Wait { .. } | Act::Delete)
            && self.place != Nowhere
            && self.place != Over
        {
            self.seen = self.now;
        }
        let onward = match (self.place, act) {
            (_, Act::Open | Act::Wait { .. }) => None,
            (place, Act::Delete) => {
                (place != Nowhere && !self.linked()).then_some(Over).filter(|_| place != Over)
            }
            (Nowhere | Over, _) => None,
            (Landing, Act::Continue) => Some(Login),
            (Landing, Act::Goto(Destination::Landing)) => Some(Landing),
            (Landing, Act::Goto(_)) => None,
            (_, Act::Goto(Destination::Landing)) => Some(Landing),
            (_, Act::Goto(Destination::Login)) => Some(Login),
            (_, Act::Goto(Destination::OnboardEmail)) => Some(Email),
            (Login, Act::LogIn { right: true }) => Some(Confirm),
            (Email, Act::GiveEmail) => Some(Code),
            (Code, Act::EnterCode { right: true }) => Some(Password),
            (Password, Act::ChoosePassword) => Some(Confirm),
            (Confirm, Act::Resend) => Some(Confirm),
            (Confirm, Act::Confirm(Typed::Mailed)) => Some(Over),
            (_, Act::Cancel) => Some(Over),
            _ => None,
        };
        let own = matches!(act, Act::Open | Act::Wait { .. } | Act::Delete);
        assert!(own || !accepted || onward.is_some(), "{act:?} was accepted at {:?}", self.place);
        if accepted || matches!(act, Act::Delete) {
            self.place = onward.unwrap_or(self.place);
        }
    }
}

fn arrived(onboarded: bool, sent: crate::core::account::Sent) -> Event {
    let second = if onboarded { Second::Kept(sent) } else { Second::Mailed(sent) };
    Event::Arrived { email: email(), arrival: Arrival::Confirm(Holder { email: email(), second }) }
}

fn place(flow: &Flow) -> Place {
    match flow.stage {
        // Of links with a choice and of other providers: `pursuit` walks there.
        Stage::Unopened | Stage::Choose | Stage::Scan(_) | Stage::Portal(_) => Place::Nowhere,
        Stage::Landing => Place::Landing,
        Stage::Login => Place::Login,
        Stage::OnboardEmail => Place::Email,
        Stage::OnboardCode { .. } => Place::Code,
        Stage::OnboardPassword { .. } => Place::Password,
        Stage::Confirm(_) => Place::Confirm,
        Stage::Ended { .. } => Place::Over,
        _ => unreachable!("no act of this walk leads there"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100_000))]

    #[test]
    fn nothing_links_without_the_second_step(acts in prop::collection::vec(act(), 1..40)) {
        let mut world = World::new();
        for (n, act) in acts.into_iter().enumerate() {
            let (was_linked, at) = (world.linked(), world.place);
            let accepted = world.call(act, n.saturating_add(1));
            world.follow(act, accepted);
            if let Some(flow) = &mut world.flow {
                flow.tick(world.seen);
                prop_assert_eq!(place(flow), world.place, "after {:?}", act);
            }
            let second_step = matches!(act, Act::Confirm(Typed::Mailed)) && at == Place::Confirm && accepted;
            prop_assert!(was_linked || !world.linked() || second_step, "{:?} linked at {:?}", act, at);
            if let Some(link) = &world.link {
                let told = link.link.status().link_status == LinkStatus::Linked;
                prop_assert_eq!(told, world.linked());
            }
        }
    }

    /// The walks do get there: a walk that does everything right ends linked, whatever happened before.
    #[test]
    fn doing_it_right_links(acts in prop::collection::vec(act(), 0..20)) {
        let mut world = World::new();
        for (n, act) in acts.into_iter().enumerate() {
            world.call(act, n.saturating_add(1));
        }
        let right = [
            Act::Delete, Act::Wait { minutes: 24 * 60 + 1 }, Act::Open, Act::Continue,
            Act::Goto(Destination::OnboardEmail), Act::GiveEmail, Act::EnterCode { right: true }, Act::ChoosePassword,
            Act::Goto(Destination::Login), Act::LogIn { right: true }, Act::Confirm(Typed::Mailed),
        ];
        for (n, act) in right.into_iter().enumerate() {
            world.call(act, n.saturating_add(100));
        }
        prop_assert!(world.linked());
    }
}
