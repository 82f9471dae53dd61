//! `Link`: the life of one link, its callbacks, and its projection to KV.
//!
//! Name: HMAC of partner, reference and provider. Invariant: a state, its callback and the alarm that sends it
//! are written in one synchronous block, so no kill separates them; a callback is claimed before it is sent, so
//! no two senders send one attempt. KV is written before the first attempt.

mod callbacks;
mod commands;
mod polling;
mod registration;

use crate::config::Config;
use crate::domain::link::{CloseOutcome, Confirmed, LinkRefusal, LinkState, Opened};
use crate::domain::outbox::callback::Callback;
use crate::domain::polling::ReturnResult;
use crate::domain::reconcile::{AttemptHandle, AttemptStatus, BeginRefusal, Preflight};
use crate::durable::alarm::Alarms;
use crate::durable::lock::Lock;
use crate::durable::storage::{self, Store};
use crate::durable::{answer, command};
use crate::error::ApiError;
use crate::kv::{keys, status};
use crate::log;
use account_link_shared::id::{AccountUuid, EventId, FlowId, event_id};
use account_link_shared::link::reason::UnlinkReason;
use account_link_shared::status::AccountBody;
use account_link_shared::time::{Millis, Seconds};
use futures_util::future::join3;
use std::cell::Cell;
use std::rc::Rc;
use worker::{DurableObject, Env, Request, Response, Result, State, durable_object};

pub use commands::*;

/// How often a projection waits for another.
const PROJECT_TURNS: u32 = 80;

#[durable_object(alarm)]
pub struct Link {
    inner: Rc<Inner>,
    alarms: Alarms,
}

struct Inner {
    store: Store<LinkState>,
    env: Env,
    projecting: Cell<bool>,
    polling: Cell<bool>,
    /// In which second it was last renewed.
    renewed: Cell<Option<Seconds>>,
}

impl Inner {
    /// The state with what time has done to it; the callback of that is written too.
    fn settled(&self, now: Millis) -> Result<Option<LinkState>> {
        let Some(mut link) = self.store.load()? else { return Ok(None) };
        if link.ran_out(now) {
            let event = new_event()?;
            let (callback, _) = link.unlink(UnlinkReason::ValidityEnded, event, now);
            self.write(&link, callback)?;
        } else if link.ask_at_end(now) || link.give_up(now) {
            self.write(&link, None)?;
        }
        Ok(Some(link))
    }

    fn write(&self, link: &LinkState, callback: Option<Callback>) -> Result<()> {
        self.store.save(link)?;
        callback.map_or(Ok(()), |callback| callbacks::insert(&self.store, &callback))
    }

    /// Arms for the first of: a callback, a projection that is owed – these not before `later` where they cannot be
    /// paid now –, the end of validity, a question to the provider.
    async fn arm(&self, later: i64) -> Result<()> {
        let Some(link) = self.store.load()? else { return Ok(()) };
        let now = crate::runtime::now();
        let owed = (link.projected < link.version).then_some(now);
        let debt =
            callbacks::due(&self.store)?.into_iter().chain(owed).min().map(|at| at.max(now.plus(later)));
        let others = [link.runs_out(), link.decides_until(), link.polling.due(), link.consent.due()];
        let next = others.into_iter().chain([debt]).flatten().min();
        self.store.arm(next, now.plus(storage::AHEAD)).await
    }

    /// Writes the status to KV until KV holds the newest; false if it does not take it now. One at a time, so that
    /// an older status can never land last.
    async fn project(&self) -> Result<bool> {
        match Lock::take(&self.projecting, PROJECT_TURNS).await {
            Some(_turn) => self.project_alone().await,
            None => Ok(false),
        }
    }

    async fn project_alone(&self) -> Result<bool> {
        let Ok(config) = Config::read(&self.env) else { return Ok(false) };
        loop {
            let Some(link) = self.store.load()? else { return Ok(true) };
            if link.projected >= link.version {
                return Ok(true);
            }
            let name = keys::link(&config, &link.link.identity);
            if let Err(error) = status::put(&self.env, &config, &name, &link.status()).await {
                log::fault("a status was not projected", &error);
                return Ok(false);
            }
            let Some(mut now) = self.store.load()? else { return Ok(true) };
            now.projected = link.version;
            self.store.save(&now)?;
        }
    }

