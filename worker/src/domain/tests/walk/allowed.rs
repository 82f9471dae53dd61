//! What the reference machine allows: moves from screen to screen, and what is done on the way.

use super::action::Action;
use super::machine::{Effect, Machine, Place, Stands};
use super::second::{App, step};
use super::world::World;
use account_link_shared::connect::Destination;
use account_link_shared::feature::Feature;
use account_link_shared::link::reason::CloseReason;
use account_link_shared::session::End;
use account_link_shared::status::KycStatus;

impl Machine {
    /// What was done is written down; it must have been allowed.
    pub(super) fn note(&mut self, effect: &Effect, world: &World) {
        match effect {
            Effect::Did(_) => {}
            Effect::Opened => {
                assert!(self.place == Place::OnboardPassword && !self.known, "an account was opened");
                (self.known, self.opened_in) = (true, Some(world.flows));
            }
            Effect::Reset => {
                assert!(self.place == Place::ResetPassword && self.known, "a password was reset");
                // What did not count yet still does not: two resets are no way around the day after the first.
                let locked = self.locked(world.now);
                self.reset = Some(world.now);
                self.app.iter_mut().for_each(|app| app.since_reset = locked);
            }
            Effect::Proven(code) => {
                let what = if self.place == Place::OnboardCode { "Onboard" } else { "Reset" };
                let here = matches!(self.place, Place::OnboardCode | Place::ResetCode);
                assert!(here && self.is_mailed(world, code, &[what]), "an address was proven by {code}");
            }
            Effect::KeyMade(code) => assert!(self.is_first_step(world, code), "a key was made by {code}"),
            Effect::Bound(seed, code, recovery) => {
                let used = step(seed, code, world.now);
                assert!(self.place == Place::Bind && self.app.is_none(), "an app was bound");
                let (seed, recovery) = (seed.to_vec(), recovery.clone());
                let used = used.expect("an app was bound by a wrong code");
                self.app = Some(App { seed, since_reset: self.reset.is_some(), used, recovery });
            }
            Effect::Removed(code) => {
                let app = self.app.take().expect("there is an app");
                let right = app.recovery.contains(code) || self.shows(&app, world, code).is_some();
                assert!(self.place == Place::Bound && right, "an app was removed by {code}");
            }
            Effect::Submitted => {
                assert!(self.place == Place::Kyc && self.case.is_none(), "a case was created");
                self.case = Some(KycStatus::KycPending);
            }
            Effect::Granted(code) => {
                assert!(self.place == Place::Confirm, "a grant at {:?}", self.place);
                assert!(self.is_second_step(world, code), "{code} was granted a link");
                let step = self.app.as_ref().and_then(|app| self.shows(app, world, code));
                self.app.iter_mut().for_each(|app| app.used = step.unwrap_or(app.used));
            }
            Effect::AccountChange(bound, status) => {
                assert_eq!(
                    (*bound, Some(*status)),
                    (self.app.is_some(), self.case.or(Some(KycStatus::KycInit)))
                );
                self.on_account_changed(*status);
            }
        }
    }

    /// Where a move leads that was made. Panics where it may not be made from here.
    pub(super) fn moved(&mut self, action: Action) {
        use Place::*;
        let open = self.is_open();
        self.place = match (self.place, action) {
            (RecoveryCodes | Bound | Checked, Action::Continue) | (Bound, Action::RemoveApp(_)) => {
                return self.end(End::Done);
            }
            (Landing, Action::Continue) => Login,
            (place, Action::Goto(Destination::Landing)) if open && place != Waiting => Landing,
            (Landing | Waiting, Action::Goto(_)) => panic!("{action:?} at {:?}", self.place),
            (_, Action::Goto(Destination::Login)) if open => Login,
            (_, Action::Goto(Destination::OnboardEmail)) if open => OnboardEmail,
            (_, Action::Goto(Destination::ResetEmail)) if open => ResetEmail,
            (Login, Action::LogIn { right: true }) => return self.arrive(),
            (OnboardEmail, Action::GiveEmail) | (OnboardCode, Action::Resend) => OnboardCode,
            (ResetEmail, Action::GiveEmail) | (ResetCode, Action::Resend) => ResetCode,
            (OnboardCode, Action::EnterCode(_)) => OnboardPassword,
            (ResetCode, Action::EnterCode(_)) => ResetPassword,
            (OnboardPassword | ResetPassword, Action::ChoosePassword) => return self.arrive(),
            (Confirm | Authenticator, Action::Resend) => self.place,
            (Authenticator, Action::StartApp(_)) => Bind,
            (Bind, Action::BindApp(_)) => RecoveryCodes,
            (Kyc, Action::SubmitKyc) if self.feature == Feature::Kyc => return self.end(End::Done),
            (Kyc, Action::SubmitKyc) => return self.arrive(),
            (Waiting, Action::Leave) => Over(End::Pending),
            (Confirm, Action::Confirm(_)) => return self.confirmed(),
            (_, Action::Cancel) if open => return self.end(End::Cancelled),
            (place, action) => panic!("{action:?} was accepted at {place:?}"),
        };
    }

    /// The right second step was shown.
    fn confirmed(&mut self) {
        let end = match (self.stands, self.case) {
            (Stands::Linked, _) => End::AlreadyLinked,
            (Stands::Pending { .. }, Some(KycStatus::KycReject)) if self.required => {
                self.stands = Stands::Closed(CloseReason::KycRejected);
                End::Failed
            }
            (Stands::Pending { .. }, case) if self.required && case != Some(KycStatus::KycPass) => {
                self.stands = Stands::Pending { consent: true };
                End::Pending
            }
            (Stands::Pending { .. }, _) => {
                self.enter(Stands::Linked);
                End::Linked
            }
            _ => End::Cancelled,
        };
        self.place = Place::Over(end);
    }
}
