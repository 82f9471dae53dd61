//! The callback to a partner: signed by the rule of 001 and by Standard Webhooks (docs/PROTOCOL.md).

use crate::domain::outbox::callback::{Callback, TIME_LIMIT};
use crate::outbound::{Outbound, send};
use account_link_shared::access_auth::ApiText;
use account_link_shared::callback::webhook_content;
use account_link_shared::partner::Partner;
use account_link_shared::signature::HmacSha256;
use account_link_shared::time::Seconds;

/// Sends one attempt and gives the status answered.
pub async fn attempt(partner: &Partner, queued: &Callback, now: Seconds) -> Option<u16> {
    let method = partner.callback_method.text();
    let headers = headers(partner, queued, now);
    let url = partner.callback_url.as_str();
    send(Outbound { method, url, headers, body: &queued.body, time_limit: TIME_LIMIT }).await
}

/// The headers over the bytes sent.
fn headers(partner: &Partner, queued: &Callback, now: Seconds) -> Vec<(&'static str, String)> {
    let path = partner.callback_url.path_and_query();
    let text = ApiText::new(now, partner.callback_method.text(), None, &path, &queued.body);
    let signer = |secret: &account_link_shared::secret::Secret| HmacSha256::new(secret.expose().as_bytes());
    let content = webhook_content(&queued.event, now, &queued.body);
    let webhook: Vec<String> =
        partner.secrets.iter().map(|key| format!("v1,{}", signer(&key.secret).sign(&content))).collect();
    let mut headers = vec![
        ("access-key", partner.key.to_string()),
        ("access-timestamp", now.get().to_string()),
        ("access-sign", signer(&partner.secrets.active().secret).sign(text.as_str())),
        ("webhook-id", queued.event.to_string()),
        ("webhook-timestamp", now.get().to_string()),
        ("webhook-signature", webhook.join(" ")),
        ("link-sequence", queued.sequence.to_string()),
    ];
    // A header cannot hold every text: `state` is percent-encoded where it is not plain, so that whoever finds a
    // `%` in it decodes it.
    headers.extend(queued.link_state.as_deref().map(|state| ("link-state", header_text(state))));
    headers
}

fn header_text(text: &str) -> String {
    let plain = text.bytes().all(|b| (0x20..0x7f).contains(&b) && b != b'%');
    if plain && text.trim() == text {
        return text.to_owned();
    }
    account_link_shared::percent::percent_encode(text)
}
