//! Mailed codes: what each is for, how long and how often it may be typed, and when another may follow.

use super::second::SecondFactor;
use super::state::{Account, AccountRefusal, Code, Purpose, wait};
use crate::domain::outbox::mail::Mail;
use crate::domain::throttle::{Limit, Window};
use account_link_shared::id::FlowId;
use account_link_shared::time::{HOUR, MINUTE, Millis, Seconds};
use serde::{Deserialize, Serialize};

/// How long a mailed code is good, in milliseconds.
pub const CODE_LIFE: i64 = 10 * MINUTE;
/// How often one code may be typed wrong.
const TRIES: u8 = 5;
/// How soon another code may be asked for, in milliseconds.
pub const RESEND_AFTER: i64 = 30_000;
/// How many mails one address gets for a purpose.
const MAILS: Limit = Limit { most: 10, within: HOUR };

impl Purpose {
    /// Whether a code goes to an address that has an account (`true`), that has none, or either.
    fn goes_to(self, known: bool) -> bool {
        known != (self == Self::Onboard)
    }

    /// Whether anybody can have it mailed to any address: who has an account there must not be told.
    fn is_open(self) -> bool {
        matches!(self, Self::Onboard | Self::Reset)
    }
}

/// When a mailed code ends and when another may follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sent {
    /// Until when it is good.
    pub valid_until: Seconds,
    /// From when another may be asked for.
    pub resend_at: Seconds,
}

/// The two mails that may answer a given address; the account decides which is sent.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Mails {
    /// With the code.
    pub code: Mail,
    /// Without one: "you already have an account", or "you have none". `None` where only the owner can ask for a code.
    pub other: Option<Mail>,
}

impl Account {
    /// Mails a code for a flow. An address that already has an account gets another mail and the same answer.
    /// Soon after the last one, a code is sent again only on request, which has to wait; else the last one stays.
    pub fn send_code(
        &mut self,
        flow: &FlowId,
        purpose: Purpose,
        on_request: bool,
        hash: String,
        mails: Mails,
        now: Millis,
    ) -> Result<Sent, AccountRefusal> {
        self.forget(now);
        if !purpose.is_open() && self.profile.is_none() {
            return Err(AccountRefusal::NotPossible);
        }
        if purpose == Purpose::Confirm {
            self.still(SecondFactor::Mail, now)?;
        }
        let resend_at = |made: Millis| made.plus(RESEND_AFTER);
        let made = |code: &Code| code.until.plus(-CODE_LIFE);
        // An onboarding code that still counts for the second step keeps another code waiting as well.
        let used = |code: &Code| code.purpose == Purpose::Reset && code.proven.is_some();
        let same = |code: &Code| {
            (code.purpose == purpose && !used(code)) || (code.opened_account && !purpose.is_open())
        };
        let early = self.codes.iter().find(|c| c.flow == *flow && same(c) && now < resend_at(made(c)));
        if let Some(code) = early {
            let (until, again) = (code.until, resend_at(made(code)));
            return match on_request {
                true => Err(AccountRefusal::TooMany { seconds: wait(again, now) }),
                false => Ok(Sent { valid_until: until.seconds(), resend_at: again.seconds() }),
            };
        }
        // Counted per purpose: strangers can ask for onboarding mails, and must not use up the owner's codes.
        let mailed = match self.mailed.iter().position(|(of, _)| *of == purpose) {
            Some(index) => self.mailed.get_mut(index),
            None => {
                self.mailed.push((purpose, Window::default()));
                self.mailed.last_mut()
            }
        };
        if let Some((_, mailed)) = mailed {
            let allowed = mailed.allows(MAILS, now);
            allowed.map_err(|from| AccountRefusal::TooMany { seconds: wait(from, now) })?;
            mailed.count(now);
        }
        self.codes.retain(|code| !(code.flow == *flow && code.purpose == purpose));
        let other = mails.other.filter(|_| !purpose.goes_to(self.profile.is_some()));
        // Who gets the other mail gets a code nobody was told: typing one is wrong, exactly as for anyone else.
        let hash = if other.is_some() { String::new() } else { hash };
        self.mails.push(other.unwrap_or(mails.code), now);
        let until = now.plus(CODE_LIFE);
        let (flow, tries_left) = (flow.clone(), TRIES);
        self.codes.push(Code {
            flow,
            purpose,
            hash,
            until,
            tries_left,
            proven: None,
            opened_account: false,
            grant: None,
        });
        Ok(Sent { valid_until: until.seconds(), resend_at: resend_at(now).seconds() })
    }

    /// Proves the address with the code of that purpose. An onboarding code proves it for binding as well.
    pub fn prove(
        &mut self,
        flow: &FlowId,
        purpose: Purpose,
        hash: &str,
        now: Millis,
    ) -> Result<(), AccountRefusal> {
        let also = if purpose == Purpose::Bind { Purpose::Onboard } else { purpose };
        let code = self.live(flow, &[purpose, also], now)?;
        code.try_with(hash)?;
        code.proven = Some(now);
        Ok(())
    }

    /// The onboarding code of an account that was opened in that flow, while it counts for the second step.
    pub fn kept(&self, flow: &FlowId, now: Millis) -> Option<Sent> {
        let kept = |code: &&Code| code.flow == *flow && code.opened_account && now <= code.until;
        let code = self.codes.iter().find(kept).filter(|code| code.tries_left > 0)?;
        let resend_at = code.until.plus(-CODE_LIFE).plus(RESEND_AFTER).seconds();
        Some(Sent { valid_until: code.until.seconds(), resend_at })
    }

    /// The code by which a flow has proven the address.
    pub(super) fn proven(&mut self, flow: &FlowId, purpose: Purpose) -> Result<&mut Code, AccountRefusal> {
        let code = self.codes.iter_mut().find(|code| code.flow == *flow && code.purpose == purpose);
        code.filter(|code| code.proven.is_some()).ok_or(AccountRefusal::NotPossible)
    }

    /// The newest live code of that flow for one of the purposes. An onboarding code counts for the second step only
    /// where the account was opened in this very flow.
    pub(super) fn live(
        &mut self,
        flow: &FlowId,
        purposes: &[Purpose],
        now: Millis,
    ) -> Result<&mut Code, AccountRefusal> {
        let second = purposes.iter().any(|purpose| !purpose.is_open());
        let fits = |code: &Code| {
            code.flow == *flow
                && purposes.contains(&code.purpose)
                && (code.purpose != Purpose::Onboard || !second || code.opened_account)
        };
        let code = self.codes.iter_mut().rev().find(|code| fits(code)).ok_or(AccountRefusal::CodeExpired)?;
        if now > code.until || code.tries_left == 0 { Err(AccountRefusal::CodeExpired) } else { Ok(code) }
    }

    /// Drops what no longer counts, so that the state stays small.
    fn forget(&mut self, now: Millis) {
        self.codes.retain(|code| now <= code.until.plus(HOUR));
    }
}

impl Code {
    pub(super) fn try_with(&mut self, hash: &str) -> Result<(), AccountRefusal> {
        use subtle::ConstantTimeEq;
        if !self.hash.is_empty() && bool::from(self.hash.as_bytes().ct_eq(hash.as_bytes())) {
            return Ok(());
        }
        self.tries_left = self.tries_left.saturating_sub(1);
        Err(if self.tries_left == 0 { AccountRefusal::CodeExpired } else { AccountRefusal::CodeWrong })
    }
}
