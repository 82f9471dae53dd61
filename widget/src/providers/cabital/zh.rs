//! Chinese.

use super::Texts;

/// The texts.
pub const TEXTS: Texts = Texts {
    choose: "您的 Cabital 账户",
    shared: "{partner}将看到您的电子邮箱地址，以及您的身份是否已通过验证。",
    private: "{partner}绝不会看到您的密码、验证码或余额。",
    control: "在您用验证码确认之前，不会进行任何关联。",
};
