//! What led to an error, as it is logged.

use core::fmt::Display;

/// What led to an error: its text without anything that may be data, as it is logged. The error itself is not kept, because
/// the platform's are bound to its one thread.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Cause(Box<str>);

impl Cause {
    /// Of this error. What a message quotes may be what somebody sent, quotes included: nothing is kept from the first quote to
    /// the last.
    pub fn of(error: &impl Display) -> Self {
        const LONGEST: usize = 200;
        const QUOTES: [char; 3] = ['"', '`', '\''];
        let text = error.to_string();
        let plain = match text.split_once(QUOTES) {
            Some((before, quoted)) => {
                let after = quoted.rsplit_once(QUOTES).map_or("", |(_, after)| after);
                format!("{before}…{after}")
            }
            None => text,
        };
        Self(plain.chars().take(LONGEST).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::Cause;

    #[test]
    fn what_a_cause_quotes_is_not_logged() {
        let error = serde_json::from_str::<u8>(r#""a \" secret""#).unwrap_err();
        assert_eq!(Cause::of(&error).to_string(), "invalid type: string …, expected u8 at line 1 column 13");
        let fields = "unknown field `pass`word`, expected `email` or `code` at line 1";
        assert_eq!(Cause::of(&fields).to_string(), "unknown field … at line 1");
        assert_eq!(Cause::of(&"a quote \"without an end").to_string(), "a quote …");
        assert_eq!(Cause::of(&"nothing quoted").to_string(), "nothing quoted");
    }
}
