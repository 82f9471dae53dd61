//! The client of Acme: names our users to it, signs the way to its page, asks which accounts they have.

mod settings;

use super::{Call, RedirectRequest, Returned};
use crate::config::error::{ConfigError, Variables};
use crate::domain::polling::{ProviderToken, ReturnResult, generation_of};
use crate::domain::reconcile::{PollOutcome, ProviderAccount};
use crate::error::ApiError;
use crate::outbound::{Outbound, exchange};
use account_link_shared::error_code::Code;
use account_link_shared::link::reason::AccountStatus;
use account_link_shared::providers::ProviderRequest;
use account_link_shared::providers::acme::{Account, Accounts, Outcome, page_url, question_signature};
use account_link_shared::status::MaskedAccount;
use account_link_shared::url::Strictness;
use settings::Settings;

/// How long Acme may take, in milliseconds.
const TIME_LIMIT: u32 = 8_000;

/// See the file's head.
pub struct Client;

impl super::Client for Client {
    type Settings = Settings;

    fn settings(variables: &Variables<'_>, strictness: Strictness) -> Result<Option<Settings>, ConfigError> {
        Settings::read(variables, strictness)
    }

    /// The accounts of the user, under the name of the generation in which the attempt was made.
    async fn poll(settings: &Settings, call: &Call<'_>, attempt: &str) -> PollOutcome {
        let Some(generation) = generation_of(attempt) else { return PollOutcome::Silent };
        let subject = subject(call, generation);
        match ask(settings, &subject).await {
            Some(accounts) if accounts.is_empty() => PollOutcome::Absent,
            Some(accounts) => PollOutcome::Account(provider_account(call, &subject, &accounts)),
            None => PollOutcome::Silent,
        }
    }

    async fn redirect_url(
        settings: &Settings,
        call: &Call<'_>,
        request: RedirectRequest<'_>,
    ) -> Result<String, ApiError> {
        let ProviderRequest::Acme(asked) = request.request else {
            return Err(ApiError::internal("a link of another provider"));
        };
        let page = format!("{}/page", settings.base());
        let subject = subject(call, request.subject_generation);
        Ok(page_url(&page, &subject, &asked.member, request.return_url, &settings.key))
    }

    fn read_return(
        _: &Settings,
        call: &Call<'_>,
        subject_generation: u32,
        query: &str,
    ) -> Result<Returned, ApiError> {
        let value = |name: &str| query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='));
        if value("subject") != Some(subject(call, subject_generation).as_str()) {
            return Err(Code::NotFound.into());
        }
        let outcome = Outcome::read(value("result").unwrap_or_default());
        let pending = outcome != Outcome::Declined;
        let advice = (outcome == Outcome::Unknown).then_some("Acme: a result that we do not know");
        // A user who said no may go there once more: it ends nothing.
        Ok(Returned { result: ReturnResult { pending, error: outcome.error(), terminal: false }, advice })
    }
}

/// The user as we name them to Acme in that generation: an HMAC, in hex.
fn subject(call: &Call<'_>, generation: u32) -> String {
    let identity = call.identity;
    let parts = [identity.partner.as_str(), identity.user_ext_ref.as_str(), &generation.to_string()];
    hex::encode(call.names.keyed_bytes::<16>("acme-subject", &parts))
}

/// Asks; None if nothing came that can be read.
async fn ask(settings: &Settings, subject: &str) -> Option<Vec<Account>> {
    let url = format!("{}/accounts/{subject}", settings.base());
    let path = url.split_once("://")?.1.split_once('/').map(|(_, path)| format!("/{path}"))?;
    let headers = vec![("acme-signature", question_signature(&path, &settings.key))];
    let answer =
        exchange(Outbound { method: "GET", url: &url, headers, body: "", time_limit: TIME_LIMIT }).await?;
    let accounts = (answer.status == 200).then(|| serde_json::from_str::<Accounts>(&answer.text).ok())?;
    accounts.map(|accounts| accounts.accounts)
}

/// What is linked: the accounts masked, and a fingerprint of all their numbers.
fn provider_account(call: &Call<'_>, subject: &str, accounts: &[Account]) -> ProviderAccount {
    let status_of = |active: bool| if active { AccountStatus::Active } else { AccountStatus::Frozen };
    let active = accounts.iter().any(|account| account.active);
    let mut numbers: Vec<&str> = accounts.iter().map(|account| account.number.as_str()).collect();
    numbers.sort_unstable();
    let parts: Vec<&str> = core::iter::once(subject).chain(numbers).collect();
    let masked = accounts.iter().map(|account| MaskedAccount {
        masked: account.masked(),
        currencies: Vec::new(),
        status: status_of(account.active),
    });
    ProviderAccount {
        status: status_of(active),
        linkable: active,
        accounts: masked.collect(),
        valid_until: None,
        // Nothing is kept that would have to be revoked there.
        token: ProviderToken {
            sealed: String::new(),
            fingerprint: call.names.keyed("acme-accounts", &parts),
        },
    }
}
