//! One visit of one user, from the 303 to an end: the opening code, the session, the stage.
//!
//! The stage only moves as [`Flow::apply`] says, whatever order the endpoints are called in. Nothing here
//! links: that takes a grant of the account, consumed by the link (`domain::account`, `domain::link`).

mod cost;
mod event;
mod session;
pub(crate) mod stage;
mod state;

pub use cost::Cost;
pub use event::{Event, Holder, LoginOutcome, Second, Target};
pub use session::Entry;
pub use stage::Stage;
pub use state::{ABSOLUTE, Flow, FlowRefusal, IDLE, KEPT, NewFlow, OPENING};

use account_link_shared::connect::Destination;
use account_link_shared::feature::Feature;
use account_link_shared::id::ClientRequestId;
use account_link_shared::link::Identity;
use account_link_shared::providers::{Connect, Provider, ProviderRequest};
use account_link_shared::request::ProviderSelection;
use account_link_shared::session::End;
use account_link_shared::time::{Millis, Seconds};
use stage::{ended, next};
use state::{OVERLAP, Opening};

/// How many successful writes are remembered for repetition.
const REMEMBERED: usize = 16;

/// Ways to a provider's page one flow may take.
const TICKETS: u32 = 60;
/// How long an attempt at a provider may turn out to have succeeded after its end, in milliseconds.
const WAITING: i64 = 30_000;
impl Flow {
    /// A flow that waits for its browser.
    pub fn new(new: NewFlow, now: Millis) -> Self {
        Self {
            id: new.id,
            request: new.request,
            return_to: new.return_to,
            target: new.target,
            signature: new.signature,
            stage: Stage::Unopened,
            opening: Opening { code_hash: new.code_hash, until: now.plus(OPENING), used: None },
            session: None,
            created: now,
            recent: Vec::new(),
            mails: 0,
            password_tries: 0,
            provider_calls: 0,
            ticket: None,
            tickets: 0,
            unlinked: false,
            owner: None,
            owes_end: false,
            waits: false,
        }
    }

    /// Moves the stage, remembers the write, and rotates the session where a new token is given. True if it
    /// was rotated: an event that changes nothing rotates nothing.
    pub fn apply(
        &mut self,
        event: Event,
        request: Option<ClientRequestId>,
        rotate_to: Option<String>,
        now: Millis,
    ) -> Result<bool, FlowRefusal> {
        self.tick(now);
        let target = self.aimed(&event, now)?;
        let new_ticket = matches!(event, Event::AtPortal(_) | Event::Sent { .. });
        let unlinked = event == Event::Unlinked;
        let owner = if let Event::KeepsLink { account } = &event { Some(account.clone()) } else { None };
        // Whoever came for another screen stays there.
        let waits = matches!(event, Event::Waits { .. }) && self.is_account_screen_only() && self.is_open();
        let stage = if waits { Some(self.stage.clone()) } else { next(&self.stage, event, now) };
        let stage = stage.ok_or(FlowRefusal::Stage)?;
        self.waits |= waits;
        self.target = target;
        self.tickets = self.tickets.saturating_add(u32::from(new_ticket));
        self.unlinked |= unlinked;
        self.owner = owner.or(self.owner.take());
        let moved = stage != self.stage;
        self.stage = stage;
        let mut rotated = false;
        if let (Some(session), Some(token_hash), Some(request), true) =
            (&mut self.session, rotate_to, &request, moved)
        {
            let old = core::mem::replace(&mut session.hash, token_hash);
            session.previous = Some((old, request.clone(), now.plus(OVERLAP)));
            rotated = true;
        }
        if let Some(request) = request {
            if self.recent.len() >= REMEMBERED {
                self.recent.remove(0);
            }
            self.recent.push(request);
        }
        Ok(rotated)
    }

