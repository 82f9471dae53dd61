//! What a link asks of its provider: claimed, asked, answered. One at a time, so that an older answer never lands
//! after a newer one.

use super::{Inner, Turn, new_event};
use crate::config::Config;
use crate::core::flow::Event;
use crate::core::inquiry::{APART, Task, Token};
use crate::core::link::LinkState;
use crate::core::pursuit::{BeginRefusal, Brought};
use crate::log;
use crate::object::{flow, index, storage};
use crate::provider;
use crate::store::keys;
use account_link_shared::id::{FlowId, account_uuid};
use account_link_shared::link::{Identity, Life};
use account_link_shared::problem::Code;
use account_link_shared::status::LinkStatusBody;
use account_link_shared::time::{MINUTE, Millis};
use worker::{Error, Result};

/// Until when a user has agreed to a renewal in their app, in milliseconds.
const AGREED: i64 = 3 * MINUTE;
/// So many questions in one go; the alarm goes on.
const IN_ONE_GO: usize = 6;

impl Inner {
    /// Does what is due, and what falls due within a moment. True if something came of it.
    pub(super) async fn pursue(&self) -> Result<bool> {
        if self.pursuing.replace(true) {
            return Ok(false);
        }
        let _turn = Turn(&self.pursuing);
        let Ok(config) = Config::read(&self.env) else { return Ok(false) };
        let mut brought = false;
        for _ in 0..IN_ONE_GO {
            let Some(due) = self.state()?.and_then(|link| link.inquiry.due()) else { break };
            let wait = due.get().saturating_sub(crate::now().get()).max(0);
            if wait > APART {
                break;
            }
            let wait = core::time::Duration::from_millis(wait.unsigned_abs());
            worker::Delay::from(wait).await;
            let now = crate::now();
            let Some(mut link) = self.state()? else { break };
            let Some(task) = link.inquiry.claim(now) else { continue };
            self.write(&link, None)?;
            brought |= self.perform(&config, &link, task, now).await?;
        }
        Ok(brought)
    }

    async fn perform(&self, config: &Config, link: &LinkState, task: Task, now: Millis) -> Result<bool> {
        let identity = &link.link.identity;
        match task {
            Task::Remove(token) => {
                self.remove(config, identity, &token, now).await?;
                Ok(false)
            }
            Task::Ask(id) => {
                let verdict = provider::ask(config, identity, &id, now).await;
                let uuid = account_uuid(crate::random().map_err(|_| no_random())?);
                if self.state()?.is_some_and(|link| link.would_link(&id, &verdict)) {
                    let name = keys::link(config, identity);
                    let put = index::put(&self.env, &keys::index_of_account(&uuid), &name).await;
                    put.map_err(|_| Error::RustError("the index did not take an account".into()))?;
                }
                // Read again: the answer counts for the link as it is now.
                let Some(mut link) = self.state()? else { return Ok(false) };
                let Brought { delivery, linked } =
                    link.answered(&id, verdict, uuid, new_event()?, crate::now());
                let brought = delivery.is_some() || link.projected < link.version;
                self.write(&link, delivery)?;
                if let Some((flow, here)) = linked {
                    // The page that waits is told first. If that fails it learns it by asking.
                    let event = Event::Linked { masked: here.masked };
                    let _ = flow::apply(&self.env, &flow, event, None, None).await;
                }
                Ok(brought)
            }
        }
    }

    async fn remove(&self, config: &Config, identity: &Identity, token: &Token, now: Millis) -> Result<()> {
        let done = provider::remove(config, identity, token, now).await;
        let Some(mut link) = self.state()? else { return Ok(()) };
        if link.inquiry.removed(&token.mark, done, crate::now()) {
            log::write(&log::Line::Fault { what: "a token could not be removed at its provider" });
        }
        self.write(&link, None)
    }

    /// An attempt is written down. What is still owed at the provider is tried first, without waiting for its turn.
    pub(super) async fn begin(
        &self,
        link: LinkState,
        id: String,
        flow: &FlowId,
        until: Millis,
    ) -> Result<core::result::Result<(), BeginRefusal>> {
        if let (Some(token), Ok(config)) = (link.inquiry.owed(), Config::read(&self.env)) {
            self.remove(&config, &link.link.identity, token, crate::now()).await?;
        }
        let Some(mut link) = self.state()? else { return Ok(Err(BeginRefusal::Over)) };
        let begun = link.begin(id, flow, until, crate::now());
        self.write(&link, None)?;
        Ok(begun)
    }

    /// Renews what is held, then asks what it is.
    pub(super) async fn renew(
        &self,
        known: Option<LinkState>,
    ) -> Result<core::result::Result<LinkStatusBody, Code>> {
        let Some(link) = known else { return Ok(Err(Code::NotFound)) };
        let held = match (&link.link.life, &link.inquiry.held) {
            (Life::Linked(_), Some(held)) => held,
            (Life::Linked(_), None) => return Ok(Err(Code::InvalidParameter)),
            _ => return Ok(Err(Code::Unlinked)),
        };
        let Ok(config) = Config::read(&self.env) else { return Ok(Err(Code::Unavailable)) };
        let (identity, now) = (&link.link.identity, crate::now());
        if let Err(code) = provider::renew(&config, identity, &held.attempt, &held.token, now).await {
            return Ok(Err(code));
        }
        if let Some(mut link) = self.state()? {
            link.inquiry.ask_held(crate::now());
            self.write(&link, None)?;
        }
        self.pursue().await?;
        if let Some(mut link) = self.state()? {
            // Where the user must agree to it first, it lasts longer only then.
            link.inquiry.ask_held(crate::now().plus(AGREED));
            self.write(&link, None)?;
        }
        Ok(self.state()?.map(|link| link.link.status()).ok_or(Code::NotFound))
    }

    fn state(&self) -> Result<Option<LinkState>> {
        storage::load(&self.state)
    }
}

fn no_random() -> Error {
    Error::RustError("no random bytes".into())
}
