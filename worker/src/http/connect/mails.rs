//! Sending a code, and reading one that was typed.

use crate::config::Config;
use crate::core::account::{Mails, Purpose, Sent};
use crate::core::mail::Mail;
use crate::core::mail_texts::{self, Words};
use crate::error::Failure;
use crate::http::connect::visit::Visit;
use crate::object::account;
use crate::store::keys;
use account_link_shared::cabital::models::Email;
use account_link_shared::id::FlowId;
use account_link_shared::problem::Code;
use account_link_shared::secret::Secret;

/// Mails a code of that purpose for the visit's flow.
pub async fn send(visit: &Visit, email: &Email, purpose: Purpose, on_request: bool) -> Result<Sent, Failure> {
    let config = &visit.context.config;
    let flow = &visit.flow.id;
    let code = code()?;
    let label = visit.flow.request.user_label.as_deref();
    let words = Words { locale: visit.flow.request.locale, partner: &visit.partner.name, label };
    let id = || crate::random::<16>().map(|bytes| format!("mail_{}", hex::encode(bytes)));
    let mail = |text: mail_texts::Text, id: String| Mail {
        to: email.as_str().to_owned(),
        subject: text.subject,
        text: text.text,
        html: text.html,
        id,
    };
    let mails = match purpose {
        Purpose::Onboard => {
            Mails { code: mail(words.onboard(&code), id()?), known: Some(mail(words.known(), id()?)) }
        }
        Purpose::Confirm => Mails { code: mail(words.confirm(&code), id()?), known: None },
    };
    let hash = keys::code_hash(config, flow.as_str(), email, &code);
    let name = keys::account(config, email);
    account::send_code(&visit.context.env, &name, flow, purpose, on_request, hash, mails).await
}

/// The hash of a typed code: six digits, spaces and hyphens taken out; other digits than ASCII are folded by the
/// page, not here.
pub fn typed(config: &Config, flow: &FlowId, email: &Email, code: &Secret) -> Result<String, Failure> {
    let digits: String = code.expose().chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    if digits.len() != 6 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(Code::CodeWrong.into());
    }
    Ok(keys::code_hash(config, flow.as_str(), email, &digits))
}

/// Six digits, evenly distributed.
fn code() -> Result<String, Failure> {
    let number = u64::from_be_bytes(crate::random()?).checked_rem(1_000_000).unwrap_or_default();
    Ok(format!("{number:06}"))
}
