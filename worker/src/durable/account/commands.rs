//! What an account can be asked to do, and how the others ask.

use crate::domain::account::{
    AccountRefusal, AccountSnapshot, Grant, Mails, Purpose, RequiredFactor, Sent, SubmittedCode,
};
use crate::domain::case::Case;
use crate::domain::outbox::mail::Mail;
use crate::durable::call;
use crate::error::ApiError;
use account_link_shared::email::Email;
use account_link_shared::id::{CaseId, CaseUuid, FlowId, PartnerKey};
use account_link_shared::kyc::values::Decision;
use account_link_shared::link::Holder;
use account_link_shared::secret::Secret;
use account_link_shared::status::KycStatus;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use worker::Env;

const BINDING: &str = "ACCOUNT";

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Command {
    SendCode { flow: FlowId, purpose: Purpose, on_request: bool, hash: String, mails: Box<Mails> },
    Prove { flow: FlowId, purpose: Purpose, hash: String },
    Open { flow: FlowId, email: Email, password: String },
    Reset { flow: FlowId, password: String, notice: Box<Mail> },
    Guess { device: Option<String> },
    PasswordVerified { renewed: Option<String>, device: String },
    Relation { partner: PartnerKey, flow: FlowId },
    Case { partner: PartnerKey },
    Grant { flow: FlowId, link: String, partner: PartnerKey, submitted: SubmittedCode, id: String },
    Bind { flow: FlowId, sealed: String, submitted: SubmittedCode, recovery: Vec<String> },
    Unbind { submitted: SubmittedCode },
    LinkSubscription { link: String, partner: PartnerKey, mail: Option<Box<Mail>> },
    CreateCase { partner: PartnerKey, external: CaseId, body: Secret },
    Hint { external: CaseId, id: Option<CaseUuid>, again: bool },
    Decided { partner: PartnerKey, decision: Decision },
    Switched { partner: PartnerKey },
}

pub(super) type Answer<T> = core::result::Result<T, AccountRefusal>;

/// How an account stands with a partner.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Relation {
    /// What confirm takes.
    pub required_factor: RequiredFactor,
    /// Whether an authenticator app is bound.
    pub bound: bool,
    /// The partner's KYC case.
    pub case: Option<Case>,
    /// The onboarding code of that flow, while it counts for the second step.
    pub kept: Option<Sent>,
}

/// What became of handing somebody over for the identity check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Submitted {
    /// There is a case, as far as anybody knows.
    Done,
    /// CaaS did not take the data.
    Refused,
}

type Reply<T> = core::result::Result<T, ApiError>;

/// An answer that may be a refusal.
async fn ask<T: DeserializeOwned>(env: &Env, name: &str, command: &Command) -> Reply<T> {
    let answer: Answer<T> = call(env, BINDING, name, command).await?;
    Ok(answer?)
}

/// Mails a code; see `domain::account::Account::send_code`.
pub async fn send_code(
    env: &Env,
    name: &str,
    flow: &FlowId,
    purpose: Purpose,
    on_request: bool,
    hash: String,
    mails: Mails,
) -> Reply<Sent> {
    let (flow, mails) = (flow.clone(), Box::new(mails));
    ask(env, name, &Command::SendCode { flow, purpose, on_request, hash, mails }).await
}

/// Proves the address; see `domain::account::Account::prove`.
pub async fn prove(env: &Env, name: &str, flow: &FlowId, purpose: Purpose, hash: String) -> Reply<()> {
    ask(env, name, &Command::Prove { flow: flow.clone(), purpose, hash }).await
}

/// Opens the account; see `domain::account::Account::open`. False if another flow did meanwhile.
pub async fn open(env: &Env, name: &str, flow: &FlowId, email: Email, password: String) -> Reply<bool> {
    let command = Command::Open { flow: flow.clone(), email, password };
    match call::<_, Answer<()>>(env, BINDING, name, &command).await? {
        Err(AccountRefusal::Exists) => Ok(false),
        other => Ok(other.map(|()| true)?),
    }
}

/// Sets a new password; see `domain::account::Account::reset`.
pub async fn reset(env: &Env, name: &str, flow: &FlowId, password: String, notice: Mail) -> Reply<()> {
    let notice = Box::new(notice);
    ask(env, name, &Command::Reset { flow: flow.clone(), password, notice }).await
}

