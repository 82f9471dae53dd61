//! The password: guessing it, choosing it, having forgotten it; and the browsers in which it was known.

use super::state::{Account, AccountRefusal, Device, Profile, Purpose};
use crate::domain::outbox::mail::Mail;
use crate::domain::throttle::LoginThrottle;
use account_link_shared::email::Email;
use account_link_shared::id::FlowId;
use account_link_shared::time::Millis;

/// How many browsers are remembered; the one used least lately makes room.
const DEVICES: usize = 10;

impl Account {
    /// Opens the account with a hashed password, where this flow has proven the address.
    pub fn open(
        &mut self,
        flow: &FlowId,
        email: Email,
        password: String,
        now: Millis,
    ) -> Result<(), AccountRefusal> {
        let existing = self.profile.is_some();
        let code = self.proven(flow, Purpose::Onboard)?;
        if existing && !code.opened_account {
            return Err(AccountRefusal::Exists);
        }
        code.opened_account = true;
        if !existing {
            self.profile = Some(Profile { email, password, opened: now, terms_accepted: now, reset: None });
        }
        Ok(())
    }

    /// Takes one guess at the password, before anything is hashed: the stored hash, or `None` for an unknown
    /// address, where the caller hashes against a dummy.
    pub fn guess(&mut self, device: Option<&str>, now: Millis) -> Result<Option<String>, AccountRefusal> {
        let login_throttle = self.guesses_of(device);
        login_throttle.take(now).map_err(|seconds| AccountRefusal::TooMany { seconds })?;
        Ok(self.profile.as_ref().map(|profile| profile.password.clone()))
    }

    /// The password was right, or was chosen there. A hash made with an older pepper is replaced by the one given; the
    /// browser is known from now on, by the token it has: an answer that gets lost costs it nothing.
    pub fn password_verified(&mut self, renewed: Option<String>, device: String) {
        self.guesses_of(Some(&device)).succeeded();
        if let (Some(profile), Some(password)) = (&mut self.profile, renewed) {
            profile.password = password;
        }
        self.devices.retain(|known| known.hash != device);
        self.devices.push(Device { hash: device, login_throttle: LoginThrottle::default() });
        if self.devices.len() > DEVICES {
            self.devices.remove(0);
        }
    }

    /// A known device's own, else everybody's.
    fn guesses_of(&mut self, device: Option<&str>) -> &mut LoginThrottle {
        match self.devices.iter_mut().find(|known| Some(known.hash.as_str()) == device) {
            Some(known) => &mut known.login_throttle,
            None => &mut self.login_throttle,
        }
    }

    /// Sets a new password where this flow has proven the address of an account. No browser is known any more, and
    /// the owner is told.
    pub fn reset(
        &mut self,
        flow: &FlowId,
        password: String,
        notice: Mail,
        now: Millis,
    ) -> Result<(), AccountRefusal> {
        self.proven(flow, Purpose::Reset)?;
        self.keep_locked(now);
        let profile = self.profile.as_mut().ok_or(AccountRefusal::NotPossible)?;
        (profile.password, profile.reset) = (password, Some(now));
        (self.login_throttle, self.devices) = (LoginThrottle::default(), Vec::new());
        // This flow's proof stays while it is at this step, for the answer that got lost.
        self.codes.retain(|code| code.purpose != Purpose::Reset || code.flow == *flow);
        self.mails.push(notice, now);
        Ok(())
    }
}
