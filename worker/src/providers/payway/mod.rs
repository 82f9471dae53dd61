//! The client of PayWay (003): signs, sends with limits, reads what comes back, believes our own `ctid` only.

mod settings;

use super::{Call, QrRequest};
use crate::config::error::{ConfigError, Variables};
use crate::domain::polling::{ProviderCredential, ProviderToken};
use crate::domain::reconcile::{PollOutcome, ProviderAccount};
use crate::log;
use crate::outbound::{Outbound, exchange};
use account_link_shared::link::reason::AccountStatus;
use account_link_shared::providers::error::{ProviderError, ProviderErrorKind};
use account_link_shared::providers::payway::canonical::{LINK_ACCOUNT, LinkAccount, TokenRequest};
use account_link_shared::providers::payway::codes::PaywayCode;
use account_link_shared::providers::payway::models::{
    Ctid, Details, Pushback, Reply, RequestId, TokenStatus, callback_url, return_deeplink,
};
use account_link_shared::providers::{Provider, ProviderRequest};
use account_link_shared::qr::Qr;
use account_link_shared::seal;
use account_link_shared::secret::Secret;
use account_link_shared::status::MaskedAccount;
use account_link_shared::url::Strictness;
use settings::Settings;

/// How long PayWay may take, in milliseconds.
const TIME_LIMIT: u32 = 8_000;

/// See the file's head.
pub struct Client;

impl super::Client for Client {
    type Settings = Settings;

    fn settings(variables: &Variables<'_>, strictness: Strictness) -> Result<Option<Settings>, ConfigError> {
        Settings::read(variables, strictness)
    }

    /// `get-token-details` of a QR.
    async fn poll(settings: &Settings, call: &Call<'_>, attempt: &str) -> PollOutcome {
        let Some(request_id) = RequestId::parse(attempt) else { return PollOutcome::Silent };
        let request = TokenRequest::Details { request_id };
        match send(settings, request.path(), &request.body(&settings.merchant, call.now)).await {
            Some(reply) if reply.code == PaywayCode::Success => {
                let outcome = reply.details().and_then(|details| outcome(call, details));
                // Whatever it is, it is not for this link; it may be next time.
                outcome.unwrap_or_else(|| {
                    note("PayWay: details that are not ours or cannot be read", None);
                    PollOutcome::Silent
                })
            }
            Some(reply) if reply.code.is_absent() => PollOutcome::Absent,
            Some(reply) => {
                note(reply.code.advice(), Some(&reply));
                PollOutcome::Silent
            }
            None => PollOutcome::Silent,
        }
    }

    /// `remove-token`. A token that PayWay does not know, or no longer, is gone.
    async fn revoke(settings: &Settings, call: &Call<'_>, token: &ProviderToken) -> bool {
        let Some(pwt) = open(call, token) else {
            note("PayWay: a token cannot be opened", None);
            return false;
        };
        let request = TokenRequest::Remove { ctid: ctid(call), pwt };
        match send(settings, request.path(), &request.body(&settings.merchant, call.now)).await {
            Some(reply) if reply.code == PaywayCode::Success || reply.code.is_absent() => true,
            Some(reply) => {
                note(reply.code.advice(), Some(&reply));
                false
            }
            None => false,
        }
    }

    /// `renew-expired-account-token`.
    async fn renew(
        settings: &Settings,
        call: &Call<'_>,
        credential: &ProviderCredential,
    ) -> Result<(), ProviderError> {
        let ours = || ProviderError::new(ProviderErrorKind::Unavailable, "credential_unreadable");
        let request_id = RequestId::parse(&credential.attempt).ok_or_else(ours)?;
        let pwt = open(call, &credential.token).ok_or_else(ours)?;
        let request = TokenRequest::Renew { ctid: ctid(call), request_id, pwt };
        post(settings, request.path(), &request.body(&settings.merchant, call.now)).await.map(drop)
    }

    fn attempt_id(random: [u8; 12]) -> Option<String> {
        Some(RequestId::ours(random).as_str().to_owned())
    }

