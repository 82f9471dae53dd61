//! Times and durations by language. Our own patterns: not every browser has Khmer data.

use super::{Catalogue, fill};
use account_link_shared::locale::Locale;

/// A time of day: `2:05 pm`, `14:05`, `ម៉ោង 14:05`.
pub fn time_of_day(locale: Locale, hours: u32, minutes: u32) -> String {
    match locale {
        Locale::En => {
            let half = if hours < 12 { "am" } else { "pm" };
            let hour = match hours.wrapping_rem(12) {
                0 => 12,
                hour => hour,
            };
            format!("{hour}:{minutes:02} {half}")
        }
        Locale::Zh => format!("{hours}:{minutes:02}"),
        Locale::Km => format!("ម៉ោង {hours}:{minutes:02}"),
    }
}

/// A countdown: `0:42`.
pub fn countdown(seconds: i64) -> String {
    let seconds = seconds.max(0);
    format!("{}:{:02}", seconds.div_euclid(60), seconds.rem_euclid(60))
}

/// A wait in words, rounded up: `30 seconds`, `2 minutes`, `1 hour`.
pub fn wait(texts: &Catalogue, seconds: u32) -> String {
    let (number, one, many) = match seconds {
        0..=1 => (1, texts.second, texts.seconds),
        2..=90 => (seconds, texts.second, texts.seconds),
        91..=5400 => (seconds.div_ceil(60), texts.minute, texts.minutes),
        _ => (seconds.div_ceil(3600), texts.hour, texts.hours),
    };
    fill(if number == 1 { one } else { many }, &[("n", &number.to_string())])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::texts;

    #[test]
    fn times_are_written_as_each_language_writes_them() {
        assert_eq!(time_of_day(Locale::En, 0, 5), "12:05 am");
        assert_eq!(time_of_day(Locale::En, 14, 5), "2:05 pm");
        assert_eq!(time_of_day(Locale::Km, 14, 5), "ម៉ោង 14:05");
        assert_eq!(countdown(42), "0:42");
        assert_eq!(countdown(-3), "0:00");
    }

    #[test]
    fn waits_are_rounded_up() {
        let english = texts(Locale::En);
        assert_eq!(wait(english, 0), "1 second");
        assert_eq!(wait(english, 30), "30 seconds");
        assert_eq!(wait(english, 100), "2 minutes");
        assert_eq!(wait(english, 7000), "2 hours");
        assert_eq!(wait(texts(Locale::Zh), 120), "2 分钟");
    }
}
