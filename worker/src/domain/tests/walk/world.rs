//! The code that is walked over: a flow, an account and a link, called as the endpoints and objects call them.

use super::action::Action;
use super::machine::Effect;
use crate::domain::account::{Account, AccountSnapshot, Seed};
use crate::domain::case::CaseReport;
use crate::domain::flow::{Event, Flow};
use crate::domain::link::{ActiveFlow, CloseOutcome, LinkState};
use crate::domain::tests::{identity, new_flow, write};
use account_link_shared::error_code::Code;
use account_link_shared::feature::Feature;
use account_link_shared::id::{account_uuid, event_id};
use account_link_shared::link::reason::{CloseReason, UnlinkReason};
use account_link_shared::session::End;
use account_link_shared::time::Millis;

/// The name of the account's object.
pub(super) const ACCOUNT: &str = "account";

/// A mail that arrived.
#[derive(Debug, Clone)]
pub(super) struct Arrived {
    pub(super) at: Millis,
    pub(super) flow: u16,
    pub(super) what: String,
    pub(super) code: String,
}

pub(super) struct World {
    pub(super) now: Millis,
    pub(super) checks: bool,
    pub(super) required: bool,
    pub(super) flows: u16,
    pub(super) feature: Feature,
    pub(super) flow: Option<Flow>,
    pub(super) account: Account,
    pub(super) password: String,
    pub(super) link: Option<LinkState>,
    pub(super) mailbox: Vec<Arrived>,
    /// The keys of the apps that were bound, the last one at the end; and the one that is shown.
    pub(super) seeds: Vec<Seed>,
    pub(super) shown: Option<Seed>,
    pub(super) used: String,
    pub(super) recovery: Vec<String>,
    pub(super) used_recovery: String,
    /// Counts writes, and all that has to be unlike any other.
    pub(super) n: usize,
    /// What was told to the partner: `staus` and sequence.
    pub(super) told: Vec<(String, u64)>,
    pub(super) effects: Vec<Effect>,
}

impl World {
    pub(super) fn new(required: bool, checks: bool) -> Self {
        Self {
            now: Millis::new(1_700_000_000_000),
            checks,
            required,
            flows: 0,
            feature: Feature::First,
            flow: None,
            account: Account::default(),
            password: "none".into(),
            link: None,
            mailbox: Vec::new(),
            seeds: Vec::new(),
            shown: None,
            used: "none".into(),
            recovery: Vec::new(),
            used_recovery: "none".into(),
            n: 0,
            told: Vec::new(),
            effects: Vec::new(),
        }
    }

    /// What happens; gives whether the stage was moved by it, or it is no browser's.
    pub(super) fn call(&mut self, action: Action) -> bool {
        self.n += 1;
        self.now = self.now.plus(1);
        self.expire();
        match action {
            Action::Open(feature) => self.open(feature),
            Action::Wait(time) => {
                self.now = self.now.plus(time);
                self.expire();
            }
            Action::Delete => self.unlink(UnlinkReason::Partner),
            Action::UnlinkByMail => self.unlink(UnlinkReason::User),
            Action::Caas(suggestion, decision) => {
                let (now, says) = (self.now, CaseReport { suggestion, decision });
                self.account.cases.iter_mut().for_each(|case| case.reported(Some(says), now, now));
            }
            Action::Settle { heard } => self.settle(heard),
            action => return self.write(action),
        }
        self.fetch_mail();
        true
    }

    fn open(&mut self, feature: Feature) {
        self.flows += 1;
        self.feature = feature;
        let mut new = new_flow(u8::try_from(self.flows).unwrap());
        new.request.feature = feature;
        let mut flow = Flow::new(new.clone(), self.now);
        flow.redeem("code", &write(0), "token".into(), self.now).unwrap();
        let current = ActiveFlow {
            flow: new.id,
            signature: new.signature,
            state: None,
            request: crate::domain::tests::hosted(),
            account_screen_only: flow.is_account_screen_only(),
        };
        let (link, opened) = LinkState::open(self.link.take(), identity(), current, None).unwrap();
        let event = match opened {
            _ if opened.already_linked.is_some() => {
                Some(Event::Ended { end: End::AlreadyLinked, masked: None })
            }
            _ if opened.linked_account.is_some() => {
                opened.linked_account.map(|account| Event::KeepsLink { account })
            }
            _ => opened.waits.map(|status| Event::Waits { status }),
        };
        if let Some(event) = event {
            flow.apply(event, None, None, self.now).unwrap();
        }
        (self.link, self.flow) = (Some(link), Some(flow));
    }

