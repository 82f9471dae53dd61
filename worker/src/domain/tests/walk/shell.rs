//! The endpoints, as the front worker runs them: stage first, then account and link, then the stage moves.

use super::action::{Action, SubmittedCode};
use super::machine::Effect;
use super::post::mail;
use super::world::{ACCOUNT, World, bytes};
use crate::domain::account::{Mails, Purpose, RequiredFactor, SecondFactor, Seed, Sent};
use crate::domain::case::Case;
use crate::domain::consent::state::ConsentTerms;
use crate::domain::flow::{Event, Flow, Holder, LoginOutcome, Second, Stage};
use crate::domain::link::{CloseOutcome, Confirm, Confirmed, LinkRefusal};
use crate::domain::next_step::{NextStep, next_step};
use crate::domain::tests::{email, identity, submitted, write};
use account_link_shared::connect::Destination;
use account_link_shared::error_code::Code;
use account_link_shared::id::{CaseId, FlowId, account_uuid, event_id};
use account_link_shared::link::reason::{CloseReason, Refusal};
use account_link_shared::session::End;

impl World {
    /// A write of the page. Gives whether it moved the stage.
    pub(super) fn write(&mut self, action: Action) -> bool {
        let (now, n) = (self.now, self.n);
        let Some(flow) = &mut self.flow else { return false };
        let entered = flow.enter("token", Some(&write(n)), now).is_ok();
        let event = if entered { self.event(action) } else { None };
        self.fetch_mail();
        let (Some(event), Some(flow)) = (event, &mut self.flow) else { return false };
        flow.apply(event, Some(write(n)), None, now).is_ok()
    }

    /// What a user does here who wants to get on.
    fn right(&self, stage: &Stage) -> Action {
        let known = self.account.email().is_some();
        match stage {
            Stage::Login if !known => Action::Goto(Destination::OnboardEmail),
            Stage::Login => Action::LogIn { right: true },
            Stage::OnboardEmail | Stage::ResetEmail => Action::GiveEmail,
            Stage::OnboardCode { .. } | Stage::ResetCode { .. } => Action::EnterCode(SubmittedCode::Mailed),
            Stage::OnboardPassword { .. } | Stage::ResetPassword { .. } => Action::ChoosePassword,
            Stage::Kyc { .. } => Action::SubmitKyc,
            Stage::Authenticator(_) => Action::StartApp(SubmittedCode::Mailed),
            Stage::Bind { .. } => Action::BindApp(SubmittedCode::App(0)),
            Stage::Confirm(Holder { second: Second::Totp, .. }) => Action::Confirm(SubmittedCode::App(0)),
            Stage::Confirm(_) => Action::Confirm(SubmittedCode::Mailed),
            Stage::Waiting { .. } => Action::Leave,
            _ => Action::Continue,
        }
    }

