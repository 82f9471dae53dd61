//! `Account`: one address — credentials, mailed codes, the second step, KYC cases, mails on their way.
//!
//! Name: HMAC of the address. Invariants: a guess is counted before it is hashed; a code or a step grants one link, once;
//! a mail and the code in it are written together; a case is written before CaaS is called, and that call is made once.
//! Each command is one synchronous block but for the calls to CaaS.

mod commands;
mod outbox;

use crate::config::Config;
use crate::config::caas::Caas;
use crate::domain::account::{Account as State_, AccountRefusal, Seed};
use crate::domain::case::Case;
use crate::durable::alarm::Alarms;
use crate::durable::storage::{self, Store};
use crate::durable::{answer, command};
use crate::error::ApiError;
use crate::kv::keys;
use crate::log;
use crate::outbound::caas::{self, Creation};
use account_link_shared::id::{CaseId, PartnerKey};
use account_link_shared::seal;
use account_link_shared::secret::Secret;
use futures_util::FutureExt as _;
use futures_util::future::{LocalBoxFuture, Shared};
use std::cell::RefCell;
use std::rc::Rc;
use worker::{DurableObject, Env, Request, Response, Result, State, durable_object};

pub use commands::*;

#[durable_object(alarm)]
pub struct Account {
    inner: Rc<Inner>,
    alarms: Alarms,
}

struct Inner {
    store: Store<State_>,
    env: Env,
    /// Cases that are being created: who hands the form in once more meanwhile learns what comes of that.
    creating: RefCell<Vec<(PartnerKey, Creating)>>,
}

/// What comes of creating a case; `None`: nobody can say.
type Creating = Shared<LocalBoxFuture<'static, Option<Submitted>>>;

impl Inner {
    fn load(&self) -> Result<State_> {
        Ok(self.store.load()?.unwrap_or_default())
    }

    /// Decides on a command in one synchronous block.
    fn decide(&self, command: Command) -> Result<Response> {
        let now = crate::runtime::now();
        let mut account = self.load()?;
        let response = match command {
            Command::SendCode { flow, purpose, on_request, hash, mails } => {
                answer(&account.send_code(&flow, purpose, on_request, hash, *mails, now))
            }
            Command::Prove { flow, purpose, hash } => answer(&account.prove(&flow, purpose, &hash, now)),
            Command::Open { flow, email, password } => answer(&account.open(&flow, email, password, now)),
            Command::Reset { flow, password, notice } => {
                answer(&account.reset(&flow, password, *notice, now))
            }
            Command::Guess { device } => answer(&account.guess(device.as_deref(), now)),
            Command::PasswordVerified { renewed, device } => {
                account.password_verified(renewed, device);
                answer(&Answer::Ok(()))
            }
            Command::Relation { partner, flow } => answer(&Answer::Ok(Relation {
                required_factor: account.required_factor(now),
                bound: account.is_bound(),
                case: account.case(&partner).cloned(),
                kept: account.kept(&flow, now),
            })),
            Command::Case { partner } => answer(&Answer::Ok(account.case(&partner).cloned())),
            Command::Grant { flow, link, partner, submitted, id } => {
                let seed = self.seed(&account, None)?;
                let granted = account.grant(&flow, &link, &submitted, seed.as_ref(), id, now);
                let holder = account.holder(&partner).ok_or(AccountRefusal::NotPossible);
                answer(&granted.and_then(|grant| Ok((grant, holder?))))
            }
            Command::Bind { flow, sealed, submitted, recovery } => {
                match self.seed(&account, Some(&sealed))? {
                    Some(seed) => answer(&account.bind(&flow, sealed, &seed, &submitted, recovery, now)),
                    None => answer(&Answer::<()>::Err(AccountRefusal::NotPossible)),
                }
            }
            Command::Unbind { submitted } => {
                let seed = self.seed(&account, None)?;
                answer(&account.unbind(&submitted, seed.as_ref(), now))
            }
            Command::LinkSubscription { link, partner, mail } => {
                answer(&Answer::Ok(account.subscribe(link, partner, mail.map(|mail| *mail), now)))
            }
            Command::Hint { external, id, again } => {
                let case = account.cases.iter_mut().find(|case| case.external == external);
                match case {
                    Some(case) if again => case.hint_again(now),
                    Some(case) => case.hint(id, now),
                    None => {}
                }
                answer(&Answer::Ok(()))
            }
            Command::Decided { partner, decision } => {
                let case = account.cases.iter_mut().find(|case| case.partner == partner);
                answer(&Answer::Ok(case.map(|case| {
                    case.decided(decision, now);
                    case.status()
                })))
            }
            Command::Switched { partner } => {
                let case = account.cases.iter_mut().find(|case| case.partner == partner);
                answer(&Answer::Ok(case.map(|case| {
                    case.switched();
                    case.status()
                })))
            }
            // See `fetch`.
            Command::CreateCase { .. } => answer(&Answer::<()>::Err(AccountRefusal::NotPossible)),
        }?;
        self.store.save(&account)?;
        Ok(response)
    }

