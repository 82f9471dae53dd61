//! The mails about a forgotten password, an authenticator app, and what became of a link.

use super::{Text, Words, notice, page, paragraph, with_code};
use account_link_shared::locale::Locale;

impl Words<'_> {
    /// The code that lets a forgotten password be replaced.
    pub fn reset(&self, code: &str) -> Text {
        let (provider, partner) = (self.provider, self.partner);
        let (subject, lines) = match self.locale() {
            Locale::En => (
                format!("{code} resets your {provider} password"),
                [
                    format!("Use this code to choose a new password for your {provider} account, as asked for at {partner}:"),
                    "The code is good for 10 minutes. For a day after the change nothing can be linked with the account, unless an authenticator app is set up.".to_owned(),
                    "If you did not ask for it, ignore this mail and never tell the code to anyone: whoever has it can take over your account.".to_owned(),
                ],
            ),
            Locale::Zh => (
                format!("{code} 用于重置您的 {provider} 密码"),
                [
                    format!("您在 {partner} 申请了重置密码。请使用此验证码为您的 {provider} 账户设置新密码："),
                    "验证码 10 分钟内有效。修改后一天内无法使用该账户进行关联，除非已设置身份验证器。".to_owned(),
                    "如果不是您本人操作，请忽略此邮件，也不要将验证码告诉任何人：得到它的人可以接管您的账户。".to_owned(),
                ],
            ),
            Locale::Km => (
                format!("{code} កំណត់ពាក្យសម្ងាត់ {provider} របស់អ្នកឡើងវិញ"),
                [
                    format!("ប្រើលេខកូដនេះ ដើម្បីជ្រើសពាក្យសម្ងាត់ថ្មីសម្រាប់គណនី {provider} របស់អ្នក ដូចដែលបានស្នើនៅ {partner}៖"),
                    "លេខកូដមានសុពលភាព 10 នាទី។ ក្នុងរយៈពេលមួយថ្ងៃបន្ទាប់ពីការផ្លាស់ប្តូរ មិនអាចភ្ជាប់អ្វីជាមួយគណនីនេះបានទេ លើកលែងតែមានកម្មវិធីផ្ទៀងផ្ទាត់។".to_owned(),
                    "ប្រសិនបើមិនមែនអ្នកទេ សូមកុំអើពើនឹងអ៊ីមែលនេះ ហើយកុំប្រាប់លេខកូដដល់នរណាម្នាក់៖ អ្នកដែលមានវាអាចយកគណនីរបស់អ្នក។".to_owned(),
                ],
            ),
        };
        with_code(self.provider, subject, code, &lines)
    }

    /// The code that comes before an authenticator app is bound.
    pub fn bind(&self, code: &str) -> Text {
        let provider = self.provider;
        let (subject, lines) = match self.locale() {
            Locale::En => (
                format!("{code} sets up an authenticator app"),
                [
                    format!("This code sets up an authenticator app for your {provider} account:"),
                    "From then on the app's codes are what links the account. The code is good for 10 minutes.".to_owned(),
                    "If you are not setting one up right now, do not use it and never tell it to anyone: whoever has it can link your account to theirs.".to_owned(),
                ],
            ),
            Locale::Zh => (
                format!("{code} 用于设置身份验证器"),
                [
                    format!("此验证码用于为您的 {provider} 账户设置身份验证器："),
                    "设置后，关联账户将使用验证器生成的动态码。验证码 10 分钟内有效。".to_owned(),
                    "如果您此刻并未进行设置，请勿使用，也不要告诉任何人：得到它的人可以把您的账户关联到他自己名下。".to_owned(),
                ],
            ),
            Locale::Km => (
                format!("{code} រៀបចំកម្មវិធីផ្ទៀងផ្ទាត់"),
                [
                    format!("លេខកូដនេះរៀបចំកម្មវិធីផ្ទៀងផ្ទាត់សម្រាប់គណនី {provider} របស់អ្នក៖"),
                    "ចាប់ពីពេលនោះ លេខកូដរបស់កម្មវិធីជាអ្វីដែលភ្ជាប់គណនី។ លេខកូដមានសុពលភាព 10 នាទី។".to_owned(),
                    "ប្រសិនបើអ្នកមិនកំពុងរៀបចំទេ សូមកុំប្រើ ហើយកុំប្រាប់នរណាម្នាក់៖ អ្នកដែលមានវាអាចភ្ជាប់គណនីរបស់អ្នកទៅគណនីរបស់គេ។".to_owned(),
                ],
            ),
        };
        with_code(self.provider, subject, code, &lines)
    }

    /// Somebody wanted to reset the password of an address that has no account.
    pub fn unknown(&self) -> Text {
        let provider = self.provider;
        let (subject, lines) = match self.locale() {
            Locale::En => (
                format!("You have no {provider} account"),
                [
                    format!(
                        "You, or somebody else, asked at {} to reset the password of a {provider} account with this address.",
                        self.partner
                    ),
                    "There is none. To open one, go back and choose “Open an account”.".to_owned(),
                    "If it was not you, there is nothing to do.".to_owned(),
                ],
            ),
            Locale::Zh => (
                format!("您没有 {provider} 账户"),
                [
                    format!("您或他人在 {} 尝试重置使用此邮箱的 {provider} 账户密码。", self.partner),
                    "该账户不存在。如需开立，请返回并选择“开立账户”。".to_owned(),
                    "如果不是您本人操作，无需理会。".to_owned(),
                ],
            ),
            Locale::Km => (
                format!("អ្នកមិនមានគណនី {provider} ទេ"),
                [
                    format!(
                        "អ្នក ឬនរណាម្នាក់ បានស្នើនៅ {} ឱ្យកំណត់ពាក្យសម្ងាត់គណនី {provider} ដែលប្រើអ៊ីមែលនេះឡើងវិញ។",
                        self.partner
                    ),
                    "មិនមានគណនីបែបនេះទេ។ ដើម្បីបើកគណនី សូមត្រឡប់ទៅវិញ ហើយជ្រើស «បើកគណនី»។".to_owned(),
                    "ប្រសិនបើមិនមែនអ្នកទេ មិនចាំបាច់ធ្វើអ្វីឡើយ។".to_owned(),
                ],
            ),
        };
        notice(self.provider, subject, &lines)
    }

    /// The password was reset.
    pub fn password_changed(&self) -> Text {
        let provider = self.provider;
        let (subject, lines) = match self.locale() {
            Locale::En => (
                format!("Your {provider} password was changed"),
                [
                    format!("The password of your {provider} account was just reset by a code mailed to this address."),
                    "For a day neither mailed codes nor a newly set up authenticator app can link the account to anything.".to_owned(),
                    "If it was not you: somebody reads your mail. Secure your mailbox, then reset the password again.".to_owned(),
                ],
            ),
            Locale::Zh => (
                format!("您的 {provider} 密码已更改"),
                [
                    format!("您的 {provider} 账户密码刚刚通过发送到此邮箱的验证码重置。"),
                    "一天之内，邮件验证码和新设置的身份验证器都无法用于关联账户。".to_owned(),
                    "如果不是您本人操作：有人能读取您的邮件。请先保护邮箱，再重新重置密码。".to_owned(),
                ],
            ),
            Locale::Km => (
                format!("ពាក្យសម្ងាត់ {provider} របស់អ្នកត្រូវបានផ្លាស់ប្តូរ"),
                [
                    format!("ពាក្យសម្ងាត់គណនី {provider} របស់អ្នកទើបតែត្រូវបានកំណត់ឡើងវិញ ដោយលេខកូដដែលផ្ញើមកអ៊ីមែលនេះ។"),
                    "ក្នុងរយៈពេលមួយថ្ងៃ ទាំងលេខកូដតាមអ៊ីមែល ទាំងកម្មវិធីផ្ទៀងផ្ទាត់ដែលទើបរៀបចំ មិនអាចភ្ជាប់គណនីបានទេ។".to_owned(),
                    "ប្រសិនបើមិនមែនអ្នកទេ៖ មាននរណាម្នាក់អានអ៊ីមែលរបស់អ្នក។ សូមការពារប្រអប់សំបុត្រ រួចកំណត់ពាក្យសម្ងាត់ម្តងទៀត។".to_owned(),
                ],
            ),
        };
        notice(self.provider, subject, &lines)
    }

    /// A new link, and how to undo it.
    pub fn linked(&self, url: &str) -> Text {
        let (provider, partner, whom) = (self.provider, self.partner, self.whom());
        let (subject, said, undo) = match self.locale() {
            Locale::En => (
                format!("Your {provider} account is linked to {partner}"),
                format!("Your {provider} account is now linked to {partner}{whom}."),
                "If it was not you, or you changed your mind, unlink it here:",
            ),
            Locale::Zh => (
                format!("您的 {provider} 账户已关联到 {partner}"),
                format!("您的 {provider} 账户现已关联到 {partner}{whom}。"),
                "如果不是您本人操作，或您改变了主意，请在此解除关联：",
            ),
            Locale::Km => (
                format!("គណនី {provider} របស់អ្នកត្រូវបានភ្ជាប់ទៅ {partner}"),
                format!("គណនី {provider} របស់អ្នកឥឡូវនេះត្រូវបានភ្ជាប់ទៅ {partner}{whom}។"),
                "ប្រសិនបើមិនមែនអ្នក ឬអ្នកប្តូរចិត្ត សូមផ្តាច់វានៅទីនេះ៖",
            ),
        };
        let text = format!("{said}\n\n{undo}\n{url}\n");
        let way = format!("<p style=\"margin:0 0 16px\"><a href=\"{url}\">{url}</a></p>");
        Text {
            subject,
            text,
            html: page(self.provider, &format!("{}{}{way}", paragraph(&said), paragraph(undo))),
        }
    }

    /// The identity check was not passed, so there is no link.
    pub fn rejected(&self) -> Text {
        let (provider, partner, whom) = (self.provider, self.partner, self.whom());
        let (subject, said, next) = match self.locale() {
            Locale::En => (
                format!("Your {provider} account was not linked to {partner}"),
                format!(
                    "Your identity check was not passed, so your {provider} account was not linked to {partner}{whom}."
                ),
                format!("If you have questions, ask {partner}."),
            ),
            Locale::Zh => (
                format!("您的 {provider} 账户未能关联到 {partner}"),
                format!("您的身份核验未通过，因此您的 {provider} 账户未关联到 {partner}{whom}。"),
                format!("如有疑问，请咨询 {partner}。"),
            ),
            Locale::Km => (
                format!("គណនី {provider} របស់អ្នកមិនត្រូវបានភ្ជាប់ទៅ {partner} ទេ"),
                format!(
                    "ការផ្ទៀងផ្ទាត់អត្តសញ្ញាណរបស់អ្នកមិនបានជោគជ័យ ដូច្នេះគណនី {provider} របស់អ្នកមិនត្រូវបានភ្ជាប់ទៅ {partner}{whom} ទេ។"
                ),
                format!("ប្រសិនបើមានសំណួរ សូមសួរ {partner}។"),
            ),
        };
        notice(self.provider, subject, &[said, next])
    }
}
