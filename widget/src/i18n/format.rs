//! Times and durations by language. Our own patterns: not every browser has Khmer data.

use super::{fill, texts};
use account_link_shared::locale::Locale;

/// A time of day: `2:05 pm`, `14:05`, `ម៉ោង ១៤:០៥`.
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
        Locale::Km => digits(locale, &format!("ម៉ោង {hours}:{minutes:02}")),
    }
}

/// A date with a time of day: `7 November, 2:05 pm`, `11月7日 14:05`, `ថ្ងៃទី ៧ ខែវិច្ឆិកា ម៉ោង ១៤:០៥`.
pub fn moment(locale: Locale, [_, month, day, hours, minutes]: [u32; 5]) -> String {
    let texts = &texts(locale).account;
    let before = usize::try_from(month.saturating_sub(1)).unwrap_or_default();
    let month = texts.months.split(' ').nth(before).unwrap_or_default();
    let day = number(locale, day);
    let time = time_of_day(locale, hours, minutes);
    let text = fill(texts.moment, &[("day", &day), ("month", month), ("time", &time)]);
    if locale == Locale::Zh { unbroken(&text) } else { text }
}

/// Chinese lines end after any character, in the middle of a date too: word joiners keep it together.
fn unbroken(text: &str) -> String {
    text.chars().map(|c| if c == ' ' { '\u{a0}' } else { c }).flat_map(|c| ['\u{2060}', c]).skip(1).collect()
}

/// A number's digits as the language writes them.
fn digits(locale: Locale, text: &str) -> String {
    let khmer = |c: char| c.to_digit(10).and_then(|d| char::from_u32(d.saturating_add(0x17e0))).unwrap_or(c);
    if locale == Locale::Km { text.chars().map(khmer).collect() } else { text.to_owned() }
}

/// A number.
pub fn number(locale: Locale, number: u32) -> String {
    digits(locale, &number.to_string())
}

/// A countdown: `0:42`, `០:៤២`.
pub fn countdown(locale: Locale, seconds: i64) -> String {
    let seconds = seconds.max(0);
    digits(locale, &format!("{}:{:02}", seconds.div_euclid(60), seconds.rem_euclid(60)))
}

/// A wait in words, rounded up: `30 seconds`, `2 minutes`, `1 hour`.
pub fn wait(locale: Locale, seconds: u32) -> String {
    let texts = texts(locale);
    let (number, one, many) = match seconds {
        0..=1 => (1, texts.second, texts.seconds),
        2..=90 => (seconds, texts.second, texts.seconds),
        91..=5400 => (seconds.div_ceil(60), texts.minute, texts.minutes),
        _ => (seconds.div_ceil(3600), texts.hour, texts.hours),
    };
    fill(if number == 1 { one } else { many }, &[("n", &self::number(locale, number))])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_as_each_language_writes_them() {
        assert_eq!(time_of_day(Locale::En, 0, 5), "12:05 am");
        assert_eq!(time_of_day(Locale::En, 14, 5), "2:05 pm");
        assert_eq!(time_of_day(Locale::Km, 14, 5), "ម៉ោង ១៤:០៥");
        let at = [2026, 11, 7, 14, 5];
        assert_eq!(moment(Locale::En, at), "7 November, 2:05 pm");
        let chinese = moment(Locale::Zh, at);
        assert_eq!(chinese.replace('\u{2060}', ""), "11月7日\u{a0}14:05");
        assert!(
            chinese.split('\u{2060}').all(|part| part.chars().count() == 1),
            "the line ends nowhere in it"
        );
        assert_eq!(moment(Locale::Km, at), "ថ្ងៃទី ៧ ខែវិច្ឆិកា ម៉ោង ១៤:០៥");
        for locale in Locale::ALL {
            assert_eq!(texts(locale).account.months.split(' ').count(), 12);
        }
        assert_eq!(countdown(Locale::En, 42), "0:42");
        assert_eq!(countdown(Locale::Km, 139), "២:១៩");
        assert_eq!(countdown(Locale::En, -3), "0:00");
    }

    #[test]
    fn waits_are_rounded_up() {
        let english = Locale::En;
        assert_eq!(wait(english, 0), "1 second");
        assert_eq!(wait(english, 30), "30 seconds");
        assert_eq!(wait(english, 100), "2 minutes");
        assert_eq!(wait(english, 7000), "2 hours");
        assert_eq!(wait(Locale::Zh, 120), "2 分钟");
    }
}
