//! English.

use super::Texts;

/// The texts.
pub const TEXTS: Texts = Texts {
    choose: "Your account at Acme",
    linked: "{partner} asks {provider} to link the account of member {member}.",
    private: "You log in at {provider}. {partner} never sees your password, only the last digits of the account.",
    control: "Nothing is linked until you agree at {provider}.",
    declined: "You did not agree at {provider}.",
};