    /// With whom the flow is after an event. Refuses what that provider, or a link without a choice, does not have.
    fn aimed(&self, event: &Event, now: Millis) -> Result<Option<Target>, FlowRefusal> {
        let hosted = self.provider().is_some_and(Provider::hosts_accounts);
        let fits = match event {
            // The hour is over: what is shown may be completed, nothing new begins.
            Event::QrShown(_) if now.seconds() >= self.expires_at() => false,
            Event::Continued => hosted,
            Event::QrShown(_) => self.connect() == Some(Connect::Qr),
            Event::AtPortal(_) => self.connect() == Some(Connect::Redirect),
            // A ticket is good once, and only so many are given out.
            Event::Sent { ticket } => *ticket == self.tickets && self.tickets < TICKETS,
            Event::Choosing(target) => self.offered().contains(&target.request),
            // Another choice may have come between.
            Event::Chosen(target) => self.target.as_ref() == Some(target),
            Event::Went { to: Destination::Choose } => !self.offered().is_empty(),
            _ => true,
        };
        match event {
            _ if !fits => Err(FlowRefusal::Stage),
            Event::Choosing(target) => Ok(Some(target.clone())),
            // Who goes back to the choice keeps the link until they choose anew.
            _ => Ok(self.target.clone()),
        }
    }

    /// With whom; `None` until the user has chosen.
    pub fn provider(&self) -> Option<Provider> {
        self.target.as_ref().map(|target| target.request.provider())
    }

    /// How the user goes to that provider.
    fn connect(&self) -> Option<Connect> {
        self.provider().map(|provider| provider.info().connect)
    }

    /// What the user may choose from; nothing where the link leaves no choice.
    pub fn offered(&self) -> &[ProviderRequest] {
        match &self.request.selection {
            ProviderSelection::Fixed(_) => &[],
            ProviderSelection::Choice(offered) => offered,
        }
    }

    /// Whose link it is, with that provider.
    pub fn identity(&self, provider: Provider) -> Identity {
        Identity {
            partner: self.request.partner.clone(),
            user_ext_ref: self.request.user_ext_ref.clone(),
            provider,
        }
    }

    /// Lets time pass. A flow that expires by it has its link to tell, unless no browser ever came.
    pub fn tick(&mut self, now: Millis) {
        if self.is_open() && now >= self.deadline() {
            self.owes_end = self.stage != Stage::Unopened && self.target.is_some();
            // What the provider still decides goes on; the link says so in the end.
            let lasts = match self.stage {
                Stage::Portal(ref came) => came.as_ref().is_some_and(|came| came.pending),
                Stage::Waiting { .. } => true,
                _ => false,
            };
            self.stage = ended(if lasts { End::Pending } else { End::Expired }, now);
        }
    }

    /// When an open flow expires, or an ended one may be forgotten.
    pub fn deadline(&self) -> Millis {
        match (&self.stage, &self.session) {
            (Stage::Ended { at, .. }, _) if self.owes_end => *at,
            (Stage::Ended { at, .. }, _) => at.plus(KEPT),
            (_, None) => self.opening.until.plus(1),
            // Waiting at a provider counts as activity, and is not cut off while it may yet succeed.
            (Stage::Scan(qr), Some(session)) => {
                session.opened.plus(ABSOLUTE).max(qr.expires_at.millis().plus(WAITING))
            }
            (Stage::Portal(_), Some(session)) => session.opened.plus(ABSOLUTE),
            (_, Some(session)) => session.seen.plus(IDLE).min(session.opened.plus(ABSOLUTE)),
        }
    }

    /// When the session ends at the latest.
    pub fn expires_at(&self) -> Seconds {
        self.session.as_ref().map_or(self.created, |session| session.opened).plus(ABSOLUTE).seconds()
    }

    /// Whether a screen was asked for that has nothing to do with whether it is linked (000: `feature`).
    pub fn is_account_screen_only(&self) -> bool {
        let hosted = self.provider().is_some_and(Provider::hosts_accounts);
        hosted && matches!(self.request.feature, Feature::Kyc | Feature::TwoFactor)
    }

    /// Whether it ended in a link, of its own or of before.
    pub fn is_linked(&self) -> bool {
        matches!(self.stage, Stage::Ended { end: End::Linked | End::AlreadyLinked, .. })
    }

    /// Whether the user can still do something.
    pub fn is_open(&self) -> bool {
        !matches!(self.stage, Stage::Ended { .. })
    }
}