    fn event(&mut self, action: Action) -> Option<Event> {
        let now = self.now;
        let (stage, id) = self.flow.as_ref().map(|flow| (flow.stage.clone(), flow.id.clone()))?;
        let action = if matches!(action, Action::Right) { self.right(&stage) } else { action };
        self.effects.push(Effect::Did(action));
        match (action, &stage) {
            (Action::Continue, Stage::RecoveryCodes { .. } | Stage::Bound { .. } | Stage::Checked { .. }) => {
                Some(self.finish())
            }
            (Action::Continue, _) => Some(Event::Continued),
            (Action::Goto(to), _) => Some(Event::Went { to }),
            (Action::LogIn { right }, Stage::Login) => {
                let stored = self.account.guess(None, now).ok()??;
                if !right || stored != self.password {
                    return None;
                }
                self.account.password_verified(None, format!("device-{}", self.n));
                self.arrived()
            }
            (Action::GiveEmail, Stage::OnboardEmail | Stage::ResetEmail) => self.give_email(&stage, false),
            (Action::EnterCode(code), Stage::OnboardCode { .. }) => self.prove(&id, Purpose::Onboard, code),
            (Action::EnterCode(code), Stage::ResetCode { .. }) => self.prove(&id, Purpose::Reset, code),
            (Action::ChoosePassword, Stage::OnboardPassword { .. }) => {
                let password = format!("password-{}", self.n);
                let known = self.account.email().is_some();
                if self.account.open(&id, email(), password.clone(), now).is_err() {
                    return Some(Event::Went { to: Destination::Login });
                }
                if !known {
                    self.password = password;
                    self.effects.push(Effect::Opened);
                }
                self.arrived()
            }
            (Action::ChoosePassword, Stage::ResetPassword { .. }) => {
                let password = format!("password-{}", self.n);
                let notice = mail("notice", self.n, "");
                self.account.reset(&id, password.clone(), notice, now).ok()?;
                self.password = password;
                self.effects.push(Effect::Reset);
                self.arrived()
            }
            (Action::Resend, Stage::OnboardCode { .. } | Stage::ResetCode { .. }) => {
                self.give_email(&stage, true)
            }
            (Action::Resend, Stage::Confirm(holder)) if holder.is_mailed() => {
                self.sent_again(Purpose::Confirm)
            }
            (Action::Resend, Stage::Authenticator(_)) => self.sent_again(Purpose::Bind),
            (Action::Confirm(code), Stage::Confirm(_)) => self.confirm(&id, code),
            (Action::StartApp(code), Stage::Authenticator(_)) => {
                let code = self.text(code);
                self.account.prove(&id, Purpose::Bind, &code, now).ok()?;
                self.effects.push(Effect::KeyMade(code));
                self.shown = Some(Seed::new(bytes(self.n).repeat(2)));
                Some(Event::KeyMade { sealed: format!("sealed-{}", self.n) })
            }
            (Action::BindApp(code), Stage::Bind { sealed, .. }) => {
                let (code, seed) = (self.text(code), self.shown.clone()?);
                let recovery: Vec<String> = (0..10).map(|i| format!("recovery-{}-{i}", self.n)).collect();
                let read = submitted(&code, self.n, SecondFactor::Totp);
                self.account.bind(&id, sealed.clone(), &seed, &read, recovery.clone(), now).ok()?;
                self.effects.push(Effect::Bound(seed.clone(), code.clone(), recovery.clone()));
                (self.recovery, self.used, self.shown) = (recovery, code, None);
                self.seeds.push(seed);
                Some(Event::AppBound { sealed: "codes".into() })
            }
            (Action::RemoveApp(code), Stage::Bound { .. }) => {
                let code = self.text(code);
                self.account
                    .unbind(&submitted(&code, self.n, SecondFactor::Totp), self.seeds.last(), now)
                    .ok()?;
                self.effects.push(Effect::Removed(code.clone()));
                (self.used_recovery, self.used) = (code.clone(), code);
                Some(self.finish())
            }
            (Action::SubmitKyc, Stage::Kyc { .. }) => self.submit(),
            (Action::Leave, Stage::Waiting { .. }) => Some(Event::LeftPending),
            (Action::Cancel, Stage::Ended { .. }) => None,
            (Action::Cancel, _) => {
                let account_screen_only = self.flow.as_ref().is_some_and(Flow::is_account_screen_only);
                let linked = self.close(account_screen_only);
                Some(linked.unwrap_or(Event::Ended { end: End::Cancelled, masked: None }))
            }
            _ => None,
        }
    }

    fn close(&mut self, may_last: bool) -> Option<Event> {
        let (flow, link) = (self.flow.as_ref()?, self.link.as_mut()?);
        let left = if may_last { link.leave(&flow.id, self.now) } else { None };
        match left.unwrap_or_else(|| link.end_flow(&flow.id, CloseReason::Cancelled, self.now)) {
            CloseOutcome::Linked(_) => Some(Event::Linked { masked: None }),
            CloseOutcome::Pending | CloseOutcome::Over => None,
        }
    }

    fn finish(&mut self) -> Event {
        self.close(true).unwrap_or(Event::Finished)
    }

    /// A mailed code: the hash here is the code itself.
    fn send(&mut self, purpose: Purpose, on_request: bool) -> Option<Sent> {
        let id = self.flow.as_ref()?.id.clone();
        let (what, code) = (format!("{purpose:?}"), format!("{purpose:?}-{}", self.n));
        let other = matches!(purpose, Purpose::Onboard | Purpose::Reset).then(|| mail("other", self.n, ""));
        let mails = Mails { code: mail(&what, self.n, &code), other };
        self.account.send_code(&id, purpose, on_request, code, mails, self.now).ok()
    }

    fn give_email(&mut self, stage: &Stage, again: bool) -> Option<Event> {
        let reset = matches!(stage, Stage::ResetEmail | Stage::ResetCode { .. });
        let sent = self.send(if reset { Purpose::Reset } else { Purpose::Onboard }, again)?;
        Some(Event::EmailGiven { email: email(), resend_at: sent.resend_at })
    }