    /// `link-account`.
    async fn create_qr(
        settings: &Settings,
        call: &Call<'_>,
        request: QrRequest<'_>,
    ) -> Result<Qr, ProviderError> {
        let ProviderRequest::Payway(asked) = request.request else { return Err(ProviderError::no_answer()) };
        let link_account = LinkAccount {
            ctid: ctid(call),
            request_id: RequestId::parse(request.id).ok_or_else(ProviderError::no_answer)?,
            token_flag: asked.token_flag,
            currency: asked.currency,
            return_deeplink: request.app_return.map(|app| return_deeplink(&app.ios, &app.android)),
            callback_url: callback_url(request.callback_url),
        };
        let reply = post(settings, LINK_ACCOUNT, &link_account.body(&settings.merchant, call.now)).await?;
        let link = reply.link(call.now.seconds()).ok_or_else(ProviderError::no_answer)?;
        let (qr_string, deeplink, expires_at) = (link.qr_string, link.deeplink, link.expires_at);
        Ok(Qr { qr_string, deeplink, expires_at, return_to: asked.return_to })
    }

    fn called_about(body: &str) -> Option<String> {
        Some(Pushback::parse(body)?.request_id.as_str().to_owned())
    }
}

/// The user as we name them to PayWay: HMAC of partner and reference.
fn ctid(call: &Call<'_>) -> Ctid {
    let parts = [call.identity.partner.as_str(), call.identity.user_ext_ref.as_str()];
    Ctid::ours(call.names.keyed_bytes("payway-ctid", &parts))
}

fn outcome(call: &Call<'_>, details: Details) -> Option<PollOutcome> {
    let ctid = ctid(call);
    if details.ctid != ctid {
        return None;
    }
    let status = match details.status {
        TokenStatus::Removed => return Some(PollOutcome::Removed),
        TokenStatus::Active => AccountStatus::Active,
        TokenStatus::Frozen => AccountStatus::Frozen,
    };
    let pwt = details.pwt?;
    let fingerprint = call.names.keyed("payway-token", &[ctid.as_str(), pwt.expose()]);
    let sealed =
        seal::seal(call.sealing_keys, &sealed_for(call), crate::runtime::random().ok()?, pwt.expose())
            .ok()?;
    let account = MaskedAccount {
        masked: format!("•••• {}", details.last_digits),
        currencies: Some(details.currency).filter(|currency| !currency.is_empty()).into_iter().collect(),
        status,
    };
    Some(PollOutcome::Account(ProviderAccount {
        status,
        linkable: true,
        accounts: vec![account],
        valid_until: details.expires_at,
        token: ProviderToken { sealed, fingerprint },
    }))
}

fn open(call: &Call<'_>, token: &ProviderToken) -> Option<Secret> {
    let text = seal::open(call.sealing_keys, &sealed_for(call), &token.sealed).ok()?;
    Some(Secret::new(text.as_str()))
}

fn sealed_for(call: &Call<'_>) -> String {
    format!("payway-token/{}", call.link)
}

/// A call that must succeed.
async fn post(settings: &Settings, path: &str, body: &str) -> Result<Reply, ProviderError> {
    let reply = send(settings, path, body).await.ok_or_else(ProviderError::no_answer)?;
    match reply.error() {
        None => Ok(reply),
        Some(error) => {
            note(reply.code.advice(), Some(&reply));
            Err(error)
        }
    }
}

/// A call; `None` if nothing came that can be read.
async fn send(settings: &Settings, path: &str, body: &str) -> Option<Reply> {
    let url = format!("{}{path}", settings.url.as_str().trim_end_matches('/'));
    let outbound = Outbound { method: "POST", url: &url, headers: Vec::new(), body, time_limit: TIME_LIMIT };
    // Its code says more than its status; but a redirect says nothing.
    let reply = exchange(outbound).await.filter(|answer| !(300..400).contains(&answer.status));
    let reply = reply.and_then(|answer| Reply::parse(&answer.text));
    if reply.is_none() {
        note("PayWay: no answer, or none that can be read", None);
    }
    reply
}

fn note(what: &'static str, reply: Option<&Reply>) {
    let error = reply.and_then(Reply::error);
    log::write(&log::Line::Provider {
        provider: Provider::Payway,
        what,
        fields: reply.map(|reply| reply.fields.as_slice()).unwrap_or_default(),
        code: error.as_ref().and_then(|error| error.code.as_deref()),
        trace_id: error.as_ref().and_then(|error| error.trace_id.as_deref()),
    });
}
