//! Rules for a new password (docs/SECURITY.md, "Passwords").

use account_link_shared::error_code::Code;

/// Fewest characters.
pub const MIN_CHARACTERS: usize = 10;
/// Most bytes.
pub const MAX_BYTES: usize = 128;

/// Checks a new password. Spaces and every script are welcome; no rule on kinds of characters. `common`: those that are
/// guessed first, one a line, lower case.
pub fn check(password: &str, common: &str) -> Result<(), Code> {
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
    if monotone || common.lines().any(|common| common == folded) {
        return Err(Code::PasswordCommon);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const COMMON: &str = include_str!("../../common-passwords.txt");

    #[test]
    fn length_is_counted_in_characters_and_bounded_in_bytes() {
        assert_eq!(check("short pass", COMMON), Ok(()));
        assert_eq!(check("too short", COMMON), Err(Code::PasswordTooShort));
        assert_eq!(check("ពាក្យសម្ងាត់ល្អ", COMMON), Ok(()));
        assert_eq!(check(&"é".repeat(65), COMMON), Err(Code::PasswordTooLong));
    }

    #[test]
    fn well_known_ones_are_refused() {
        for common in ["1234567890", "Password123", "qwertyuiop", "Kolokolchik", "aaaaaaaaaaaa"] {
            assert_eq!(check(common, COMMON), Err(Code::PasswordCommon), "{common}");
        }
    }

    /// OWASP ASVS 5, 6.2.4: at least three thousand that the other rules would let through.
    #[test]
    fn there_are_enough_of_them_and_each_can_be_met() {
        let short = |line: &str| line.chars().count() < MIN_CHARACTERS || line != line.to_ascii_lowercase();
        assert_eq!(COMMON.lines().find(|line| short(line)), None);
        assert!(COMMON.lines().count() >= 3_000);
    }
}