    /// The key of the authenticator app, opened: of the bound one, or of one that is about to be bound.
    fn seed(&self, account: &State_, new: Option<&str>) -> Result<Option<Seed>> {
        let Some(sealed) = new.or(account.sealed()) else { return Ok(None) };
        let config = Config::read(&self.env).map_err(ApiError::from)?;
        let Some(email) = account.email() else { return Ok(None) };
        let name = keys::second_factor(&keys::account(&config, email));
        let opened = seal::open(&config.second_factor_keys, &name, sealed);
        let hex = opened
            .map_err(|error| ApiError::internal("SECOND_FACTOR_KEYS does not open a key").because(&error))?;
        let seed = hex::decode(&*hex)
            .map_err(|error| ApiError::internal("a key of an app that is no hex").because(&error))?;
        Ok(Some(Seed::new(seed)))
    }

    /// Creates a partner's case. It is written down before CaaS is called; killed in between, it counts as submitted,
    /// because nobody knows.
    async fn create(
        self: &Rc<Self>,
        partner: PartnerKey,
        external: CaseId,
        body: Secret,
    ) -> Result<Submitted> {
        let running = self.creating.borrow().iter().find(|(of, _)| *of == partner).map(|(_, it)| it.clone());
        if let Some(running) = running {
            return outcome(running.await);
        }
        let config = Config::read(&self.env);
        let Some((caas, divisor)) =
            config.ok().and_then(|config| Some((config.caas.clone()?, config.divisor)))
        else {
            return Ok(Submitted::Refused);
        };
        let now = crate::runtime::now();
        let mut account = self.load()?;
        if account.cases.iter().any(|case| case.partner == partner) {
            return Ok(Submitted::Done);
        }
        let starts = caas.zero_footprint;
        account.cases.push(Case::new(partner.clone(), external.clone(), starts, divisor, now));
        self.store.save(&account)?;
        let (inner, of) = (Rc::clone(self), partner.clone());
        let creating = async move {
            inner.arm(&account, storage::AHEAD).await.ok()?;
            inner.created(&caas, &of, &external, body.expose()).await.ok()
        };
        let creating = creating.boxed_local().shared();
        self.creating.borrow_mut().push((partner.clone(), creating.clone()));
        let submitted = creating.await;
        self.creating.borrow_mut().retain(|(of, _)| *of != partner);
        outcome(submitted)
    }

    async fn created(
        &self,
        caas: &Caas,
        partner: &PartnerKey,
        external: &CaseId,
        body: &str,
    ) -> Result<Submitted> {
        let creation = caas::create(caas, body, crate::runtime::now()).await;
        let mut account = self.load()?;
        let submitted = match creation {
            Creation::Refused => {
                account.cases.retain(|case| case.partner != *partner || case.external != *external);
                Submitted::Refused
            }
            Creation::Created(id) => {
                let case = account.cases.iter_mut().find(|case| case.external == *external);
                case.into_iter().for_each(|case| case.created(id.clone()));
                Submitted::Done
            }
            Creation::Unknown => Submitted::Done,
        };
        self.store.save(&account)?;
        Ok(submitted)
    }
}

fn outcome(submitted: Option<Submitted>) -> Result<Submitted> {
    submitted.ok_or_else(|| worker::Error::RustError("a case that could not be written".to_owned()))
}

impl DurableObject for Account {
    fn new(state: State, env: Env) -> Self {
        Self {
            inner: Rc::new(Inner { store: Store::new(state), env, creating: RefCell::default() }),
            alarms: Alarms::default(),
        }
    }

    async fn fetch(&self, request: Request) -> Result<Response> {
        let response = match command(request).await? {
            Command::CreateCase { partner, external, body } => {
                let submitted = self.inner.create(partner, external, body).await?;
                answer(&Answer::Ok(submitted))?
            }
            command => self.inner.decide(command)?,
        };
        let account = self.inner.load()?;
        if account.due().is_some() {
            self.inner.arm(&account, storage::AHEAD).await?;
            let inner = Rc::clone(&self.inner);
            self.inner.store.state.wait_until(async move {
                if let Err(error) = inner.settle().await {
                    log::fault("an account could not settle its debts now", &error);
                }
            });
        }
        Ok(response)
    }

    async fn alarm(&self) -> Result<Response> {
        self.alarms
            .run(&self.inner.store, "an account could not settle its debts now", self.inner.settle())
            .await
    }
}
