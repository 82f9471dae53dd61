//! The second step of the reference machine: whether a code that was typed is the right and fresh one.

use super::machine::{Machine, Place};
use super::world::World;
use account_link_shared::time::{DAY, MINUTE, Millis};

/// An app as its owner has it.
#[derive(Debug, Clone)]
pub(super) struct App {
    pub(super) seed: Vec<u8>,
    /// Bound when the password was reset for the last time, or not reset since.
    pub(super) since_reset: bool,
    /// The last step whose code was taken.
    pub(super) used: u64,
    pub(super) recovery: Vec<String>,
}

/// What the app shows at that time.
pub(super) fn code(seed: &[u8], now: Millis) -> String {
    let totp = totp_rs::Builder::new().with_secret(seed.to_vec()).build().unwrap();
    totp.generate(u64::try_from(now.get() / 1000).unwrap()).to_string()
}

/// The step of half a minute that shows this code, of the present one and those beside it.
pub(super) fn step(seed: &[u8], text: &str, now: Millis) -> Option<u64> {
    let beside = [-30_000, 0, 30_000].map(|skew| now.plus(skew));
    let at = beside.into_iter().find(|at| code(seed, *at) == text)?;
    u64::try_from(at.get() / 30_000).ok()
}

impl Machine {
    /// For 24 hours after a reset only an app confirms that was bound before.
    pub(super) fn locked(&self, now: Millis) -> bool {
        let after = self.reset.is_some_and(|at| now < at.plus(DAY));
        after && self.app.as_ref().is_none_or(|app| app.since_reset)
    }

    /// Whether the code is the second step: the app's where one is bound, each of its steps once; else the code mailed
    /// for it in this flow, or the one by which the account was opened in this flow, ten minutes long.
    pub(super) fn is_second_step(&self, world: &World, text: &str) -> bool {
        match &self.app {
            _ if self.locked(world.now) => false,
            Some(app) => self.shows(app, world, text).is_some(),
            None => {
                let opened_here = self.opened_in == Some(world.flows);
                self.is_mailed(world, text, &["Confirm"])
                    || (opened_here && self.is_mailed(world, text, &["Onboard"]))
            }
        }
    }

    /// The step of a code that the app shows and that was not taken before.
    pub(super) fn shows(&self, app: &App, world: &World, text: &str) -> Option<u64> {
        step(&app.seed, text, world.now).filter(|step| *step > app.used)
    }

    /// Whether this code was mailed in this flow for one of these, is its newest one and not ten minutes old.
    pub(super) fn is_mailed(&self, world: &World, text: &str, what: &[&str]) -> bool {
        let of =
            |mail: &&super::world::Arrived| mail.flow == world.flows && what.contains(&mail.what.as_str());
        let newest = world.mailbox.iter().rev().find(of);
        newest.is_some_and(|mail| mail.code == text && world.now <= mail.at.plus(10 * MINUTE))
    }

    /// The mailed code before an app is bound: for that, or the one by which the account was opened here.
    pub(super) fn is_first_step(&self, world: &World, text: &str) -> bool {
        let opened_here = self.opened_in == Some(world.flows);
        self.place == Place::Authenticator
            && (self.is_mailed(world, text, &["Bind"])
                || (opened_here && self.is_mailed(world, text, &["Onboard"])))
    }
}