/// A guess at a password that was counted and allowed. It is taken apart once, by who hashes.
pub struct Guess(Option<String>);

impl Guess {
    /// The stored hash; `None` for an unknown address.
    pub fn stored(self) -> Option<String> {
        self.0
    }
}

/// Takes one guess; see `domain::account::Account::guess`. `device` is the hash of the browser's token.
pub async fn guess(env: &Env, name: &str, device: Option<String>) -> Reply<Guess> {
    ask(env, name, &Command::Guess { device }).await.map(Guess)
}

/// The password was right, or was chosen; see `domain::account::Account::password_verified`. `device` is the hash of the browser's
/// token.
pub async fn password_verified(env: &Env, name: &str, renewed: Option<String>, device: String) -> Reply<()> {
    ask(env, name, &Command::PasswordVerified { renewed, device }).await
}

/// How it stands with a partner, in that flow.
pub async fn relation(env: &Env, name: &str, partner: &PartnerKey, flow: &FlowId) -> Reply<Relation> {
    ask(env, name, &Command::Relation { partner: partner.clone(), flow: flow.clone() }).await
}

/// The partner's KYC case; `None` if there is none.
pub async fn case(env: &Env, name: &str, partner: &PartnerKey) -> Reply<Option<Case>> {
    ask(env, name, &Command::Case { partner: partner.clone() }).await
}

/// Trades a code for leave to link; see `domain::account::Account::grant`. With what the partner will know.
pub async fn grant(
    env: &Env,
    name: &str,
    flow: &FlowId,
    link: &str,
    partner: &PartnerKey,
    submitted: SubmittedCode,
    id: String,
) -> Reply<(Grant, Holder)> {
    let (flow, link, partner) = (flow.clone(), link.to_owned(), partner.clone());
    ask(env, name, &Command::Grant { flow, link, partner, submitted, id }).await
}

/// Binds an authenticator app; see `domain::account::Account::bind`.
pub async fn bind(
    env: &Env,
    name: &str,
    flow: &FlowId,
    sealed: String,
    submitted: SubmittedCode,
    recovery: Vec<String>,
) -> Reply<()> {
    ask(env, name, &Command::Bind { flow: flow.clone(), sealed, submitted, recovery }).await
}

/// Removes it; see `domain::account::Account::unbind`.
pub async fn unbind(env: &Env, name: &str, submitted: SubmittedCode) -> Reply<()> {
    ask(env, name, &Command::Unbind { submitted }).await
}

/// A link is this account's, or waits for it; see `domain::account::Account::subscribe`.
pub async fn subscribe(
    env: &Env,
    name: &str,
    link: &str,
    partner: &PartnerKey,
    mail: Option<Mail>,
) -> Reply<AccountSnapshot> {
    let (link, partner, mail) = (link.to_owned(), partner.clone(), mail.map(Box::new));
    ask(env, name, &Command::LinkSubscription { link, partner, mail }).await
}

/// Hands somebody over for the identity check. `body` is what CaaS is sent; it is not kept.
pub async fn create_case(
    env: &Env,
    name: &str,
    partner: &PartnerKey,
    external: &CaseId,
    body: String,
) -> Reply<Submitted> {
    let (partner, external, body) = (partner.clone(), external.clone(), Secret::new(body));
    ask(env, name, &Command::CreateCase { partner, external, body }).await
}

/// Somebody says that a case moved; `again`: in the very words of before.
pub async fn hint(env: &Env, name: &str, external: &CaseId, id: Option<CaseUuid>, again: bool) -> Reply<()> {
    ask(env, name, &Command::Hint { external: external.clone(), id, again }).await
}

/// The partner decided, and CaaS took it.
pub async fn decided(
    env: &Env,
    name: &str,
    partner: &PartnerKey,
    decision: Decision,
) -> Reply<Option<KycStatus>> {
    ask(env, name, &Command::Decided { partner: partner.clone(), decision }).await
}

/// The partner switched the screening, and CaaS took it.
pub async fn switched(env: &Env, name: &str, partner: &PartnerKey) -> Reply<Option<KycStatus>> {
    ask(env, name, &Command::Switched { partner: partner.clone() }).await
}
