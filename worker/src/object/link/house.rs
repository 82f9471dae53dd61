//! A link and its account: the link introduces itself, with a mail to the owner, and hears how the account stands.

use super::{Inner, Mailed};
use crate::config::Config;
use crate::core::account::Facts;
use crate::core::delivery::Delivery;
use crate::core::flow::Event;
use crate::core::house::{Agreed, Hears, Introduction, News};
use crate::core::link::{LinkState, LinkedHere};
use crate::core::mail_texts::Words;
use crate::error::ApiError;
use crate::object::{account, flow, index, storage};
use crate::store::{keys, partners};
use account_link_shared::id::{EventId, account_uuid};
use account_link_shared::link::{Life, UnlinkReason};
use account_link_shared::problem::Code;
use account_link_shared::route::UNLINK_PAGE;
use account_link_shared::time::Millis;
use subtle::ConstantTimeEq as _;
use worker::Result;

impl Inner {
    /// Introduces the link to its account, where that is owed. True if that changed the link.
    pub(super) async fn introduce(&self) -> Result<bool> {
        let Some(mut link) = self.store.load()? else { return Ok(false) };
        let Some(introduction) = link.house.take(crate::now()) else { return Ok(false) };
        self.write(&link, None)?;
        self.arm(storage::AHEAD).await?;
        let facts = self.introduced(&link, &introduction).await;
        let Some(mut now) = self.store.load()? else { return Ok(false) };
        now.house.introduced(&introduction, facts.is_some(), crate::now());
        self.write(&now, None)?;
        match (facts, now.house.account.clone()) {
            // What changed since the second step is news as well.
            (Some(facts), Some(account)) => {
                let before = now.version;
                self.learn(now, &account, facts).await?;
                let after = self.store.load()?;
                Ok(after.is_some_and(|after| after.version != before))
            }
            _ => Ok(false),
        }
    }

    /// Tells the account; `None` if that could not be done now.
    async fn introduced(&self, link: &LinkState, introduction: &Introduction) -> Option<Facts> {
        let config = Config::read(&self.env).ok()?;
        let agreed = link.house.agreed.as_ref()?;
        let identity = &link.link.identity;
        let partner = partners::find(&self.env, &config, &identity.partner).await.ok()??;
        let name = keys::link(&config, identity);
        let words = Words { locale: agreed.locale, partner: &partner.name, label: agreed.label.as_deref() };
        let text = match &introduction.news {
            News::Waits => None,
            News::Rejected => Some((words.rejected(), format!("rejected_{}", link.version))),
            News::Linked(uuid) => {
                let token = keys::unlink_token(&config, uuid);
                index::put(&self.env, &keys::index_of_unlink(&config, &token), &name).await.ok()?;
                let origin = config.origins.first().map(String::as_str).unwrap_or_default();
                let url = format!("{origin}{}", UNLINK_PAGE.replace("{token}", &token));
                Some((words.linked(&url), uuid.to_string()))
            }
        };
        let to = agreed.holder.email_address.clone().unwrap_or_default();
        // The same mail has the same id, however often it is owed.
        let mail = text.map(|(text, of)| text.mail(&to, &config.keyed("news", &[&name, &of])));
        account::tie(&self.env, &agreed.account, &name, &identity.partner, mail).await.ok()
    }

    /// Takes news of the account in, and tells the flow that shows how it stands. Gives whether the link still is that
    /// account's.
    pub(super) async fn learn(&self, link: LinkState, account: &str, facts: Facts) -> Result<bool> {
        let uuid = account_uuid(crate::random()?);
        let mut link = link;
        if link.would_agree(account, facts) {
            // Without an entry in the index nobody could be told that the account is valid: then not now.
            let config = Config::read(&self.env).map_err(ApiError::from)?;
            let name = keys::link(&config, &link.link.identity);
            index::put(&self.env, &keys::index_of_account(&uuid), &name).await?;
            let Some(now) = self.store.load()? else { return Ok(false) };
            link = now;
        }
        let event = super::new_event()?;
        let learned = link.learn(account, facts, uuid, event, crate::now());
        self.write(&link, learned.delivery)?;
        if let Some((flow, hears)) = learned.tell {
            let event = match hears {
                Hears::Linked(LinkedHere { masked }) => Event::Linked { masked },
                Hears::Rejected => Event::Failed { reason: Code::KycRejected },
                Hears::Waits(status) => Event::Waits { status },
            };
            flow::tell(&self.env, &flow, event).await;
        }
        Ok(learned.keeps)
    }

    /// What the mail with that token tells of, and the end of it.
    pub(super) fn mailed(
        &self,
        mut link: LinkState,
        token: &str,
        unlink: bool,
        event: EventId,
        now: Millis,
    ) -> Result<Option<Mailed>> {
        let Ok(config) = Config::read(&self.env) else { return Ok(None) };
        let (Some(uuid), Some(agreed)) = (link.house.uuid.clone(), link.house.agreed.clone()) else {
            return Ok(None);
        };
        let expected = keys::unlink_token(&config, &uuid);
        if !bool::from(expected.as_bytes().ct_eq(token.as_bytes())) {
            return Ok(None);
        }
        let mut flow = None;
        if unlink && matches!(link.link.life, Life::Linked(_)) {
            let delivery: Option<Delivery>;
            (delivery, flow) = link.unlink(UnlinkReason::User, event, now);
            self.write(&link, delivery)?;
        }
        let Agreed { label, holder, .. } = agreed;
        let masked = holder.accounts.into_iter().next().map(|account| account.masked);
        let linked = matches!(link.link.life, Life::Linked(_));
        Ok(Some(Mailed { partner: link.link.identity.partner, label, masked, linked, flow }))
    }
}
