//! The client of WorldFirst (002): names our users to it, signs the way to its portal, asks which accounts they have.

use crate::config::Config;
use crate::config::worldfirst::Worldfirst;
use crate::domain::polling::ProviderToken;
use crate::domain::reconcile::{PollOutcome, ProviderAccount};
use crate::log;
use crate::outbound::{Answer, Outbound, exchange};
use crate::rsa;
use account_link_shared::link::{AccountStatus, Identity};
use account_link_shared::problem::Code;
use account_link_shared::provider::Provider;
use account_link_shared::status::MaskedAccount;
use account_link_shared::time::Millis;
use account_link_shared::worldfirst::canonical::{
    ApiText, Binding, INQUIRY, PortalQuery, read_signature, request_time, signature_header,
};
use account_link_shared::worldfirst::models::{Account, Inquiry, RaStatus, ReferenceCustomerId, Reply};

/// How long WorldFirst may take, in milliseconds.
const TIME_LIMIT: u32 = 8_000;

/// The user as we name them to WorldFirst in that subject_generation (PRODUCT, decision 9): HMAC of partner, reference and subject_generation.
pub fn reference(config: &Config, identity: &Identity, subject_generation: u32) -> ReferenceCustomerId {
    let parts = [identity.partner.as_str(), identity.user_ext_ref.as_str(), &subject_generation.to_string()];
    ReferenceCustomerId::ours(config.keyed_bytes("worldfirst-reference", &parts))
}

/// The signed URL of the portal. Errors: the key is none.
pub async fn portal_url(settings: &Worldfirst, binding: &Binding) -> Result<String, Code> {
    let portal = settings.portal.as_str();
    if let Some((partner, key)) = &settings.scheme_2 {
        let query = PortalQuery::scheme_2(partner, binding, settings.space);
        return Ok(query.url(portal, &query.md5(key)));
    }
    let query = PortalQuery::scheme_1(&settings.client, binding, settings.space);
    let signature = rsa::sign(settings.private_keys.active(), query.as_str()).await;
    Ok(query.url(portal, &signature.ok_or(Code::Internal)?))
}

/// `inquiryAccount` about the user of an attempt, whose id begins with its subject_generation.
pub async fn ask(config: &Config, identity: &Identity, attempt: &str, now: Millis) -> PollOutcome {
    let subject_generation =
        attempt.split('.').next().and_then(|subject_generation| subject_generation.parse().ok());
    let (Some(settings), Some(subject_generation)) = (&config.worldfirst, subject_generation) else {
        return PollOutcome::Silent;
    };
    let reference = reference(config, identity, subject_generation);
    match inquire(settings, &reference, now).await {
        Some(Reply::Accounts(accounts)) => PollOutcome::Account(found(config, &reference, &accounts)),
        Some(Reply::None) => PollOutcome::Absent,
        Some(Reply::Undecided) => PollOutcome::Silent,
        Some(Reply::Refused(code)) => {
            note("WorldFirst: an inquiry was refused, see the code", &[code]);
            PollOutcome::Silent
        }
        None => {
            note("WorldFirst: no answer, or none that can be believed", &[]);
            PollOutcome::Silent
        }
    }
}

/// SecondFactor; `None` if nothing came that can be read, or that is not signed as it should be.
async fn inquire(settings: &Worldfirst, reference: &ReferenceCustomerId, now: Millis) -> Option<Reply> {
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
        note("WorldFirst: a reply is not signed by any of WORLDFIRST_PUBLIC_KEYS", &[]);
        return None;
    }
    Reply::parse(&answer.text).ok()
}

/// Whether a reply is signed by WorldFirst; all are taken where we have no key of it.
async fn is_theirs(settings: &Worldfirst, answer: &Answer) -> bool {
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
fn found(config: &Config, reference: &ReferenceCustomerId, accounts: &[Account]) -> ProviderAccount {
    let standing_of = |account: &Account| match account.status {
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
            status: standing_of(account),
        });
    }
    marks.sort_unstable();
    let parts: Vec<&str> =
        core::iter::once(reference.as_str()).chain(marks.iter().map(String::as_str)).collect();
    // Nothing is kept that would have to be removed there.
    let token =
        ProviderToken { sealed: String::new(), fingerprint: config.keyed("worldfirst-accounts", &parts) };
    let standing = if active { AccountStatus::Active } else { AccountStatus::Frozen };
    ProviderAccount { standing, links: active, accounts: masked, valid_until: None, token }
}

fn note(what: &'static str, fields: &[String]) {
    log::write(&log::Line::Provider { provider: Provider::Worldfirst, what, fields });
}
