//! The client of WorldFirst (002): names our users to it, signs the way to its portal, asks which accounts they have.

mod settings;

use super::{Call, RedirectRequest, Returned, rsa};
use crate::config::error::{ConfigError, Variables};
use crate::domain::polling::{ProviderToken, ReturnResult, generation_of};
use crate::domain::reconcile::{PollOutcome, ProviderAccount};
use crate::error::ApiError;
use crate::log;
use crate::outbound::{Answer, Outbound, exchange};
use account_link_shared::error_code::Code;
use account_link_shared::link::reason::AccountStatus;
use account_link_shared::providers::worldfirst::canonical::{
    ApiText, Binding, INQUIRY, PortalQuery, read_signature, request_time, signature_header,
};
use account_link_shared::providers::worldfirst::codes::{Class, ResultMsg};
use account_link_shared::providers::worldfirst::models::{
    Account, Inquiry, RaStatus, RedirectUrl, ReferenceCustomerId, Reply, Returned as ReturnQuery,
};
use account_link_shared::providers::{Provider, ProviderRequest};
use account_link_shared::status::MaskedAccount;
use account_link_shared::time::Millis;
use account_link_shared::url::Strictness;
use settings::Settings;

/// How long WorldFirst may take, in milliseconds.
const TIME_LIMIT: u32 = 8_000;

/// See the file's head.
pub struct Client;

impl super::Client for Client {
    type Settings = Settings;

    fn settings(variables: &Variables<'_>, strictness: Strictness) -> Result<Option<Settings>, ConfigError> {
        Settings::read(variables, strictness)
    }

    /// `inquiryAccount` about the user of an attempt, whose id begins with the generation of their name.
    async fn poll(settings: &Settings, call: &Call<'_>, attempt: &str) -> PollOutcome {
        let Some(generation) = generation_of(attempt) else { return PollOutcome::Silent };
        let reference = reference(call, generation);
        match inquire(settings, &reference, call.now).await {
            Some(Reply::Accounts(accounts)) => {
                PollOutcome::Account(provider_account(call, &reference, &accounts))
            }
            Some(Reply::None) => PollOutcome::Absent,
            Some(Reply::Undecided) => PollOutcome::Silent,
            Some(Reply::Refused(code)) => {
                note("WorldFirst: an inquiry was refused, see the code", Some(&code));
                PollOutcome::Silent
            }
            None => {
                note("WorldFirst: no answer, or none that can be believed", None);
                PollOutcome::Silent
            }
        }
    }

    /// The signed URL of the portal.
    async fn redirect_url(
        settings: &Settings,
        call: &Call<'_>,
        request: RedirectRequest<'_>,
    ) -> Result<String, ApiError> {
        let ProviderRequest::Worldfirst(asked) = request.request else {
            return Err(ApiError::internal("a link of another provider"));
        };
        let binding = Binding {
            redirect_url: RedirectUrl::parse(request.return_url).map_err(|error| {
                ApiError::internal("our origin is too long for WorldFirst").because(&error)
            })?,
            reference: reference(call, request.subject_generation),
            store: asked.store().ok_or_else(|| ApiError::internal("a link of WorldFirst without a store"))?,
            request_id: asked.request_id.clone(),
        };
        let portal = settings.portal.as_str();
        if let Some((partner, key)) = &settings.scheme_2 {
            let query = PortalQuery::scheme_2(partner, &binding, settings.space);
            return Ok(query.url(portal, &query.md5(key)));
        }
        let query = PortalQuery::scheme_1(&settings.client, &binding, settings.space);
        let signature = rsa::sign(settings.private_keys.active(), query.as_str()).await;
        let refused = || ApiError::internal("WORLDFIRST_PRIVATE_KEYS cannot sign");
        Ok(query.url(portal, &signature.ok_or_else(refused)?))
    }

    fn read_return(
        settings: &Settings,
        call: &Call<'_>,
        subject_generation: u32,
        query: &str,
    ) -> Result<Returned, ApiError> {
        let returned = ReturnQuery::parse(query).ok_or(ApiError::from(Code::InvalidRequest))?;
        if returned.reference != reference(call, subject_generation).as_str() {
            return Err(Code::NotFound.into());
        }
        let ours = match &settings.scheme_2 {
            Some((partner, _)) => partner.as_str(),
            None => settings.client.as_str(),
        };
        if returned.partner_id.as_deref() != Some(ours) {
            if settings.scheme_2.is_some() {
                return Err(Code::NotFound.into());
            }
            note("WorldFirst: a return with another partnerId than our clientId", None);
        }
        let message = returned.result;
        let (pending, error, terminal) = (message.class() != Class::F, message.error(), message.terminal());
        let advice = (message != ResultMsg::Success).then(|| message.advice());
        Ok(Returned { result: ReturnResult { pending, error, terminal }, advice })
    }
}

