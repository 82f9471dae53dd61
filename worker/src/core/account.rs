//! An account of the house: credentials, mailed codes, and the one-use grants that make a link.
//!
//! The object of an address exists before its account: guesses and mails to an unknown address are counted
//! exactly as to a known one.

use crate::core::guesses::Guesses;
use crate::core::mail::{Mail, Outbox};
use account_link_shared::cabital::models::Email;
use account_link_shared::id::FlowId;
use account_link_shared::link::{Holder, Standing};
use account_link_shared::status::{KycStatus, MaskedAccount};
use account_link_shared::time::{HOUR, MINUTE, Millis, Seconds};
use serde::{Deserialize, Serialize};

/// How long a mailed code is good, in milliseconds.
pub const CODE_LIFE: i64 = 10 * MINUTE;
/// How often one code may be typed wrong.
pub const TRIES: u8 = 5;
/// How soon another code may be asked for, in milliseconds.
pub const RESEND_AFTER: i64 = 30_000;
/// How many mails one address gets in an hour.
const MAILS_AN_HOUR: usize = 10;

/// What a code is for. One of each purpose is live in a flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Proving the address of a new account.
    Onboard,
    /// The second step of confirm.
    Confirm,
}

/// A mailed code: only its keyed hash is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Code {
    flow: FlowId,
    purpose: Purpose,
    hash: String,
    until: Millis,
    tries_left: u8,
    /// The address was proven with it, and when.
    proven: Option<Millis>,
    /// The account was opened in this flow after proving.
    opened_account: bool,
    /// The link it granted.
    grant: Option<Grant>,
}

/// Leave to link one link in one flow, once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    /// Its own id: consumed by the link.
    pub id: String,
    /// In which flow.
    pub flow: FlowId,
    /// The name of the link's object.
    pub link: String,
}

/// The account behind an address, once there is one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Profile {
    email: Email,
    password: String,
    opened: Millis,
    terms_accepted: Millis,
}

/// The state of an address, as its object stores it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    profile: Option<Profile>,
    codes: Vec<Code>,
    guesses: Guesses,
    mailed: Vec<(Purpose, Millis)>,
    /// Mails on their way.
    pub outbox: Outbox,
}

/// When a mailed code ends and when another may follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sent {
    /// Until when it is good.
    pub valid_until: Seconds,
    /// From when another may be asked for.
    pub resend_at: Seconds,
}

/// Why the account does not do what is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum AccountRefusal {
    /// Too many guesses or mails.
    #[error("too many; wait {seconds} s")]
    TooMany {
        /// How long to wait.
        seconds: u32,
    },
    /// Not the code.
    #[error("the code is wrong")]
    CodeWrong,
    /// No live code.
    #[error("the code has expired")]
    CodeExpired,
    /// Another flow opened an account for this address meanwhile.
    #[error("the account exists")]
    Exists,
    /// There is no account, or the address is not proven in this flow.
    #[error("not possible")]
    NotPossible,
}

