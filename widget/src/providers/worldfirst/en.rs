//! English.

use super::Texts;

/// The texts.
pub const TEXTS: Texts = Texts {
    choose: "Receiving accounts for your store",
    replace_title: "Replace your {provider} accounts at {partner}",
    open_use: "{partner} asks {provider} to open receiving accounts in {currency} for the store “{store}” ({host}).",
    replace_use: "They take the place of the accounts that are linked now.",
    private: "You log in at {provider}. {partner} never sees your password, only the last digits and the currencies of the accounts.",
    control: "Nothing is linked until you agree at {provider}.",
    currency_exists: "{provider} already has an account in one of these currencies.",
    currency_unsupported: "{provider} does not offer one of these currencies.",
    request_seen: "{provider} has seen this request before.",
    account_exists: "{provider} says that you have such an account already.",
    signature: "{provider} did not accept our signature.",
};
