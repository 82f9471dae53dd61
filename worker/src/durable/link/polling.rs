//! What a link asks of its provider: claimed, asked, answered. One at a time, so that an older answer never lands
//! after a newer one.

use super::{Inner, new_event};
use crate::config::Config;
use crate::domain::flow::Event;
use crate::domain::link::LinkState;
use crate::domain::polling::{APART, OpenIn, ProviderToken, Task};
use crate::domain::reconcile::{AttemptHandle, BeginRefusal, Effects, PollOutcome, Preflight};
use crate::durable::lock::Lock;
use crate::durable::{flow, index, storage};
use crate::kv::keys;
use crate::log;
use crate::providers;
use account_link_shared::error_code::Code;
use account_link_shared::id::{FlowId, account_uuid};
use account_link_shared::link::{Identity, Life};
use account_link_shared::problem::FailureReason;
use account_link_shared::status::LinkStatusBody;
use account_link_shared::time::{MINUTE, Millis};
use futures_util::future::{join, join_all};
use worker::Result;

/// Until when a user may have agreed to a renewal in their app, in milliseconds.
const AGREED: i64 = 3 * MINUTE;
/// How often a renewal, or a user about to be sent, waits for another question.
const WAITED_TURNS: u32 = 60;
/// How long a free name of ours for the user is looked for, in milliseconds: with the waiting before and the last
/// question it stays within what a caller waits.
const PATIENCE: i64 = 7_000;
/// So many questions in one go; the alarm goes on.
const IN_ONE_GO: usize = 6;

