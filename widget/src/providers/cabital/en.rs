//! English.

use super::Texts;

/// The texts.
pub const TEXTS: Texts = Texts {
    choose: "Your Cabital account",
    shared: "{partner} will see your e-mail address and whether your identity has been verified.",
    private: "{partner} never sees your password, your codes or your balance.",
    control: "Nothing is linked until you confirm it with a code.",
};
