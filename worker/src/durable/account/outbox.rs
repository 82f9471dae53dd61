//! What an account owes to the outside: mails, calls to CaaS, news to its links.

use super::Inner;
use crate::config::Config;
use crate::domain::account::{Account as State_, SubscriptionUpdate};
use crate::domain::case::{Call, Due};
use crate::domain::outbox::RetryPolicy;
use crate::domain::outbox::mail::Mail;
use crate::durable::{link, storage, within_lease};
use crate::error::ApiError;
use crate::kv::keys;
use crate::log;
use crate::outbound::caas;
use crate::outbound::mail;
use account_link_shared::time::Millis;
use futures_util::future::{join_all, join3};
use worker::Result;

/// How often in one go what came of the outside is taken up: a case that moved is told to its links at once.
const ROUNDS: u8 = 3;

impl Inner {
    /// Pays what is due. Alarm and request may both come here: what is claimed is nobody else's.
    pub(super) async fn settle(&self) -> Result<()> {
        let config = Config::read(&self.env).map_err(ApiError::from)?;
        for _ in 0..ROUNDS {
            let now = crate::runtime::now();
            let mut account = self.load()?;
            if account.due().is_none_or(|due| now < due) {
                break;
            }
            let (mails, tells) = (account.mails.claim(now), account.tells(now));
            let mut calls = Vec::new();
            for case in &mut account.cases {
                let (due, silent) = case.take(now);
                calls.extend(due);
                if silent {
                    log::write(&log::Line::CaseSilent { case: &case.external });
                }
            }
            self.store.save(&account)?;
            self.arm(&account, storage::AHEAD).await?;
            let mails = join_all(mails.into_iter().map(|mail| self.hand_over(&config, mail)));
            let calls = join_all(calls.into_iter().map(|due| self.call(&config, due, now)));
            let tells = join_all(tells.into_iter().map(|told| self.tell(&config, told)));
            let (mails, calls, tells) = join3(mails, calls, tells).await;
            mails.into_iter().chain(calls).chain(tells).collect::<Result<()>>()?;
        }
        let account = self.load()?;
        self.arm(&account, storage::AHEAD).await
    }

    async fn hand_over(&self, config: &Config, mail: Mail) -> Result<()> {
        let taken = mail::hand_over(config, &mail).await;
        let mut account = self.load()?;
        if account.mails.record(|one| one.id == mail.id, taken, RetryPolicy::MAIL, crate::runtime::now()) {
            log::write(&log::Line::MailGivenUp { id: &mail.id });
        }
        self.store.save(&account)
    }

    async fn call(&self, config: &Config, due: Due, began: Millis) -> Result<()> {
        let Some(settings) = &config.caas else { return Ok(()) };
        let (says, screened) = match due.call {
            Call::Ask => (caas::get(settings, &due.external, &due.id, crate::runtime::now()).await, false),
            Call::Screen => {
                (None, caas::screen(settings, &due.id, true, crate::runtime::now()).await.is_ok())
            }
        };
        let mut account = self.load()?;
        let case = account.cases.iter_mut().find(|case| case.partner == due.partner);
        case.into_iter().for_each(|case| match due.call {
            Call::Ask => case.reported(says.as_ref().map(caas::report), began, crate::runtime::now()),
            Call::Screen => case.screened(screened, crate::runtime::now()),
        });
        self.store.save(&account)
    }

    async fn tell(&self, config: &Config, told: SubscriptionUpdate) -> Result<()> {
        let account = self.load()?;
        let Some(email) = account.email() else { return Ok(()) };
        let name = keys::account(config, email);
        let keeps = within_lease(link::on_account_changed(&self.env, &told.link, &name, told.snapshot))
            .await
            .and_then(Result::ok);
        let mut account = self.load()?;
        account.told(&told, keeps, crate::runtime::now());
        self.store.save(&account)
    }

    pub(super) async fn arm(&self, account: &State_, ahead: i64) -> Result<()> {
        self.store.arm(account.due(), crate::runtime::now().plus(ahead)).await
    }
}
