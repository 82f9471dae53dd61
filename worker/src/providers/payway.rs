//! The client of PayWay (003): signs, sends with limits, reads what comes back, believes our own `ctid` only.

use crate::config::{Config, Payway};
use crate::domain::polling::ProviderToken;
use crate::domain::reconcile::{PollOutcome, ProviderAccount};
use crate::kv::keys;
use crate::log;
use crate::outbound::{Outbound, exchange};
use account_link_shared::link::{AccountStatus, Identity};
use account_link_shared::payway::canonical::{LINK_ACCOUNT, LinkAccount, TokenRequest};
use account_link_shared::payway::codes::PaywayCode;
use account_link_shared::payway::models::{Ctid, Details, LinkReply, Reply, RequestId, TokenStatus};
use account_link_shared::problem::Code;
use account_link_shared::provider::Provider;
use account_link_shared::seal;
use account_link_shared::secret::Secret;
use account_link_shared::status::MaskedAccount;
use account_link_shared::time::Millis;

/// How long PayWay may take, in milliseconds.
const TIME_LIMIT: u32 = 8_000;

/// The user as we name them to PayWay: HMAC of partner and reference.
pub fn ctid(config: &Config, identity: &Identity) -> Ctid {
    let parts = [identity.partner.as_str(), identity.user_ext_ref.as_str()];
    Ctid::ours(config.keyed_bytes("payway-ctid", &parts))
}

/// SecondFactor for a QR. Errors: what the user and the partner are told.
pub async fn link_account(settings: &Payway, request: &LinkAccount, now: Millis) -> Result<LinkReply, Code> {
    let reply = post(settings, LINK_ACCOUNT, &request.body(&settings.merchant, now)).await?;
    reply.link(now.seconds()).ok_or(Code::ProviderFailed)
}

/// `get-token-details` of a QR.
pub async fn ask(config: &Config, identity: &Identity, attempt: &str, now: Millis) -> PollOutcome {
    let (Some(settings), Some(request_id)) = (&config.payway, RequestId::parse(attempt)) else {
        return PollOutcome::Silent;
    };
    let request = TokenRequest::Details { request_id };
    match post_raw(settings, request.path(), &request.body(&settings.merchant, now)).await {
        Some(reply) if reply.code == PaywayCode::Success => {
            let outcome = reply.details().and_then(|details| outcome(config, identity, details));
            // Whatever it is, it is not for this link; it may be next time.
            outcome.unwrap_or_else(|| {
                note("PayWay: details that are not ours or cannot be read", &[]);
                PollOutcome::Silent
            })
        }
        Some(reply) if reply.code.is_absent() => PollOutcome::Absent,
        Some(reply) => {
            note(reply.code.advice(), &reply.fields);
            PollOutcome::Silent
        }
        None => PollOutcome::Silent,
    }
}

/// `remove-token`. A token that PayWay does not know, or no longer, is gone.
pub async fn remove(config: &Config, identity: &Identity, token: &ProviderToken, now: Millis) -> bool {
    let Some(settings) = &config.payway else { return false };
    let Some(pwt) = open(config, identity, token) else {
        note("PayWay: a token cannot be opened", &[]);
        return false;
    };
    let request = TokenRequest::Remove { ctid: ctid(config, identity), pwt };
    match post_raw(settings, request.path(), &request.body(&settings.merchant, now)).await {
        Some(reply) if reply.code == PaywayCode::Success || reply.code.is_absent() => true,
        Some(reply) => {
            note(reply.code.advice(), &reply.fields);
            false
        }
        None => false,
    }
}

/// `renew-expired-account-token`. Errors: what the partner is told.
pub async fn renew(
    config: &Config,
    identity: &Identity,
    attempt: &str,
    token: &ProviderToken,
    now: Millis,
) -> Result<(), Code> {
    let settings = config.payway.as_ref().ok_or(Code::ProviderNotOffered)?;
    let request_id = RequestId::parse(attempt).ok_or(Code::Internal)?;
    let pwt = open(config, identity, token).ok_or(Code::Internal)?;
    let request = TokenRequest::Renew { ctid: ctid(config, identity), request_id, pwt };
    post(settings, request.path(), &request.body(&settings.merchant, now)).await.map(drop)
}

fn outcome(config: &Config, identity: &Identity, details: Details) -> Option<PollOutcome> {
    let ctid = ctid(config, identity);
    if details.ctid != ctid {
        return None;
    }
    let standing = match details.status {
        TokenStatus::Removed => return Some(PollOutcome::Removed),
        TokenStatus::Active => AccountStatus::Active,
        TokenStatus::Frozen => AccountStatus::Frozen,
    };
    let pwt = details.pwt?;
    let fingerprint = config.keyed("payway-token", &[ctid.as_str(), pwt.expose()]);
    let name = sealed_for(config, identity);
    let sealed = seal::seal(&config.registry_keys, &name, crate::random().ok()?, pwt.expose()).ok()?;
    let account = MaskedAccount {
        masked: format!("•••• {}", details.last_digits),
        currencies: Some(details.currency).filter(|currency| !currency.is_empty()).into_iter().collect(),
        status: standing,
    };
    let token = ProviderToken { sealed, fingerprint };
    let (accounts, valid_until) = (vec![account], details.expires_at);
    Some(PollOutcome::Account(ProviderAccount { standing, links: true, accounts, valid_until, token }))
}

fn open(config: &Config, identity: &Identity, token: &ProviderToken) -> Option<Secret> {
    let text = seal::open(&config.registry_keys, &sealed_for(config, identity), &token.sealed).ok()?;
    Some(Secret::new(text.as_str()))
}

fn sealed_for(config: &Config, identity: &Identity) -> String {
    format!("payway-token/{}", keys::link(config, identity))
}

/// A call that must succeed.
async fn post(settings: &Payway, path: &str, body: &str) -> Result<Reply, Code> {
    let reply = post_raw(settings, path, body).await.ok_or(Code::ProviderFailed)?;
    match reply.code.problem() {
        None => Ok(reply),
        Some(problem) => {
            note(reply.code.advice(), &reply.fields);
            Err(problem)
        }
    }
}

/// A call; `None` if nothing came that can be read.
async fn post_raw(settings: &Payway, path: &str, body: &str) -> Option<Reply> {
    let url = format!("{}{path}", settings.url.as_str().trim_end_matches('/'));
    let outbound = Outbound { method: "POST", url: &url, headers: Vec::new(), body, time_limit: TIME_LIMIT };
    // Its code says more than its status; but a redirect says nothing.
    let reply = exchange(outbound).await.filter(|answer| !(300..400).contains(&answer.status));
    let reply = reply.and_then(|answer| Reply::parse(&answer.text));
    if reply.is_none() {
        note("PayWay: no answer, or none that can be read", &[]);
    }
    reply
}

fn note(what: &'static str, fields: &[String]) {
    log::write(&log::Line::Provider { provider: Provider::Payway, what, fields });
}
