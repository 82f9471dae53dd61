//! `Account`: one address — credentials, mailed codes, guesses, mails on their way.
//!
//! Name: HMAC of the address. Invariants: a guess is counted before it is hashed; a code grants one link, once;
//! a mail and the code in it are written together. Each command is one synchronous block.

use crate::config::Config;
use crate::core::account::{Account as State_, AccountRefusal, Grant, Mails, Purpose, Sent};
use crate::core::mail::Mail;
use crate::error::Failure;
use crate::log;
use crate::object::{answer, call, command, storage};
use crate::outbound::mail;
use account_link_shared::cabital::models::Email;
use account_link_shared::id::FlowId;
use account_link_shared::link::Holder;
use futures_util::future::join_all;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::rc::Rc;
use worker::{DurableObject, Env, Request, Response, Result, State, durable_object};

const BINDING: &str = "ACCOUNT";

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Command {
    SendCode { flow: FlowId, purpose: Purpose, on_request: bool, hash: String, mails: Box<Mails> },
    Prove { flow: FlowId, hash: String },
    Open { flow: FlowId, email: Email, password: String },
    Guess,
    Guessed { renewed: Option<String> },
    Grant { flow: FlowId, link: String, hash: String, id: String },
}

type Answer<T> = core::result::Result<T, AccountRefusal>;

async fn ask<T: DeserializeOwned>(
    env: &Env,
    name: &str,
    command: &Command,
) -> core::result::Result<T, Failure> {
    let answer: Answer<T> = call(env, BINDING, name, command).await?;
    Ok(answer?)
}

/// Mails a code; see [`State_::send_code`].
pub async fn send_code(
    env: &Env,
    name: &str,
    flow: &FlowId,
    purpose: Purpose,
    on_request: bool,
    hash: String,
    mails: Mails,
) -> core::result::Result<Sent, Failure> {
    let (flow, mails) = (flow.clone(), Box::new(mails));
    ask(env, name, &Command::SendCode { flow, purpose, on_request, hash, mails }).await
}

/// Proves the address; see [`State_::prove`].
pub async fn prove(env: &Env, name: &str, flow: &FlowId, hash: String) -> core::result::Result<(), Failure> {
    ask(env, name, &Command::Prove { flow: flow.clone(), hash }).await
}

/// Opens the account; see [`State_::open`]. `None` if another flow did meanwhile.
pub async fn open(
    env: &Env,
    name: &str,
    flow: &FlowId,
    email: Email,
    password: String,
) -> core::result::Result<Option<Sent>, Failure> {
    let answer: Answer<Sent> =
        call(env, BINDING, name, &Command::Open { flow: flow.clone(), email, password }).await?;
    match answer {
        Err(AccountRefusal::Exists) => Ok(None),
        other => Ok(Some(other?)),
    }
}

/// Takes one guess; see [`State_::guess`].
pub async fn guess(env: &Env, name: &str) -> core::result::Result<Option<String>, Failure> {
    ask(env, name, &Command::Guess).await
}

/// The guess was right; see [`State_::guessed`].
pub async fn guessed(env: &Env, name: &str, renewed: Option<String>) -> core::result::Result<(), Failure> {
    ask(env, name, &Command::Guessed { renewed }).await
}

/// Trades a code for leave to link; see [`State_::grant`].
pub async fn grant(
    env: &Env,
    name: &str,
    flow: &FlowId,
    link: &str,
    hash: String,
    id: String,
) -> core::result::Result<(Grant, Holder), Failure> {
    ask(env, name, &Command::Grant { flow: flow.clone(), link: link.to_owned(), hash, id }).await
}

#[durable_object(alarm)]
pub struct Account {
    inner: Rc<Inner>,
}

struct Inner {
    state: State,
    env: Env,
}

impl Inner {
    fn decide(&self, command: Command) -> Result<(Response, State_)> {
        let now = crate::now();
        let mut account: State_ = storage::load(&self.state)?.unwrap_or_default();
        let response = match command {
            Command::SendCode { flow, purpose, on_request, hash, mails } => {
                answer(&account.send_code(&flow, purpose, on_request, hash, *mails, now))
            }
            Command::Prove { flow, hash } => answer(&account.prove(&flow, &hash, now)),
            Command::Open { flow, email, password } => answer(&account.open(&flow, email, password, now)),
            Command::Guess => answer(&account.guess(now)),
            Command::Guessed { renewed } => {
                account.guessed(renewed);
                answer(&Answer::Ok(()))
            }
            Command::Grant { flow, link, hash, id } => answer(&account.grant(&flow, &link, &hash, id, now)),
        }?;
        storage::save(&self.state, &account)?;
        Ok((response, account))
    }

    /// Sends what is due. Alarm and request may both come here: a claimed mail is nobody else's.
    async fn deliver(&self) -> Result<()> {
        let Some(mut account) = storage::load::<State_>(&self.state)? else { return Ok(()) };
        let Ok(config) = Config::read(&self.env) else { return self.arm(&account, storage::LATER).await };
        let mails = account.outbox.claim(crate::now());
        if !mails.is_empty() {
            storage::save(&self.state, &account)?;
        }
        self.arm(&account, storage::AHEAD).await?;
        join_all(mails.into_iter().map(|mail| self.attempt(&config, mail))).await.into_iter().collect()
    }

    async fn attempt(&self, config: &Config, mail: Mail) -> Result<()> {
        let taken = mail::hand_over(config, &mail).await;
        let Some(mut account) = storage::load::<State_>(&self.state)? else { return Ok(()) };
        if account.outbox.record(&mail.id, taken, crate::now()) {
            log::write(&log::Line::MailGivenUp { id: &mail.id });
        }
        storage::save(&self.state, &account)?;
        self.arm(&account, storage::AHEAD).await
    }

    async fn arm(&self, account: &State_, ahead: i64) -> Result<()> {
        storage::arm(&self.state, account.outbox.due(), crate::now().plus(ahead)).await
    }
}

impl DurableObject for Account {
    fn new(state: State, env: Env) -> Self {
        Self { inner: Rc::new(Inner { state, env }) }
    }

    async fn fetch(&self, request: Request) -> Result<Response> {
        let command: Command = command(request).await?;
        let (response, account) = self.inner.decide(command)?;
        if account.outbox.due().is_some() {
            self.inner.arm(&account, storage::AHEAD).await?;
            let inner = Rc::clone(&self.inner);
            self.inner.state.wait_until(async move {
                if inner.deliver().await.is_err() {
                    log::write(&log::Line::Fault { what: "mails could not be sent now" });
                }
            });
        }
        Ok(response)
    }

    async fn alarm(&self) -> Result<Response> {
        self.inner.deliver().await?;
        Response::empty()
    }
}