impl Inner {
    /// Does what is due, and what falls due within a moment; ends as soon as something came of it, which is true
    /// then: it is told before anything else is asked.
    pub(super) async fn poll_provider(&self) -> Result<bool> {
        let Some(_turn) = Lock::take(&self.polling, 0).await else { return Ok(false) };
        let Ok(config) = Config::read(&self.env) else { return Ok(false) };
        for _ in 0..IN_ONE_GO {
            let Some(due) = self.state()?.and_then(|link| link.polling.due()) else { break };
            let wait = due.get().saturating_sub(crate::runtime::now().get()).max(0);
            if wait > APART {
                break;
            }
            let wait = core::time::Duration::from_millis(wait.unsigned_abs());
            worker::Delay::from(wait).await;
            let now = crate::runtime::now();
            let Some(mut link) = self.state()? else { break };
            let Some(task) = link.polling.claim(now) else { continue };
            self.write(&link, None)?;
            let brought = match task {
                Task::Revoke(token) => {
                    self.revoke(&config, &link.link.identity, &token, now, true).await?;
                    false
                }
                Task::Poll(id) => self.poll(&config, &link.link.identity, &id, now).await?,
            };
            if brought {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Asks about an attempt. True if something came of it.
    async fn poll(&self, config: &Config, identity: &Identity, id: &str, now: Millis) -> Result<bool> {
        let mut outcome =
            providers::poll(&config.call(&keys::link(config, identity), identity, now), id).await;
        let uuid = account_uuid(crate::runtime::random()?);
        if self.state()?.is_some_and(|link| link.would_link(id, &outcome)) {
            let name = keys::link(config, identity);
            if index::put(&self.env, &keys::index_of_account(&uuid), &name).await.is_err() {
                // Asked again: without its entry an account would not be found.
                outcome = PollOutcome::Silent;
            }
        }
        // Read again: the answer counts for the link as it is now.
        let Some(mut link) = self.state()? else { return Ok(false) };
        let Effects { callback, linked, failed } =
            link.answered(id, outcome, uuid, new_event()?, crate::runtime::now());
        let brought = callback.is_some() || link.projected < link.version;
        self.write(&link, callback)?;
        self.arm(storage::AHEAD).await?;
        if let Some((flow, here)) = linked {
            // The page that waits learns it at once, beside the partner. If that fails it learns it by asking.
            let event = Event::Linked { masked: here.masked };
            let (_, paid) = join(flow::apply(&self.env, &flow, event, None, None), self.drain_outbox()).await;
            paid?;
        }
        if let Some((flow, reason)) = failed {
            flow::tell(&self.env, &flow, Event::Failed { reason }).await;
        }
        Ok(brought)
    }

    /// Asks about an attempt out of turn, as soon as a question may be asked.
    async fn ask_now(&self, config: &Config, identity: &Identity, id: &str) -> Result<()> {
        let free = self.state()?.map_or(Millis::ZERO, |link| link.polling.free_at());
        let wait = free.get().saturating_sub(crate::runtime::now().get()).clamp(0, APART).unsigned_abs();
        worker::Delay::from(core::time::Duration::from_millis(wait)).await;
        let now = crate::runtime::now();
        let Some(mut link) = self.state()? else { return Ok(()) };
        link.polling.claim_now(id, now);
        self.write(&link, None)?;
        self.poll(config, identity, id, now).await.map(drop)
    }

    /// Asks about what is held, and once more when a user may have agreed.
    async fn ask_held(&self, config: &Config, identity: &Identity) -> Result<()> {
        let held = self.state()?.and_then(|link| link.polling.credential.map(|held| held.attempt));
        let Some(id) = held else { return Ok(()) };
        self.ask_now(config, identity, &id).await?;
        let Some(mut link) = self.state()? else { return Ok(()) };
        link.polling.ask_held(crate::runtime::now().plus(AGREED));
        self.write(&link, None)
    }

    /// Asks what is there before the user is sent. Where it was there before, under another name of ours.
    pub(super) async fn prepare(
        &self,
        flow: &FlowId,
        until: Millis,
    ) -> Result<core::result::Result<Preflight, BeginRefusal>> {
        let Ok(config) = Config::read(&self.env) else { return Ok(Err(BeginRefusal::NoAnswer)) };
        let Some(_turn) = Lock::take(&self.polling, WAITED_TURNS).await else {
            return Ok(Err(BeginRefusal::NoAnswer));
        };
        let start = crate::runtime::now();
        while crate::runtime::now() < start.plus(PATIENCE) {
            let Some(mut link) = self.state()? else { break };
            let handle = match link.begin(None, flow, until, None, crate::runtime::now()) {
                Ok(handle) => handle,
                Err(refusal) => return Ok(Err(refusal)),
            };
            self.write(&link, None)?;
            self.ask_now(&config, &link.link.identity, &handle.id).await?;
            let Some(mut link) = self.state()? else { break };
            let prepared = link.record_preflight(&handle, flow, crate::runtime::now());
            self.write(&link, None)?;
            if let Some(prepared) = prepared {
                return Ok(prepared);
            }
        }
        Ok(Err(BeginRefusal::NoAnswer))
    }

    /// Tries to remove. Out of turn only success counts: a user who presses again does not use the tries up.
    async fn revoke(
        &self,
        config: &Config,
        identity: &Identity,
        token: &ProviderToken,
        now: Millis,
        in_turn: bool,
    ) -> Result<()> {
        let done = providers::revoke(&config.call(&keys::link(config, identity), identity, now), token).await;
        let Some(mut link) = self.state()? else { return Ok(()) };
        if (done || in_turn) && link.polling.revoked(&token.fingerprint, done, crate::runtime::now()) {
            log::write(&log::Line::Fault {
                what: "a credential could not be revoked at its provider",
                cause: None,
            });
        }
        self.write(&link, None)
    }

    /// An attempt is written down. What is still owed at the provider is tried first, without waiting for its turn.
    pub(super) async fn begin(
        &self,
        link: LinkState,
        id: Option<String>,
        flow: &FlowId,
        until: Millis,
        open_in: OpenIn,
    ) -> Result<core::result::Result<AttemptHandle, BeginRefusal>> {
        let now = crate::runtime::now();
        if let Ok(config) = Config::read(&self.env) {
            let owed = link.polling.revocable_now(now);
            let tries = owed.iter().map(|token| self.revoke(&config, &link.link.identity, token, now, false));
            join_all(tries).await.into_iter().collect::<Result<()>>()?;
        }
        let Some(mut link) = self.state()? else { return Ok(Err(BeginRefusal::Over)) };
        let handle = link.begin(id, flow, until, Some(open_in), crate::runtime::now());
        self.write(&link, None)?;
        Ok(handle)
    }

    /// Renews what is held, and gives what the provider then says of it.
    pub(super) async fn renew(
        &self,
        known: Option<LinkState>,
    ) -> Result<core::result::Result<LinkStatusBody, FailureReason>> {
        let Some(link) = known else { return Ok(Err(Code::NotFound.into())) };
        let held = match (&link.link.life, &link.polling.credential) {
            (Life::Linked(_), Some(held)) if link.link.identity.provider.info().renewable => held,
            (Life::Linked(_), _) => return Ok(Err(Code::InvalidParameter.into())),
            _ => return Ok(Err(Code::Unlinked.into())),
        };
        let Ok(config) = Config::read(&self.env) else { return Ok(Err(Code::Unavailable.into())) };
        let (identity, now) = (&link.link.identity, crate::runtime::now());
        // Within one second two requests would be one and the same to the provider, which refuses the second.
        if self.renewed.replace(Some(now.seconds())) != Some(now.seconds())
            && let Err(error) =
                providers::renew(&config.call(&keys::link(&config, identity), identity, now), held).await
        {
            self.renewed.set(None);
            return Ok(Err(FailureReason::at(identity.provider, error)));
        }
        let Some(mut link) = self.state()? else { return Ok(Err(Code::NotFound.into())) };
        // Where the user must agree to it first, it lasts longer only then.
        link.polling.ask_held(crate::runtime::now().plus(AGREED));
        self.write(&link, None)?;
        self.arm(storage::AHEAD).await?;
        // Another question may be out: its turn is waited for, but not for long.
        if let Some(_turn) = Lock::take(&self.polling, WAITED_TURNS).await {
            self.ask_held(&config, identity).await?;
        }
        Ok(self.state()?.map(|link| link.link.status()).ok_or_else(|| Code::NotFound.into()))
    }

    fn state(&self) -> Result<Option<LinkState>> {
        self.store.load()
    }
}
