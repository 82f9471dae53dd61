//! Sending a code, and reading one that was typed.

use crate::config::Config;
use crate::domain::account::{Mails, Purpose, SecondFactor, Sent, SubmittedCode};
use crate::domain::flow::Stage;
use crate::domain::mail_texts::{Text, Words};
use crate::domain::outbox::mail::Mail;
use crate::durable::account;
use crate::error::ApiError;
use crate::kv::keys;
use crate::routes::connect::session::FlowContext;
use account_link_shared::email::Email;
use account_link_shared::error_code::Code;
use account_link_shared::id::FlowId;
use account_link_shared::secret::Secret;

/// Mails a code of that purpose for the visit's flow.
pub async fn send(
    session: &FlowContext,
    email: &Email,
    purpose: Purpose,
    on_request: bool,
) -> Result<Sent, ApiError> {
    let config = &session.context.config;
    let flow = &session.flow.id;
    let code = code()?;
    let words = words(session);
    let (text, other) = match purpose {
        Purpose::Onboard => (words.onboard(&code), Some(words.known())),
        Purpose::Reset => (words.reset(&code), Some(words.unknown())),
        Purpose::Confirm => (words.confirm(&code), None),
        Purpose::Bind => (words.bind(&code), None),
    };
    let other = other.map(|text| mail(email, text)).transpose()?;
    let mails = Mails { code: mail(email, text)?, other };
    let hash = keys::code_hash(config, flow.as_str(), email, &code);
    let name = keys::account(config, email);
    account::send_code(&session.context.env, &name, flow, purpose, on_request, hash, mails).await
}

/// The words of a mail in the flow's language.
pub fn words(session: &FlowContext) -> Words<'_> {
    let label = session.flow.request.user_label.as_deref();
    let provider = session.flow.provider().unwrap_or_default().name();
    Words { locale: session.flow.request.locale, provider, partner: &session.partner.name, label }
}

/// A mail to an address.
pub fn mail(email: &Email, text: Text) -> Result<Mail, ApiError> {
    Ok(text.mail(email.as_str(), &hex::encode(crate::runtime::random::<16>()?)))
}

/// The hash of a typed code: six digits, spaces and hyphens taken out; other digits than ASCII are folded by the
/// page, not here.
pub fn submitted(config: &Config, flow: &FlowId, email: &Email, code: &Secret) -> Result<String, ApiError> {
    let digits = plain(code);
    if !is_code(&digits) {
        return Err(Code::CodeWrong.into());
    }
    Ok(keys::code_hash(config, flow.as_str(), email, &digits))
}

/// A typed code in each of its readings; `recovery`: a recovery code may be one as well.
pub fn readings(
    session: &FlowContext,
    email: &Email,
    code: &Secret,
    recovery: bool,
) -> Result<SubmittedCode, ApiError> {
    let config = &session.context.config;
    let code = plain(code);
    let fits = is_code(&code) || (recovery && code.len() == RECOVERY);
    if !fits {
        return Err(Code::CodeWrong.into());
    }
    let mailed = matches!(&session.flow.stage, Stage::Confirm(holder) if holder.is_mailed());
    Ok(SubmittedCode {
        hash: keys::code_hash(config, session.flow.id.as_str(), email, &code),
        recovery: keys::recovery_hash(config, &keys::account(config, email), &code),
        code: Secret::new(code),
        request: session.write_id()?,
        factor: if mailed { SecondFactor::Mail } else { SecondFactor::Totp },
    })
}

/// Letters of a recovery code: fifty random bits.
pub const RECOVERY: usize = 10;

fn plain(code: &Secret) -> String {
    let plain = code.expose().chars().filter(|c| !c.is_whitespace() && *c != '-');
    plain.map(|c| c.to_ascii_lowercase()).collect()
}

fn is_code(text: &str) -> bool {
    text.len() == 6 && text.bytes().all(|b| b.is_ascii_digit())
}

/// Six digits, evenly distributed.
fn code() -> Result<String, ApiError> {
    let number = u64::from_be_bytes(crate::runtime::random()?).checked_rem(1_000_000).unwrap_or_default();
    Ok(format!("{number:06}"))
}
