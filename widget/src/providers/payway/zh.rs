//! Chinese.

use super::Texts;

/// The texts.
pub const TEXTS: Texts = Texts {
    choose: "ABA Mobile 中的账户",
    saved_title: "将您的 {provider} 账户\u{2060}保\u{2060}存到{partner}",
    saved_use: "您付款时，{partner}可以提供此账户供您选择；每笔付款仍需您批准。",
    charge_title: "允许{partner}从您的 {provider} 账户扣款",
    charge_use: "{partner}日后可以从此账户扣款，无需再次征求您的同意。",
    private: "{partner}只会看到账户末几位数字和币种，绝不会看到您的 PIN 码或余额。",
    control: "在您于 ABA Mobile 中批准之前，不会进行任何关联。",
    not_found: "ABA 没有此链接的任何记录。",
    token_invalid: "ABA 已不再识别此账户。",
    domain: "ABA 尚未登记本页面的地址。",
    merchant: "ABA 不认识此商户。",
    flag: "ABA 不允许{partner}以这种方式使用账户。",
    signature: "{provider} 没有接受我们的签名。",
};
