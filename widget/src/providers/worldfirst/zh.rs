//! Chinese.

use super::Texts;

/// The texts.
pub const TEXTS: Texts = Texts {
    choose: "您店铺的收款账户",
    replace_title: "更换您在{partner}的 {provider} 账户",
    open_use: "{partner}请求 {provider} 为店铺“{store}”（{host}）开立 {currency} 收款账户。",
    replace_use: "它们将取代目前已关联的账户。",
    private: "您在 {provider} 登录。{partner}绝不会看到您的密码，只会看到账户末几位数字和币种。",
    control: "在您于 {provider} 同意之前，不会进行任何关联。",
    currency_exists: "{provider} 已有其中某个币种的账户。",
    currency_unsupported: "{provider} 不支持其中某个币种。",
    request_seen: "{provider} 此前已收到过此请求。",
    account_exists: "{provider} 表示您已有此类账户。",
    signature: "{provider} 没有接受我们的签名。",
};
