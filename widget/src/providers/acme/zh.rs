//! Chinese.

use super::Texts;

/// The texts.
pub const TEXTS: Texts = Texts {
    choose: "您在 Acme 的账户",
    linked: "{partner} 请求 {provider} 关联会员 {member} 的账户。",
    private: "您在 {provider} 登录。{partner} 看不到您的密码，只能看到账号末几位。",
    control: "在您于 {provider} 同意之前，不会关联任何内容。",
    declined: "您未在 {provider} 同意。",
};