    /// What is owed to the outside: KV first, then the callbacks that are due; beside them what is asked of a
    /// provider, and then what came of that.
    async fn run_due(&self) -> Result<()> {
        Config::read(&self.env).map_err(ApiError::from)?;
        let (paid, pursued, registered) =
            join3(self.drain_outbox(), self.poll_provider(), self.register_with_account()).await;
        let is_so = |came: &Result<bool>| came.as_ref().is_ok_and(|came| *came);
        let paid = if is_so(&pursued) || is_so(&registered) { self.drain_outbox().await } else { paid };
        // Whatever failed: what is due is not forgotten over it.
        self.arm(if is_so(&paid) { storage::AHEAD } else { storage::LATER }).await?;
        paid.and(pursued).and(registered).map(drop)
    }

    async fn drain_outbox(&self) -> Result<bool> {
        let projected = self.project().await?;
        Ok(callbacks::deliver(&self.store, &self.env).await? && projected)
    }
}

impl DurableObject for Link {
    fn new(state: State, env: Env) -> Self {
        let (projecting, polling, renewed) = (Cell::default(), Cell::default(), Cell::default());
        Self {
            inner: Rc::new(Inner { store: Store::new(state), env, projecting, polling, renewed }),
            alarms: Alarms::default(),
        }
    }