/// The two mails that may answer a given address; the account decides which is sent.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Mails {
    /// With the code.
    pub code: Mail,
    /// "You already have an account", without a code. `None` where a code goes to known addresses only.
    pub known: Option<Mail>,
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
        if purpose == Purpose::Confirm && self.profile.is_none() {
            return Err(AccountRefusal::NotPossible);
        }
        let resend_at = |made: Millis| made.plus(RESEND_AFTER);
        let made = |code: &Code| code.until.plus(-CODE_LIFE);
        // An onboarding code that still counts for confirm keeps a second code waiting as well.
        let same = |code: &Code| code.purpose == purpose || code.opened_account;
        let early = self.codes.iter().find(|c| c.flow == *flow && same(c) && now < resend_at(made(c)));
        if let Some(code) = early {
            let (until, again) = (code.until, resend_at(made(code)));
            return match on_request {
                true => Err(AccountRefusal::TooMany { seconds: wait(again, now) }),
                false => Ok(Sent { valid_until: until.seconds(), resend_at: again.seconds() }),
            };
        }
        // Counted per purpose: strangers can ask for onboarding mails, and must not use up the owner's codes.
        let mut mailed = self.mailed.iter().filter(|(of, _)| *of == purpose);
        let first = mailed.next().map(|(_, at)| *at);
        if let (Some(first), true) = (first, mailed.count().saturating_add(1) >= MAILS_AN_HOUR) {
            return Err(AccountRefusal::TooMany { seconds: wait(first.plus(HOUR), now) });
        }
        self.codes.retain(|code| !(code.flow == *flow && code.purpose == purpose));
        let known = self.profile.is_some().then_some(mails.known).flatten();
        // A known address gets a code nobody was told: typing one is wrong, exactly as for anyone else.
        let hash = if known.is_some() { String::new() } else { hash };
        self.outbox.push(known.unwrap_or(mails.code), now);
        self.mailed.push((purpose, now));
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

    /// Proves the address of a new account with the code.
    pub fn prove(&mut self, flow: &FlowId, hash: &str, now: Millis) -> Result<(), AccountRefusal> {
        let code = self.live(flow, &[Purpose::Onboard], now)?;
        code.try_with(hash)?;
        code.proven = Some(now);
        Ok(())
    }

    /// Opens the account with a hashed password, where this flow has proven the address.
    pub fn open(
        &mut self,
        flow: &FlowId,
        email: Email,
        password: String,
        now: Millis,
    ) -> Result<Sent, AccountRefusal> {
        let existing = self.profile.is_some();
        let code = self.codes.iter_mut().find(|c| c.flow == *flow && c.purpose == Purpose::Onboard);
        let code = code.filter(|code| code.proven.is_some()).ok_or(AccountRefusal::NotPossible)?;
        if existing && !code.opened_account {
            return Err(AccountRefusal::Exists);
        }
        let made = code.until.plus(-CODE_LIFE);
        code.opened_account = true;
        let sent = Sent { valid_until: code.until.seconds(), resend_at: made.plus(RESEND_AFTER).seconds() };
        if !existing {
            self.profile = Some(Profile { email, password, opened: now, terms_accepted: now });
        }
        Ok(sent)
    }

    /// Takes one guess at the password, before anything is hashed: the stored hash, or `None` for an unknown
    /// address, where the caller hashes against a dummy.
    pub fn guess(&mut self, now: Millis) -> Result<Option<String>, AccountRefusal> {
        self.guesses.take(now).map_err(|seconds| AccountRefusal::TooMany { seconds })?;
        Ok(self.profile.as_ref().map(|profile| profile.password.clone()))
    }

    /// The guess was right. A hash made with an older pepper is replaced by the one given.
    pub fn guessed(&mut self, renewed: Option<String>) {
        self.guesses.succeeded();
        if let (Some(profile), Some(password)) = (&mut self.profile, renewed) {
            profile.password = password;
        }
    }

    /// Trades a right code for leave to link. The same code in the same flow gives the same grant again, so
    /// that an answer that got lost can be asked for again; no other link can be had for it.
    pub fn grant(
        &mut self,
        flow: &FlowId,
        link: &str,
        hash: &str,
        new_id: String,
        now: Millis,
    ) -> Result<(Grant, Holder), AccountRefusal> {
        let holder = self.holder().ok_or(AccountRefusal::NotPossible)?;
        let code = self.live(flow, &[Purpose::Confirm, Purpose::Onboard], now)?;
        code.try_with(hash)?;
        let new = || Grant { id: new_id, flow: flow.clone(), link: link.to_owned() };
        let grant = code.grant.get_or_insert_with(new).clone();
        if grant.link != link {
            return Err(AccountRefusal::CodeExpired);
        }
        Ok((grant, holder))
    }

    /// What partners learn of this account once it is linked.
    fn holder(&self) -> Option<Holder> {
        let email = &self.profile.as_ref()?.email;
        let account =
            MaskedAccount { masked: email.masked(), currencies: Vec::new(), status: Standing::Active };
        Some(Holder {
            otp_ready: false,
            kyc_status: Some(KycStatus::KycInit),
            email_address: Some(email.as_str().to_owned()),
            accounts: vec![account],
        })
    }

    /// The newest live code of that flow for one of the purposes. An onboarding code counts for confirm only
    /// where the account was opened in this very flow.
    fn live(
        &mut self,
        flow: &FlowId,
        purposes: &[Purpose],
        now: Millis,
    ) -> Result<&mut Code, AccountRefusal> {
        let confirming = purposes.contains(&Purpose::Confirm);
        let fits = |code: &Code| {
            code.flow == *flow
                && purposes.contains(&code.purpose)
                && (code.purpose == Purpose::Confirm || !confirming || code.opened_account)
        };
        let code = self.codes.iter_mut().rev().find(|code| fits(code)).ok_or(AccountRefusal::CodeExpired)?;
        if now > code.until || code.tries_left == 0 { Err(AccountRefusal::CodeExpired) } else { Ok(code) }
    }

    /// Drops what no longer counts, so that the state stays small.
    fn forget(&mut self, now: Millis) {
        self.mailed.retain(|(_, at)| now < at.plus(HOUR));
        self.codes.retain(|code| now <= code.until.plus(HOUR));
    }
}

impl Code {
    fn try_with(&mut self, hash: &str) -> Result<(), AccountRefusal> {
        use subtle::ConstantTimeEq;
        if !self.hash.is_empty() && bool::from(self.hash.as_bytes().ct_eq(hash.as_bytes())) {
            return Ok(());
        }
        self.tries_left = self.tries_left.saturating_sub(1);
        Err(if self.tries_left == 0 { AccountRefusal::CodeExpired } else { AccountRefusal::CodeWrong })
    }
}

fn wait(until: Millis, now: Millis) -> u32 {
    let seconds = until.get().saturating_sub(now.get()).div_euclid(1000).saturating_add(1);
    u32::try_from(seconds).unwrap_or(1)
}
