//! The second step: a mailed code or an authenticator app, and the grant that it is traded for.

use super::state::{Account, AccountRefusal, Authenticator, Grant, Purpose, wait};
use crate::domain::throttle::Limit;
use crate::domain::totp;
use account_link_shared::id::{ClientRequestId, FlowId};
use account_link_shared::secret::Secret;
use account_link_shared::time::{DAY, MINUTE, Millis, Seconds};
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

/// Wrong codes of the app that are taken.
const TRIES: Limit = Limit { most: 5, within: 5 * MINUTE };
/// How long after a reset neither mailed codes nor an app bound since then confirm, in milliseconds.
const LOCKED: i64 = DAY;

/// The key of an authenticator app, opened.
pub type Seed = Zeroizing<Vec<u8>>;

/// What confirm takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RequiredFactor {
    /// A code that is mailed.
    Mail,
    /// The code of the app.
    Totp,
    /// Nothing, before that time.
    Locked {
        /// From when.
        until: Seconds,
    },
}

/// What a page asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SecondFactor {
    /// A code that was mailed.
    Mail,
    /// The code of the app.
    Totp,
}

/// A code as typed, in each of its readings, and by which write.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SubmittedCode {
    /// The digits, or the letters of a recovery code.
    pub code: Secret,
    /// As a mailed code of this flow is kept.
    pub hash: String,
    /// As a recovery code of this account is kept.
    pub recovery: String,
    /// The page's id of the write.
    pub request: ClientRequestId,
    /// What the page asked for.
    pub factor: SecondFactor,
}

impl Account {
    /// What confirm takes now.
    pub fn required_factor(&self, now: Millis) -> RequiredFactor {
        let reset = self.profile.as_ref().and_then(|profile| profile.reset);
        let bound = self.authenticator.as_ref().map(|app| app.bound);
        match (reset.map(|at| (at, at.plus(LOCKED))), bound) {
            (Some((at, until)), bound) if now < until && bound.is_none_or(|bound| bound >= at) => {
                RequiredFactor::Locked { until: until.seconds() }
            }
            (_, Some(_)) => RequiredFactor::Totp,
            (_, None) => RequiredFactor::Mail,
        }
    }

    /// The password is about to be reset: an app that does not count yet will not count for a day from now either, else
    /// resetting twice would be a way around the first wait.
    pub(super) fn keep_locked(&mut self, now: Millis) {
        if let (RequiredFactor::Locked { .. }, Some(app)) =
            (self.required_factor(now), &mut self.authenticator)
        {
            app.bound = now;
        }
    }

    /// Whether the second step is still the one that the page asks for.
    pub(super) fn still(&self, asked: SecondFactor, now: Millis) -> Result<(), AccountRefusal> {
        match (self.required_factor(now), asked) {
            (RequiredFactor::Locked { until }, _) => {
                Err(AccountRefusal::Locked { seconds: wait(until.millis(), now) })
            }
            (RequiredFactor::Mail, SecondFactor::Mail) | (RequiredFactor::Totp, SecondFactor::Totp) => Ok(()),
            (RequiredFactor::Mail | RequiredFactor::Totp, _) => Err(AccountRefusal::Changed),
        }
    }

    /// The sealed key of the app, for opening.
    pub fn sealed(&self) -> Option<&str> {
        self.authenticator.as_ref().map(|app| app.sealed.as_str())
    }

    /// Trades a right code for leave to link. The same write gets the same grant again, so that an answer that got lost
    /// can be asked for again; no other link can be had for it.
    pub fn grant(
        &mut self,
        flow: &FlowId,
        link: &str,
        submitted: &SubmittedCode,
        seed: Option<&Seed>,
        new_id: String,
        now: Millis,
    ) -> Result<Grant, AccountRefusal> {
        if self.profile.is_none() {
            return Err(AccountRefusal::NotPossible);
        }
        let new = Grant { id: new_id, flow: flow.clone(), link: link.to_owned() };
        self.still(submitted.factor, now)?;
        match submitted.factor {
            SecondFactor::Totp => {
                if let Some(grant) = self.granted(&new, &submitted.request) {
                    return Ok(grant);
                }
                self.use_app(submitted, seed, now)?;
                let app = self.authenticator.as_mut().ok_or(AccountRefusal::NotPossible)?;
                app.grant = Some((submitted.request.clone(), new.clone()));
                Ok(new)
            }
            SecondFactor::Mail => {
                let code = self.live(flow, &[Purpose::Confirm, Purpose::Onboard], now)?;
                code.try_with(&submitted.hash)?;
                let grant = code.grant.get_or_insert(new).clone();
                if grant.link == link { Ok(grant) } else { Err(AccountRefusal::CodeExpired) }
            }
        }
    }

