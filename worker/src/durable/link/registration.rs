//! A link and its account: the link introduces itself, with a mail to the owner, and is told how the account stands.

use super::{Inner, Mailed};
use crate::config::Config;
use crate::domain::account::AccountSnapshot;
use crate::domain::consent::FlowUpdate;
use crate::domain::consent::state::{AccountRegistration, ConsentTerms, Notification};
use crate::domain::flow::Event;
use crate::domain::link::{LinkState, LinkedHere};
use crate::domain::mail_texts::Words;
use crate::domain::outbox::callback::Callback;
use crate::durable::{account, flow, index, storage, within_lease};
use crate::error::ApiError;
use crate::kv::{keys, partners};
use account_link_shared::error_code::Code;
use account_link_shared::id::{EventId, account_uuid};
use account_link_shared::link::Life;
use account_link_shared::link::reason::UnlinkReason;
use account_link_shared::route::UNLINK_PAGE;
use account_link_shared::time::Millis;
use subtle::ConstantTimeEq as _;
use worker::Result;

impl Inner {
    /// Introduces the link to its account, where that is owed. True if that changed the link.
    pub(super) async fn register_with_account(&self) -> Result<bool> {
        let Some(mut link) = self.store.load()? else { return Ok(false) };
        let Some(registration) = link.consent.claim(crate::runtime::now()) else { return Ok(false) };
        self.write(&link, None)?;
        self.arm(storage::AHEAD).await?;
        let registered = within_lease(self.registered(&link, &registration)).await;
        let snapshot = registered.flatten();
        let Some(mut now) = self.store.load()? else { return Ok(false) };
        now.consent.registered(&registration, snapshot.is_some(), crate::runtime::now());
        self.write(&now, None)?;
        match (snapshot, now.consent.account.clone()) {
            // What changed since the second step is told as well.
            (Some(snapshot), Some(account)) => {
                let before = now.version;
                self.on_account_changed(now, &account, snapshot).await?;
                let after = self.store.load()?;
                Ok(after.is_some_and(|after| after.version != before))
            }
            _ => Ok(false),
        }
    }

    /// Tells the account; `None` if that could not be done now.
    async fn registered(
        &self,
        link: &LinkState,
        registration: &AccountRegistration,
    ) -> Option<AccountSnapshot> {
        let config = Config::read(&self.env).ok()?;
        let terms = link.consent.terms.as_ref()?;
        let identity = &link.link.identity;
        let partner = partners::find(&self.env, &config, &identity.partner).await.ok()??;
        let name = keys::link(&config, identity);
        let words = Words {
            locale: terms.locale,
            provider: identity.provider.name(),
            partner: &partner.name,
            label: terms.label.as_deref(),
        };
        let text = match &registration.notification {
            Notification::Waits => None,
            Notification::Rejected => Some((words.rejected(), format!("rejected_{}", link.version))),
            Notification::Linked(uuid) => {
                let token = keys::unlink_token(&config, uuid);
                index::put(&self.env, &keys::index_of_unlink(&config, &token), &name).await.ok()?;
                let origin = config.origins.first().map(String::as_str).unwrap_or_default();
                let url = format!("{origin}{}", UNLINK_PAGE.replace("{token}", &token));
                Some((words.linked(&url), uuid.to_string()))
            }
        };
        let to = terms.holder.email_address.clone().unwrap_or_default();
        // The same mail has the same id, however often it is owed.
        let mail = text.map(|(text, of)| text.mail(&to, &config.keyed("notification", &[&name, &of])));
        account::subscribe(&self.env, &terms.account, &name, &identity.partner, mail).await.ok()
    }

    /// Takes a change of the account in, and tells the flow that shows how it stands. Gives whether the link still is that
    /// account's.
    pub(super) async fn on_account_changed(
        &self,
        link: LinkState,
        account: &str,
        snapshot: AccountSnapshot,
    ) -> Result<bool> {
        let uuid = account_uuid(crate::runtime::random()?);
        let mut link = link;
        if link.would_agree(account, snapshot) {
            // Without an entry in the index nobody could be told that the account is valid: then not now.
            let config = Config::read(&self.env).map_err(ApiError::from)?;
            let name = keys::link(&config, &link.link.identity);
            index::put(&self.env, &keys::index_of_account(&uuid), &name).await?;
            let Some(now) = self.store.load()? else { return Ok(false) };
            link = now;
        }
        let event = super::new_event()?;
        let change = link.on_account_changed(account, snapshot, uuid, event, crate::runtime::now());
        self.write(&link, change.callback)?;
        if let Some((flow, update)) = change.tell {
            let event = match update {
                FlowUpdate::Linked(LinkedHere { masked }) => Event::Linked { masked },
                FlowUpdate::Rejected => Event::Failed { reason: Code::KycRejected.into() },
                FlowUpdate::Waits(status) => Event::Waits { status },
            };
            flow::tell(&self.env, &flow, event).await;
        }
        Ok(change.keeps)
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
        let (Some(uuid), Some(terms)) = (link.consent.uuid.clone(), link.consent.terms.clone()) else {
            return Ok(None);
        };
        let expected = keys::unlink_token(&config, &uuid);
        if !bool::from(expected.as_bytes().ct_eq(token.as_bytes())) {
            return Ok(None);
        }
        let mut flow = None;
        if unlink && matches!(link.link.life, Life::Linked(_)) {
            let callback: Option<Callback>;
            (callback, flow) = link.unlink(UnlinkReason::User, event, now);
            self.write(&link, callback)?;
        }
        let ConsentTerms { label, holder, .. } = terms;
        let masked = holder.accounts.into_iter().next().map(|account| account.masked);
        let linked = matches!(link.link.life, Life::Linked(_));
        Ok(Some(Mailed { partner: link.link.identity.partner, label, masked, linked, flow }))
    }
}