    async fn fetch(&self, request: Request) -> Result<Response> {
        let command: Command = command(request).await?;
        let inner = &self.inner;
        let now = crate::runtime::now();
        let event = new_event()?;
        // One synchronous block up to `arm`, whose call the platform joins with it.
        let known = inner.settled(now)?;
        let response = match (command, known) {
            (Command::Open { identity, flow, over }, known) => {
                match LinkState::open(known, identity, flow, over.as_ref()) {
                    Ok((link, opened)) => {
                        inner.write(&link, None)?;
                        answer(&core::result::Result::<Opened, LinkRefusal>::Ok(opened))
                    }
                    Err(refusal) => answer(&core::result::Result::<Opened, LinkRefusal>::Err(refusal)),
                }
            }
            (Command::Confirm { confirm }, Some(mut link)) => {
                let flow = confirm.grant.flow.clone();
                let reply = link.confirm(*confirm, now);
                let (callback, reply) = match reply {
                    Ok(Confirmed::Linked(callback)) => {
                        (callback, Ok(Outcome::Linked(link.linked_by(&flow).and_then(|here| here.masked))))
                    }
                    Ok(Confirmed::Waits) => (None, Ok(Outcome::Waits)),
                    Ok(Confirmed::Rejected) => (None, Ok(Outcome::Rejected)),
                    Err(refusal) => (None, Err(refusal)),
                };
                inner.write(&link, callback)?;
                answer(&reply)
            }
            (Command::Confirm { .. }, None) => answer(&Err::<Outcome, _>(LinkRefusal::Replaced)),
            (Command::EndFlow { flow, reason, may_stay_pending }, Some(mut link)) => {
                let left = if may_stay_pending { link.leave(&flow, now) } else { None };
                let ending = left.unwrap_or_else(|| link.end_flow(&flow, reason, now));
                inner.write(&link, None)?;
                answer(&ending)
            }
            (Command::EndFlow { .. }, None) => answer(&CloseOutcome::Over),
            (Command::LinkedBy { flow }, known) => answer(&known.and_then(|link| link.linked_by(&flow))),
            (Command::Prepare { .. }, None) => answer(&Err::<Preflight, _>(BeginRefusal::Over)),
            (Command::Prepare { flow, until }, Some(_)) => answer(&inner.prepare(&flow, until).await?),
            (Command::Returned { .. }, None) => answer(&Option::<(FlowId, ReturnResult)>::None),
            (Command::Returned { subject_generation, result }, Some(mut link)) => {
                let before = link.clone();
                let told = link.polling.returned(subject_generation, result, now);
                if link != before {
                    inner.write(&link, None)?;
                }
                answer(&told)
            }
            (Command::Snapshot, known) => answer(&known.map(|link| link.snapshot())),
            (Command::Begin { .. }, None) => answer(&Err::<AttemptHandle, _>(BeginRefusal::Over)),
            (Command::Begin { id, flow, until, open_in }, Some(link)) => {
                answer(&inner.begin(link, id, &flow, until, open_in).await?)
            }
            (Command::Created { id, flow, until }, Some(mut link)) => {
                let shown = link.created(&id, &flow, until);
                inner.write(&link, None)?;
                answer(&shown)
            }
            (Command::Created { .. }, None) => answer(&AttemptStatus::Over),
            (Command::Hint { id }, known) => {
                if let Some(mut link) = known {
                    link.polling.hint(&id, now);
                    inner.write(&link, None)?;
                }
                answer(&())
            }
            (Command::Renew, known) => answer(&inner.renew(known).await?),
            (Command::Status, known) => answer(&known.map(|link| link.status())),
            (Command::Unlink, None) => answer(&Option::<Unlinked>::None),
            (Command::Unlink, Some(mut link)) => {
                let (callback, flow) = link.unlink(UnlinkReason::Partner, event, now);
                inner.write(&link, callback)?;
                inner.arm(storage::AHEAD).await?;
                let projected = inner.project().await?;
                answer(&Some(Unlinked { flow, projected }))
            }
            (Command::AccountChanged { .. }, None) => answer(&false),
            (Command::AccountChanged { account, snapshot }, Some(link)) => {
                answer(&inner.on_account_changed(link, &account, snapshot).await?)
            }
            (Command::AccountOf, known) => answer(&known.and_then(|link| link.account().map(str::to_owned))),
            (Command::Mailed { .. }, None) => answer(&Option::<Mailed>::None),
            (Command::Mailed { token, unlink }, Some(link)) => {
                answer(&inner.mailed(link, &token, unlink, event, now)?)
            }
            (Command::Callbacks, known) => answer(&known.map(|_| callbacks::all(&inner.store)).transpose()?),
            (Command::Resend { event }, _) => answer(&callbacks::resend(&inner.store, &event, now)?),
            (Command::Account { partner, account_uuid }, known) => answer(&validity_of(
                &inner.store,
                known.filter(|link| link.link.identity.partner == partner),
                account_uuid,
                now,
            )?),
        }?;
        inner.arm(storage::AHEAD).await?;
        let again = Rc::clone(inner);
        inner.store.state.wait_until(async move {
            if let Err(error) = again.run_due().await {
                log::fault("a link could not settle its debts now", &error);
            }
        });
        Ok(response)
    }

    async fn alarm(&self) -> Result<Response> {
        let work = async {
            self.inner.settled(crate::runtime::now())?;
            self.inner.run_due().await
        };
        self.alarms.run(&self.inner.store, "a link could not settle its debts now", work).await
    }
}

fn new_event() -> Result<EventId> {
    Ok(crate::runtime::random().map(event_id)?)
}

fn validity_of(
    store: &Store<LinkState>,
    known: Option<LinkState>,
    uuid: AccountUuid,
    now: Millis,
) -> Result<Validity> {
    let Some(link) = known else { return Ok(Validity::Unknown) };
    let identity = &link.link.identity;
    Ok(match link.link.linking(now.seconds()) {
        Some(linking) if linking.account_uuid == uuid => Validity::Valid(AccountBody {
            account_uuid: uuid,
            user_ext_ref: identity.user_ext_ref.clone(),
            provider: identity.provider,
            link_status: account_link_shared::status::LinkStatus::Linked,
            valid_until: linking.valid_until,
        }),
        _ if callbacks::was_told(store, &uuid)? => Validity::Former,
        _ => Validity::Unknown,
    })
}
