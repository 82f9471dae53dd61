//! What partners learn of an account, and the links that must be told when it changes.

use super::state::{Account, AccountSnapshot, LinkSubscription};
use crate::domain::case::Case;
use crate::domain::outbox::mail::Mail;
use crate::domain::outbox::{Retry, RetryPolicy};
use account_link_shared::id::PartnerKey;
use account_link_shared::link::Holder;
use account_link_shared::link::reason::AccountStatus;
use account_link_shared::status::{KycStatus, MaskedAccount};
use account_link_shared::time::Millis;

/// A link that is to be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubscriptionUpdate {
    /// The name of its object.
    pub link: String,
    /// What.
    pub snapshot: AccountSnapshot,
}

impl Account {
    /// The KYC case with a partner.
    pub fn case(&self, partner: &PartnerKey) -> Option<&Case> {
        self.cases.iter().find(|case| case.partner == *partner)
    }

    /// What a partner may know.
    pub fn snapshot(&self, partner: &PartnerKey) -> AccountSnapshot {
        let kyc_status = self.case(partner).map_or(KycStatus::KycInit, Case::status);
        AccountSnapshot { otp_ready: self.is_bound(), kyc_status }
    }

    /// What a partner learns of it once it is linked; `None` where there is no account.
    pub fn holder(&self, partner: &PartnerKey) -> Option<Holder> {
        let email = &self.profile.as_ref()?.email;
        let AccountSnapshot { otp_ready, kyc_status } = self.snapshot(partner);
        let account =
            MaskedAccount { masked: email.masked(), currencies: Vec::new(), status: AccountStatus::Active };
        Some(Holder {
            otp_ready,
            kyc_status: Some(kyc_status),
            email_address: Some(email.as_str().to_owned()),
            accounts: vec![account],
        })
    }

    /// A link is this account's, or waits for it: it is told from now on, and the owner by mail.
    pub fn subscribe(
        &mut self,
        link: String,
        partner: PartnerKey,
        mail: Option<Mail>,
        now: Millis,
    ) -> AccountSnapshot {
        let told = self.snapshot(&partner);
        self.subscriptions.retain(|subscribe| subscribe.link != link);
        self.subscriptions.push(LinkSubscription { link, partner, told, retry: Retry::new(now) });
        if let Some(mail) = mail {
            self.mails.push(mail, now);
        }
        told
    }

    /// When the next link is to be told.
    pub fn tells_at(&self) -> Option<Millis> {
        self.subscriptions
            .iter()
            .filter(|subscribe| subscribe.told != self.snapshot(&subscribe.partner))
            .map(|subscribe| subscribe.retry.at)
            .min()
    }

    /// Takes the links that are to be told now; nobody else tells them before the lease ends.
    pub fn tells(&mut self, now: Millis) -> Vec<SubscriptionUpdate> {
        let snapshot: Vec<AccountSnapshot> =
            self.subscriptions.iter().map(|subscribe| self.snapshot(&subscribe.partner)).collect();
        let due = self.subscriptions.iter_mut().zip(snapshot).filter_map(|(subscribe, snapshot)| {
            let claimed = subscribe.told != snapshot && subscribe.retry.claim(now);
            claimed.then(|| SubscriptionUpdate { link: subscribe.link.clone(), snapshot })
        });
        due.collect()
    }

    /// What became of it: `None` if the link did not hear, else whether it still is this account's.
    pub fn told(&mut self, told: &SubscriptionUpdate, keeps: Option<bool>, now: Millis) {
        if keeps == Some(false) {
            self.subscriptions.retain(|subscribe| subscribe.link != told.link);
        }
        let Some(subscribe) = self.subscriptions.iter_mut().find(|subscribe| subscribe.link == told.link)
        else {
            return;
        };
        match keeps {
            Some(_) => (subscribe.told, subscribe.retry) = (told.snapshot, Retry::new(now)),
            None => {
                subscribe.retry.failed(RetryPolicy::NOTICE, now);
            }
        }
    }
}