/// The user as we name them to WorldFirst in that generation: HMAC of partner, reference and generation.
fn reference(call: &Call<'_>, generation: u32) -> ReferenceCustomerId {
    let identity = call.identity;
    let parts = [identity.partner.as_str(), identity.user_ext_ref.as_str(), &generation.to_string()];
    ReferenceCustomerId::ours(call.names.keyed_bytes("worldfirst-reference", &parts))
}

/// Asks; `None` if nothing came that can be read, or that is not signed as it should be.
async fn inquire(settings: &Settings, reference: &ReferenceCustomerId, now: Millis) -> Option<Reply> {
    let url = format!("{}{INQUIRY}", settings.api.as_str().trim_end_matches('/'));
    let (body, time) = (Inquiry::new(reference).body(), request_time(now));
    let key = settings.private_keys.active();
    let text = ApiText::new(INQUIRY, &settings.client, &time, &body);
    let signature = rsa::sign(key, text.as_str()).await?;
    let headers = vec![
        ("content-type", "application/json; charset=UTF-8".to_owned()),
        ("client-id", settings.client.as_str().to_owned()),
        ("request-time", time),
        ("signature", signature_header(key.id.as_str(), &signature)),
    ];
    let outbound = Outbound { method: "POST", url: &url, headers, body: &body, time_limit: TIME_LIMIT };
    let answer = exchange(outbound).await.filter(|answer| (200..300).contains(&answer.status))?;
    if !is_theirs(settings, &answer).await {
        note("WorldFirst: a reply is not signed by any of WORLDFIRST_PUBLIC_KEYS", None);
        return None;
    }
    Reply::parse(&answer.text).ok()
}

/// Whether a reply is signed by WorldFirst; all are taken where we have no key of it.
async fn is_theirs(settings: &Settings, answer: &Answer) -> bool {
    let Some(keys) = &settings.public_keys else { return true };
    let header = answer.header("signature").and_then(|header| read_signature(&header));
    let (Some((version, signature)), Some(time)) = (header, answer.header("response-time")) else {
        return false;
    };
    let Some(key) = keys.get(&version) else { return false };
    let text = ApiText::new(INQUIRY, &settings.client, &time, &answer.text);
    rsa::verifies(key, text.as_str(), &signature).await
}

/// What is linked: the accounts masked, and a fingerprint of all their numbers and currencies.
fn provider_account(
    call: &Call<'_>,
    reference: &ReferenceCustomerId,
    accounts: &[Account],
) -> ProviderAccount {
    let status_of = |account: &Account| match account.status {
        RaStatus::Active => AccountStatus::Active,
        RaStatus::Abnormal => AccountStatus::Frozen,
    };
    let active = accounts.iter().any(|account| account.status == RaStatus::Active);
    let mut marks: Vec<String> = Vec::new();
    let mut masked = Vec::new();
    for account in accounts {
        let mut currencies = account.currencies.clone();
        currencies.sort_unstable();
        marks.push(format!("{} {}", account.number, currencies.join(",")));
        masked.push(MaskedAccount {
            masked: account.masked(),
            currencies: account.currencies.clone(),
            status: status_of(account),
        });
    }
    marks.sort_unstable();
    let parts: Vec<&str> =
        core::iter::once(reference.as_str()).chain(marks.iter().map(String::as_str)).collect();
    // Nothing is kept that would have to be removed there.
    let token =
        ProviderToken { sealed: String::new(), fingerprint: call.names.keyed("worldfirst-accounts", &parts) };
    let status = if active { AccountStatus::Active } else { AccountStatus::Frozen };
    ProviderAccount { status, linkable: active, accounts: masked, valid_until: None, token }
}

fn note(what: &'static str, code: Option<&str>) {
    log::write(&log::Line::Provider {
        provider: Provider::Worldfirst,
        what,
        fields: &[],
        code,
        trace_id: None,
    });
}