    /// The flow's alarm.
    fn expire(&mut self) {
        let (Some(flow), Some(link)) = (&mut self.flow, &mut self.link) else { return };
        flow.tick(self.now);
        if !core::mem::take(&mut flow.owes_end) {
            return;
        }
        let left = link.leave(&flow.id, self.now);
        let event = match left.unwrap_or_else(|| link.end_flow(&flow.id, CloseReason::Expired, self.now)) {
            CloseOutcome::Linked(_) => Event::Linked { masked: None },
            CloseOutcome::Pending => Event::LeftPending,
            CloseOutcome::Over => return,
        };
        let _ = flow.apply(event, None, None, self.now);
    }

    fn unlink(&mut self, reason: UnlinkReason) {
        let Some(link) = &mut self.link else { return };
        let linked = matches!(link.link.life, account_link_shared::link::Life::Linked(_));
        if reason == UnlinkReason::User && !linked {
            return;
        }
        let (callback, flow) = link.unlink(reason, event_id(bytes(self.n)), self.now);
        self.tell_partner(callback);
        let event = match reason {
            UnlinkReason::User => Event::Unlinked,
            _ => Event::Ended { end: End::Cancelled, masked: None },
        };
        if let (Some(id), Some(flow)) = (flow, &mut self.flow)
            && flow.id == id
        {
            let _ = flow.apply(event, None, None, self.now);
        }
    }

    pub(super) fn tell_partner(&mut self, callback: Option<crate::domain::outbox::callback::Callback>) {
        let Some(callback) = callback else { return };
        let body: serde_json::Value = serde_json::from_str(&callback.body).unwrap();
        self.told.push((body["staus"].as_str().unwrap().to_owned(), callback.sequence));
    }

    /// The link introduces itself, then the account tells its links. What is lost is owed still.
    fn settle(&mut self, heard: bool) {
        let now = self.now;
        let registration = self.link.as_mut().and_then(|link| link.consent.claim(now));
        if let (Some(registration), Some(link)) = (registration, &mut self.link) {
            let account = link.consent.terms.as_ref().map(|terms| terms.account.clone());
            let partner = identity().partner;
            let snapshot = heard.then(|| self.account.subscribe("link".into(), partner, None, now));
            assert!(account.is_some(), "an registration of nobody");
            link.consent.registered(&registration, heard, now);
            if let (Some(snapshot), Some(account)) = (snapshot, link.consent.account.clone()) {
                self.on_account_changed(&account, snapshot);
            }
        }
        for told in self.account.tells(now) {
            let keeps = heard.then(|| self.on_account_changed(ACCOUNT, told.snapshot));
            self.account.told(&told, keeps, now);
        }
    }

    fn on_account_changed(&mut self, account: &str, snapshot: AccountSnapshot) -> bool {
        use crate::domain::consent::FlowUpdate;
        let Some(link) = &mut self.link else { return false };
        self.effects.push(Effect::AccountChange(snapshot.otp_ready, snapshot.kyc_status));
        let uuid = account_uuid(bytes(self.n));
        let change = link.on_account_changed(account, snapshot, uuid, event_id(bytes(self.n)), self.now);
        if let (Some((id, update)), Some(flow)) = (change.tell, &mut self.flow)
            && flow.id == id
        {
            let event = match update {
                FlowUpdate::Linked(_) => Event::Linked { masked: None },
                FlowUpdate::Rejected => Event::Failed { reason: Code::KycRejected.into() },
                FlowUpdate::Waits(status) => Event::Waits { status },
            };
            let _ = flow.apply(event, None, None, self.now);
        }
        self.tell_partner(change.callback);
        change.keeps
    }
}

/// Sixteen bytes unlike those of any other number.
pub(super) fn bytes(n: usize) -> [u8; 16] {
    u128::try_from(n).unwrap().to_be_bytes()
}
