//! What our mails say, in three languages. Each names the partner, the partner's user and the effect.

mod notices;
#[cfg(test)]
mod tests;

use crate::domain::outbox::mail::Mail;
use account_link_shared::locale::Locale;

/// A mail's words.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "the fields of a mail")]
pub struct Text {
    pub subject: String,
    pub text: String,
    pub html: String,
}

impl Text {
    /// A mail of these words; `id` tells it from every other.
    pub fn mail(self, to: &str, id: &str) -> Mail {
        let Self { subject, text, html } = self;
        Mail { to: to.to_owned(), subject, text, html, id: format!("mail_{id}") }
    }
}

/// What the words are about.
#[derive(Debug, Clone, Copy)]
pub struct Words<'a> {
    /// The flow's language; English if it has none.
    pub locale: Option<Locale>,
    /// The name of the provider whose account it is.
    pub provider: &'a str,
    /// The partner's name.
    pub partner: &'a str,
    /// The partner's words for its user.
    pub label: Option<&'a str>,
}

impl Words<'_> {
    /// The code that proves an address.
    pub fn onboard(&self, code: &str) -> Text {
        let (provider, partner, whom) = (self.provider, self.partner, self.whom());
        let (subject, lines) = match self.locale() {
            Locale::En => (
                format!("{code} is your {provider} code"),
                [format!("Use this code to prove that this address is yours and to open a {provider} account:"),
                 format!("With it the new account can be linked to {partner}{whom}. The code is good for 10 minutes."),
                 "If you did not ask for it, ignore this mail: nothing happens without the code. Never tell it to anyone: whoever has it can link your account to theirs.".to_owned()],
            ),
            Locale::Zh => (
                format!("{code} 是您的 {provider} 验证码"),
                [format!("请使用此验证码确认该邮箱属于您，并开立 {provider} 账户："),
                 format!("凭此验证码，新账户可关联到 {partner}{whom}。验证码 10 分钟内有效。"),
                 "如果不是您本人操作，请忽略此邮件：没有验证码，什么都不会发生。请勿将验证码告诉任何人：得到它的人可以把您的账户关联到他自己名下。".to_owned()],
            ),
            Locale::Km => (
                format!("{code} គឺជាលេខកូដ {provider} របស់អ្នក"),
                [format!("ប្រើលេខកូដនេះ ដើម្បីបញ្ជាក់ថាអ៊ីមែលនេះជារបស់អ្នក ហើយបើកគណនី {provider}៖"),
                 format!("ជាមួយលេខកូដនេះ គណនីថ្មីអាចភ្ជាប់ទៅ {partner}{whom}។ លេខកូដមានសុពលភាព 10 នាទី។"),
                 "ប្រសិនបើមិនមែនអ្នកទេ សូមកុំអើពើនឹងអ៊ីមែលនេះ៖ គ្មានអ្វីកើតឡើងទេបើគ្មានលេខកូដ។ កុំប្រាប់លេខកូដដល់នរណាម្នាក់៖ អ្នកដែលមានវាអាចភ្ជាប់គណនីរបស់អ្នកទៅគណនីរបស់គេ។".to_owned()],
            ),
        };
        with_code(self.provider, subject, code, &lines)
    }

    /// The code of the second step: it links.
    pub fn confirm(&self, code: &str) -> Text {
        let (provider, partner, whom) = (self.provider, self.partner, self.whom());
        let (subject, lines) = match self.locale() {
            Locale::En => (
                format!("{code} links your {provider} account to {partner}"),
                [
                    format!("This code links your {provider} account to {partner}{whom}:"),
                    format!(
                        "{partner} will see your e-mail address and may use the linked account. The code is good for 10 minutes."
                    ),
                    format!(
                        "If you are not linking anything at {partner} right now, do not use it and never tell it to anyone: whoever has it can link your account to theirs."
                    ),
                ],
            ),
            Locale::Zh => (
                format!("{code} 将把您的 {provider} 账户关联到 {partner}"),
                [
                    format!("此验证码会将您的 {provider} 账户关联到 {partner}{whom}："),
                    format!("{partner} 将看到您的邮箱地址，并可使用已关联的账户。验证码 10 分钟内有效。"),
                    format!(
                        "如果您此刻并未在 {partner} 进行关联，请勿使用，也不要告诉任何人：得到它的人可以把您的账户关联到他自己名下。"
                    ),
                ],
            ),
            Locale::Km => (
                format!("{code} ភ្ជាប់គណនី {provider} របស់អ្នកទៅ {partner}"),
                [
                    format!("លេខកូដនេះភ្ជាប់គណនី {provider} របស់អ្នកទៅ {partner}{whom}៖"),
                    format!("{partner} នឹងឃើញអ៊ីមែលរបស់អ្នក ហើយអាចប្រើគណនីដែលបានភ្ជាប់។ លេខកូដមានសុពលភាព 10 នាទី។"),
                    format!(
                        "ប្រសិនបើអ្នកមិនកំពុងភ្ជាប់អ្វីនៅ {partner} ទេ សូមកុំប្រើ ហើយកុំប្រាប់នរណាម្នាក់៖ អ្នកដែលមានវាអាចភ្ជាប់គណនីរបស់អ្នកទៅគណនីរបស់គេ។"
                    ),
                ],
            ),
        };
        with_code(self.provider, subject, code, &lines)
    }

    /// Somebody wanted to open an account with an address that has one.
    pub fn known(&self) -> Text {
        let (provider, partner) = (self.provider, self.partner);
        let (subject, lines) = match self.locale() {
            Locale::En => (
                format!("You already have a {provider} account"),
                [
                    format!(
                        "You, or somebody else, tried to open a {provider} account with this address at {partner}."
                    ),
                    "You already have one: go back and choose “Log in”.".to_owned(),
                    "If it was not you, there is nothing to do.".to_owned(),
                ],
            ),
            Locale::Zh => (
                format!("您已有 {provider} 账户"),
                [
                    format!("您或他人在 {partner} 尝试使用此邮箱开立 {provider} 账户。"),
                    "您已经有账户了：请返回并选择“登录”。".to_owned(),
                    "如果不是您本人操作，无需理会。".to_owned(),
                ],
            ),
            Locale::Km => (
                format!("អ្នកមានគណនី {provider} រួចហើយ"),
                [
                    format!("អ្នក ឬនរណាម្នាក់ បានព្យាយាមបើកគណនី {provider} ដោយប្រើអ៊ីមែលនេះនៅ {partner}។"),
                    "អ្នកមានគណនីរួចហើយ៖ សូមត្រឡប់ទៅវិញ ហើយជ្រើស «ចូល»។".to_owned(),
                    "ប្រសិនបើមិនមែនអ្នកទេ មិនចាំបាច់ធ្វើអ្វីឡើយ។".to_owned(),
                ],
            ),
        };
        notice(self.provider, subject, &lines)
    }

    pub(super) fn locale(&self) -> Locale {
        self.locale.unwrap_or(Locale::En)
    }

    pub(super) fn whom(&self) -> String {
        match (self.label, self.locale()) {
            (None, _) => String::new(),
            (Some(label), Locale::En) => format!(", for “{label}”"),
            (Some(label), Locale::Zh) => format!("（用户“{label}”）"),
            (Some(label), Locale::Km) => format!(" សម្រាប់ «{label}»"),
        }
    }
}

