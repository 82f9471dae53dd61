//! English.

use super::Texts;

/// The texts.
pub const TEXTS: Texts = Texts {
    choose: "An account in ABA Mobile",
    saved_title: "Save your {provider} account at {partner}",
    saved_use: "{partner} may offer this account when you pay. Every payment still needs your approval.",
    charge_title: "Let {partner} charge your {provider} account",
    charge_use: "{partner} may charge this account later without asking you again.",
    private: "{partner} sees the last digits of the account and its currency, never your PIN or your balance.",
    control: "Nothing is linked until you approve it in ABA Mobile.",
    not_found: "ABA knows nothing about this link.",
    token_invalid: "ABA no longer knows this account.",
    domain: "ABA does not know the address of this page yet.",
    merchant: "ABA does not know this shop.",
    flag: "ABA does not let {partner} use accounts in this way.",
    signature: "{provider} did not accept our signature.",
};
