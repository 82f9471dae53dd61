//! Points in time, as arguments. Whoever needs the time is given it.

use serde::{Deserialize, Serialize};

/// Milliseconds since the Unix epoch.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Millis(i64);

/// Seconds since the Unix epoch: the unit of `ACCESS-TIMESTAMP`, `timestamp` and `valid_until` (000, 001).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(minimum = 0, maximum = 253_402_300_799_i64))]
#[serde(transparent)]
pub struct Seconds(i64);

/// 9999-12-31T23:59:59Z: later instants are refused, so that formatting cannot fail.
const LAST_SECOND: i64 = 253_402_300_799;

impl Millis {
    /// The epoch itself.
    pub const ZERO: Self = Self(0);

    /// An instant, kept between 1970 and the end of 9999.
    pub fn new(milliseconds: i64) -> Self {
        Self(milliseconds.clamp(0, LAST_SECOND.saturating_mul(1000)))
    }
    /// Milliseconds since the Unix epoch.
    pub fn get(self) -> i64 {
        self.0
    }
    /// The instant `milliseconds` later; negative is earlier. Saturates.
    pub fn plus(self, milliseconds: i64) -> Self {
        Self::new(self.0.saturating_add(milliseconds))
    }
    /// Whole seconds, rounded down.
    pub fn seconds(self) -> Seconds {
        Seconds::new(self.0.div_euclid(1000))
    }
    /// ISO 8601 in UTC with milliseconds, as the sample of 000: `2020-07-01T09:00:00.000Z`.
    pub fn iso(self) -> String {
        let nanos = i128::from(self.0).saturating_mul(1_000_000);
        let Ok(at) = time::OffsetDateTime::from_unix_timestamp_nanos(nanos) else {
            return String::from("1970-01-01T00:00:00.000Z");
        };
        let (hour, minute, second, milli) = at.time().as_hms_milli();
        let (year, month, day) = (at.year(), u8::from(at.month()), at.day());
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{milli:03}Z")
    }
}

impl Seconds {
    /// An instant, kept between 1970 and the end of 9999.
    pub fn new(seconds: i64) -> Self {
        Self(seconds.clamp(0, LAST_SECOND))
    }
    /// Seconds since the Unix epoch.
    pub fn get(self) -> i64 {
        self.0
    }
    /// The instant `seconds` later. Saturates.
    pub fn plus(self, seconds: i64) -> Self {
        Self::new(self.0.saturating_add(seconds))
    }
    /// The same instant in milliseconds.
    pub fn millis(self) -> Millis {
        Millis::new(self.0.saturating_mul(1000))
    }
    /// Decimal seconds: digits only, no sign, no fraction, at most 12 of them. Else `None`.
    pub fn parse(text: &str) -> Option<Self> {
        let plain = !text.is_empty() && text.len() <= 12 && text.bytes().all(|b| b.is_ascii_digit());
        let seconds = text.parse::<i64>().ok().filter(|s| plain && *s <= LAST_SECOND)?;
        Some(Self(seconds))
    }
}

/// A minute, in milliseconds.
pub const MINUTE: i64 = 60_000;
/// An hour, in milliseconds.
pub const HOUR: i64 = 60 * MINUTE;
/// A day, in milliseconds.
pub const DAY: i64 = 24 * HOUR;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn iso_is_the_form_of_the_source() {
        assert_eq!(Millis::new(1_593_594_000_000).iso(), "2020-07-01T09:00:00.000Z");
        assert_eq!(Millis::new(i64::MAX).iso(), "9999-12-31T23:59:59.000Z");
        assert_eq!(Millis::new(i64::MIN).iso(), "1970-01-01T00:00:00.000Z");
    }

    #[test]
    fn only_plain_seconds_are_a_timestamp() {
        assert_eq!(Seconds::parse("1767268800"), Some(Seconds::new(1_767_268_800)));
        for bad in ["", "-1", "+1", "1.5", "1e9", " 1", "99999999999999999999", "999999999999", "१२३"] {
            assert_eq!(Seconds::parse(bad), None, "{bad}");
        }
    }
}