    /// What the very same write was granted before.
    fn granted(&self, asked: &Grant, request: &ClientRequestId) -> Option<Grant> {
        let (by, grant) = self.authenticator.as_ref()?.grant.as_ref()?;
        let same = by == request && grant.flow == asked.flow && grant.link == asked.link;
        same.then(|| grant.clone())
    }

    /// Uses up the step of a code of the bound app.
    fn use_app(
        &mut self,
        submitted: &SubmittedCode,
        seed: Option<&Seed>,
        now: Millis,
    ) -> Result<(), AccountRefusal> {
        self.may_try(now)?;
        let app = self.authenticator.as_mut().ok_or(AccountRefusal::NotPossible)?;
        match seed.and_then(|seed| totp::step_of(seed, submitted.code.expose(), now.seconds())) {
            Some(step) if step > app.used => {
                app.used = step;
                self.tries.clear();
                Ok(())
            }
            // Typed twice, not guessed.
            Some(step) if step == app.used => Err(AccountRefusal::CodeWrong),
            _ => {
                self.tries.count(now);
                Err(AccountRefusal::CodeWrong)
            }
        }
    }

    fn may_try(&mut self, now: Millis) -> Result<(), AccountRefusal> {
        let allowed = self.tries.allows(TRIES, now);
        allowed.map_err(|from| AccountRefusal::TooMany { seconds: wait(from, now) })
    }

    /// Binds an app, where this flow has proven the address and the app shows the code of its key. The same key again
    /// changes nothing, for the answer that got lost: it has the same recovery codes.
    pub fn bind(
        &mut self,
        flow: &FlowId,
        sealed: String,
        seed: &Seed,
        submitted: &SubmittedCode,
        recovery: Vec<String>,
        now: Millis,
    ) -> Result<(), AccountRefusal> {
        if self.proven(flow, Purpose::Bind).is_err() {
            self.proven(flow, Purpose::Onboard)?;
        }
        if self.authenticator.as_ref().is_some_and(|bound| bound.sealed != sealed) {
            return Err(AccountRefusal::Exists);
        }
        self.may_try(now)?;
        let Some(used) = totp::step_of(seed, submitted.code.expose(), now.seconds()) else {
            self.tries.count(now);
            return Err(AccountRefusal::CodeWrong);
        };
        let new = || Authenticator { sealed, bound: now, used, grant: None, recovery };
        let app = self.authenticator.get_or_insert_with(new);
        app.used = app.used.max(used);
        Ok(())
    }

    /// Removes the app by one of its codes, or by a recovery code. The same write again has done it.
    pub fn unbind(
        &mut self,
        submitted: &SubmittedCode,
        seed: Option<&Seed>,
        now: Millis,
    ) -> Result<(), AccountRefusal> {
        if self.authenticator.is_none() {
            let done = self.unbound_by.as_ref() == Some(&submitted.request);
            return if done { Ok(()) } else { Err(AccountRefusal::CodeWrong) };
        }
        self.may_try(now)?;
        let kept = |hash: &String| bool::from(hash.as_bytes().ct_eq(submitted.recovery.as_bytes()));
        if !self.authenticator.iter().flat_map(|app| &app.recovery).any(kept) {
            self.use_app(submitted, seed, now)?;
        }
        self.authenticator = None;
        self.unbound_by = Some(submitted.request.clone());
        self.tries.clear();
        Ok(())
    }

    /// Whether an app is bound.
    pub fn is_bound(&self) -> bool {
        self.authenticator.is_some()
    }
}