    fn sent_again(&mut self, purpose: Purpose) -> Option<Event> {
        let Sent { valid_until, resend_at } = self.send(purpose, true)?;
        Some(Event::CodeSent { valid_until, resend_at })
    }

    fn prove(&mut self, id: &FlowId, purpose: Purpose, code: SubmittedCode) -> Option<Event> {
        let code = self.text(code);
        self.account.prove(id, purpose, &code, self.now).ok()?;
        self.effects.push(Effect::Proven(code));
        Some(Event::EmailVerified)
    }

    fn arrived(&mut self) -> Option<Event> {
        let flow = self.flow.as_ref()?;
        if flow.owner.as_ref().is_some_and(|owner| owner != ACCOUNT) {
            return None;
        }
        Some(Event::LoggedIn { email: email(), outcome: self.login_outcome()? })
    }

    fn login_outcome(&mut self) -> Option<LoginOutcome> {
        let id = self.flow.as_ref()?.id.clone();
        let case = self.account.case(&identity().partner).map(Case::status);
        let (required_factor, kept) =
            (self.account.required_factor(self.now), self.account.kept(&id, self.now));
        let holder = |second| Holder { email: email(), second };
        let bound = self.account.is_bound();
        let next = next_step(self.feature, self.checks, self.required, bound, case);
        let mut mailed = |purpose| match kept {
            Some(kept) => Some(Second::Kept(kept)),
            None => self.send(purpose, false).map(Second::Mailed),
        };
        Some(match next {
            NextStep::Kyc => LoginOutcome::Kyc,
            NextStep::Checked(status) => LoginOutcome::Checked(status),
            NextStep::Bound => LoginOutcome::Bound,
            NextStep::Authenticator => LoginOutcome::Authenticator(holder(mailed(Purpose::Bind)?)),
            NextStep::Confirm => LoginOutcome::Confirm(holder(match required_factor {
                RequiredFactor::Totp => Second::Totp,
                RequiredFactor::Locked { until } => Second::Locked(until),
                RequiredFactor::Mail => mailed(Purpose::Confirm)?,
            })),
        })
    }

    fn submit(&mut self) -> Option<Event> {
        if !self.checks {
            return None;
        }
        let partner = identity().partner;
        if self.account.case(&partner).is_none() {
            let external = CaseId::parse("case").unwrap();
            self.account.cases.push(Case::new(partner, external, true, 1, self.now));
            self.effects.push(Effect::Submitted);
        }
        Some(match self.login_outcome()? {
            LoginOutcome::Checked(_) => self.finish(),
            login_outcome => Event::KycSubmitted(login_outcome),
        })
    }

    fn confirm(&mut self, id: &FlowId, code: SubmittedCode) -> Option<Event> {
        let (now, n, code) = (self.now, self.n, self.text(code));
        let seed = self.account.is_bound().then(|| self.seeds.last()).flatten();
        let stage = self.flow.as_ref().map(|flow| &flow.stage);
        let mailed = matches!(stage, Some(Stage::Confirm(holder)) if holder.is_mailed());
        let read = submitted(&code, n, if mailed { SecondFactor::Mail } else { SecondFactor::Totp });
        let grant = self.account.grant(id, "link", &read, seed, format!("grant-{n}"), now).ok()?;
        self.effects.push(Effect::Granted(code.clone()));
        self.used = code;
        let holder = self.account.holder(&identity().partner)?;
        let terms =
            ConsentTerms { account: ACCOUNT.into(), holder, valid_for: None, label: None, locale: None };
        let (account_uuid, event) = (account_uuid(bytes(n)), event_id(bytes(n)));
        let confirm = Confirm { grant, account_uuid, terms, kyc_required: self.required, event };
        Some(match self.link.as_mut()?.confirm(confirm, now) {
            Ok(Confirmed::Linked(callback)) => {
                self.tell_partner(callback);
                Event::Linked { masked: None }
            }
            Ok(Confirmed::Waits) => Event::LeftPending,
            Ok(Confirmed::Rejected) => Event::Failed { reason: Code::KycRejected.into() },
            Err(LinkRefusal::Life(Refusal::AlreadyLinked)) => {
                Event::Ended { end: End::AlreadyLinked, masked: None }
            }
            Err(LinkRefusal::Replaced | LinkRefusal::InUse { .. }) => {
                Event::Ended { end: End::Replaced, masked: None }
            }
            Err(_) => Event::Ended { end: End::Cancelled, masked: None },
        })
    }
}
