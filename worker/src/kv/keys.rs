//! Every name in one place: KV keys and Durable Object names. No name holds an address or a user's reference.

use crate::config::Config;
use crate::domain::polling::OpenIn;
use account_link_shared::email::Email;
use account_link_shared::id::{AccountUuid, CaseId, FlowId, Nonce, PartnerKey};
use account_link_shared::link::Identity;
use account_link_shared::providers::Provider;

/// The object of a link, and its key in `LINKS`: HMAC of partner, reference and provider.
pub fn link(config: &Config, identity: &Identity) -> String {
    let parts = [identity.partner.as_str(), identity.user_ext_ref.as_str(), identity.provider.key()];
    config.keyed("link", &parts)
}

/// The key of a link's status in KV `LINKS`.
pub fn link_status(name: &str) -> String {
    format!("link/{name}")
}

/// The object of an account: HMAC of the address.
pub fn account(config: &Config, email: &Email) -> String {
    config.keyed("account", &[email.as_str()])
}

/// The index entry of an `account_uuid`.
pub fn index_of_account(uuid: &AccountUuid) -> String {
    format!("account_uuid/{uuid}")
}

/// The index entry of an attempt, by the id under which the provider knows it.
pub fn index_of_attempt(provider: Provider, id: &str) -> String {
    format!("attempt/{}/{id}", provider.key())
}

/// The index entry of a link's signature where the link leaves the provider to the user: which flow opened it.
pub fn index_of_signature(signature: &str) -> String {
    format!("signature/{signature}")
}

/// The index entry of the token by which a provider's page leads back.
pub fn index_of_return(token: &str) -> String {
    format!("return/{token}")
}

/// The index entry of a re-binding's id: which signature used it. One for all partners, since all of them are one
/// integrator to the provider.
pub fn index_of_rebind(provider: Provider, id: &str) -> String {
    format!("rebind/{}/{id}", provider.key())
}

/// Whether a text may be a token that we made as a keyed name: nothing else is looked for.
pub fn is_token(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

/// The token by which a provider's page leads back to a link, for that generation of our names for its user.
pub fn return_token(config: &Config, link: &str, subject_generation: u32) -> String {
    config.keyed("provider-return", &[link, &subject_generation.to_string()])
}

/// A ticket of a flow to its provider's page.
pub fn ticket(config: &Config, flow: &FlowId, number: u32, way: OpenIn) -> String {
    let way = match way {
        OpenIn::NewTab => "tab",
        OpenIn::SameWindow => "top",
    };
    config.keyed("portal-ticket", &[flow.as_str(), &number.to_string(), way])
}

/// What is secret in the URL that a provider calls.
pub fn callback_secret(config: &Config, provider: Provider) -> String {
    config.keyed("provider-callback", &[provider.key()])
}

/// The index entry of a KYC case, by our id of it.
pub fn index_of_case(external: &CaseId) -> String {
    format!("case/{external}")
}

/// The token by which the mail about a linking undoes it.
pub fn unlink_token(config: &Config, uuid: &AccountUuid) -> String {
    config.keyed("unlink", &[uuid.as_str()])
}

/// The index entry of such a token: not the token itself.
pub fn index_of_unlink(config: &Config, token: &str) -> String {
    format!("unlink/{}", config.keyed("unlink-index", &[token]))
}

/// The name under which the keys of an account's authenticator app are sealed.
pub fn second_factor(account: &str) -> String {
    format!("second-factor/{account}")
}

/// What a recovery code of an app's key is made of: 32 bytes.
pub fn recovery_code(config: &Config, account: &str, seed: &str, number: usize) -> Vec<u8> {
    let hex = config.keyed("recovery-code", &[account, seed, &number.to_string()]);
    hex::decode(hex).unwrap_or_default()
}

/// How a recovery code is kept and compared: bound to its account.
pub fn recovery_hash(config: &Config, account: &str, code: &str) -> String {
    config.keyed("recovery", &[account, code])
}

/// The object that remembers which webhooks of CaaS were heard: one of 16 shards. No partner's key has a slash.
pub fn webhook_seen(nonce: &Nonce) -> String {
    let shard: String = nonce.as_str().chars().take(1).collect();
    format!("/caas/{shard}")
}

/// The object that remembers a partner's nonces: one of 16 shards.
pub fn nonces(config: &Config, partner: &PartnerKey, nonce: &str) -> String {
    let shard: String = config.keyed("nonce-shard", &[nonce]).chars().take(1).collect();
    format!("{partner}/{shard}")
}

/// How a mailed code is kept and compared: bound to its flow and its address.
pub fn code_hash(config: &Config, flow: &str, email: &Email, code: &str) -> String {
    config.keyed("code", &[flow, email.as_str(), code])
}