pub(super) fn with_code(provider: &str, subject: String, code: &str, lines: &[String; 3]) -> Text {
    let [first, second, third] = lines;
    let text = format!("{first}\n\n    {code}\n\n{second}\n\n{third}\n");
    let shown =
        format!("<p style=\"font-size:32px;letter-spacing:6px;font-weight:600;margin:24px 0\">{code}</p>");
    let html =
        page(provider, &format!("{}{shown}{}{}", paragraph(first), paragraph(second), paragraph(third)));
    Text { subject, text, html }
}

/// A mail without a code.
pub(super) fn notice(provider: &str, subject: String, lines: &[String]) -> Text {
    let html: String = lines.iter().map(|line| paragraph(line)).collect();
    Text { subject, text: lines.join("\n\n"), html: page(provider, &html) }
}

pub(super) fn paragraph(line: &str) -> String {
    let escaped = line.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    format!("<p style=\"margin:0 0 16px\">{escaped}</p>")
}

pub(super) fn page(provider: &str, body: &str) -> String {
    format!(
        "<!doctype html><meta charset=\"utf-8\"><body style=\"margin:0;padding:32px;overflow-wrap:anywhere;max-width:480px;\
         font:16px/1.5 system-ui,'Noto Sans Khmer','Noto Sans SC',sans-serif;color:#1a1f24\">{body}\
         <p style=\"margin:32px 0 0;color:#5b6570;font-size:13px\">{provider} · Account Link</p>"
    )
}
