//! The reference machine: where the user is, whose app, which case, how the link stands, in the words of docs/PROTOCOL.md.

use super::action::Action;
use super::second::App;
use crate::domain::account::Seed;
use account_link_shared::feature::Feature;
use account_link_shared::link::reason::{CloseReason, UnlinkReason};
use account_link_shared::session::End;
use account_link_shared::status::KycStatus;
use account_link_shared::time::{MINUTE, Millis};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Nowhere,
    Landing,
    Login,
    OnboardEmail,
    OnboardCode,
    OnboardPassword,
    ResetEmail,
    ResetCode,
    ResetPassword,
    Kyc,
    Checked,
    Waiting,
    Authenticator,
    Bind,
    RecoveryCodes,
    Bound,
    Confirm,
    Over(End),
}

/// How the link stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stands {
    Never,
    Pending { consent: bool },
    Closed(CloseReason),
    Linked,
    Unlinked(UnlinkReason),
}

/// What was done on the way, whether or not the stage moved in the end.
#[derive(Debug, Clone)]
pub(super) enum Effect {
    Did(Action),
    Opened,
    Reset,
    Proven(String),
    KeyMade(String),
    Bound(Seed, String, Vec<String>),
    Removed(String),
    Submitted,
    Granted(String),
    /// The link was told of the app and of the case.
    AccountChange(bool, KycStatus),
}

pub(super) struct Machine {
    pub(super) required: bool,
    pub(super) checks: bool,
    pub(super) place: Place,
    pub(super) feature: Feature,
    /// It was linked when this flow was opened for another screen.
    pub(super) beside: bool,
    pub(super) stands: Stands,
    /// Events so far: the words of the callbacks.
    pub(super) events: Vec<&'static str>,
    pub(super) known: bool,
    pub(super) opened_in: Option<u16>,
    pub(super) reset: Option<Millis>,
    pub(super) app: Option<App>,
    pub(super) case: Option<KycStatus>,
    opened: Millis,
    seen: Millis,
}

impl Machine {
    pub(super) fn new(required: bool, checks: bool) -> Self {
        Self {
            required,
            checks,
            place: Place::Nowhere,
            feature: Feature::First,
            beside: false,
            stands: Stands::Never,
            events: Vec::new(),
            known: false,
            opened_in: None,
            reset: None,
            app: None,
            case: None,
            opened: Millis::ZERO,
            seen: Millis::ZERO,
        }
    }

    pub(super) fn account_screen_only(&self) -> bool {
        matches!(self.feature, Feature::Kyc | Feature::TwoFactor)
    }

    pub(super) fn is_open(&self) -> bool {
        !matches!(self.place, Place::Nowhere | Place::Over(_))
    }

    pub(super) fn enter(&mut self, stands: Stands) {
        match stands {
            Stands::Linked => self.events.push("LINKED"),
            Stands::Unlinked(_) => self.events.push("UNLINKED"),
            _ => {}
        }
        self.stands = stands;
    }

    /// A newly signed link.
    pub(super) fn open(&mut self, feature: Feature, now: Millis) {
        (self.feature, self.opened, self.seen) = (feature, now, now);
        self.beside = self.stands == Stands::Linked && self.account_screen_only();
        let consent = self.stands == Stands::Pending { consent: true };
        self.place = match self.stands {
            Stands::Linked if !self.account_screen_only() => Place::Over(End::AlreadyLinked),
            _ if consent && !self.account_screen_only() => Place::Waiting,
            _ => Place::Landing,
        };
        if self.stands != Stands::Linked {
            self.stands = Stands::Pending { consent };
        }
    }

    /// A user who waits for a quarter of an hour, or is there for an hour, is expired. Consent stays.
    pub(super) fn pass(&mut self, now: Millis) {
        let late = now >= self.seen.plus(15 * MINUTE) || now >= self.opened.plus(60 * MINUTE);
        if !self.is_open() || !late {
            return;
        }
        let lasts = !self.beside && self.stands == (Stands::Pending { consent: true });
        self.place = Place::Over(if lasts { End::Pending } else { End::Expired });
        if !self.beside && self.stands == (Stands::Pending { consent: false }) {
            self.stands = Stands::Closed(CloseReason::Expired);
        }
    }

    /// A page that is looked at is not idle.
    pub(super) fn read(&mut self, now: Millis) {
        self.seen = now;
    }

    /// DELETE, or the way in the mail, which ends only what is linked.
    pub(super) fn unlink(&mut self, reason: UnlinkReason) {
        match self.stands {
            Stands::Linked => {
                self.enter(Stands::Unlinked(reason));
                // The flow that linked it is over; one beside it goes on.
            }
            Stands::Pending { .. } if reason == UnlinkReason::Partner => {
                self.stands = Stands::Closed(CloseReason::Cancelled);
                if self.is_open() {
                    self.place = Place::Over(End::Cancelled);
                }
            }
            _ => {}
        }
    }

    /// The link hears how the case stands.
    pub(super) fn on_account_changed(&mut self, status: KycStatus) {
        if self.stands != (Stands::Pending { consent: true }) {
            return;
        }
        match status {
            KycStatus::KycPass => {
                self.enter(Stands::Linked);
                self.place = Place::Over(End::Linked);
            }
            KycStatus::KycReject => {
                self.stands = Stands::Closed(CloseReason::KycRejected);
                if self.is_open() {
                    self.place = Place::Over(End::Failed);
                }
            }
            // Whoever came for another screen stays there.
            _ if self.place == Place::Landing && !self.account_screen_only() => self.place = Place::Waiting,
            _ => {}
        }
    }

    /// The end of a flow that links nothing: its link is closed, but not where the user agreed in an earlier flow and
    /// came for another screen now.
    pub(super) fn end(&mut self, end: End) {
        if let (Stands::Pending { consent }, false) = (self.stands, self.beside)
            && !(consent && self.account_screen_only())
        {
            self.stands = Stands::Closed(CloseReason::Cancelled);
        }
        self.place = Place::Over(end);
    }

    /// Where the owner of an account arrives.
    pub(super) fn arrive(&mut self) {
        self.place = match (self.feature, self.case) {
            (Feature::TwoFactor, _) if self.app.is_some() => Place::Bound,
            (Feature::TwoFactor, _) => Place::Authenticator,
            (Feature::Kyc, Some(_)) if self.checks => Place::Checked,
            (Feature::Kyc, None) if self.checks => Place::Kyc,
            (_, None) if self.required => Place::Kyc,
            _ => Place::Confirm,
        };
    }
}
