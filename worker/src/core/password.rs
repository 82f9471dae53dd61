//! Rules for a new password (SECURITY, "Passwords").

use account_link_shared::problem::Code;

/// Fewest characters.
pub const MIN_CHARACTERS: usize = 10;
/// Most bytes.
pub const MAX_BYTES: usize = 128;

/// Common passwords of ten characters and more, one a line, lower case.
const COMMON: &str = include_str!("common_passwords.txt");

/// Checks a new password. Spaces and every script are welcome; no rule on kinds of characters.
pub fn check(password: &str) -> Result<(), Code> {
    if password.len() > MAX_BYTES {
        return Err(Code::PasswordTooLong);
    }
    if password.chars().count() < MIN_CHARACTERS {
        return Err(Code::PasswordTooShort);
    }
    let folded = password.to_ascii_lowercase();
    let mut characters = folded.chars();
    let first = characters.next();
    let monotone = characters.all(|c| Some(c) == first);
    if monotone || COMMON.lines().any(|common| common == folded) {
        return Err(Code::PasswordCommon);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn length_is_counted_in_characters_and_bounded_in_bytes() {
        assert_eq!(check("short pass"), Ok(()));
        assert_eq!(check("too short"), Err(Code::PasswordTooShort));
        assert_eq!(check("ពាក្យសម្ងាត់ល្អ"), Ok(()));
        assert_eq!(check(&"é".repeat(65)), Err(Code::PasswordTooLong));
    }

    #[test]
    fn well_known_ones_are_refused() {
        for common in ["1234567890", "Password123", "qwertyuiop", "aaaaaaaaaaaa"] {
            assert_eq!(check(common), Err(Code::PasswordCommon), "{common}");
        }
    }
}
