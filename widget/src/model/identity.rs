//! The form of the identity check, as typed, and what is wrong with it.

use super::{Field, FormErrorKind};
use account_link_shared::error_code::Code;
use core::fmt;

/// Longest full name, in characters, as the worker takes it.
const LONGEST: usize = 200;
/// No living person was born before.
const FIRST_YEAR: u32 = 1900;

/// Who is to be identified. An organisation has a name only.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Identity {
    /// `INDIVIDUAL` or `ORGANISATION`.
    pub screen_type: String,
    /// As typed.
    pub full_name: String,
    /// `MALE` or `FEMALE`; empty until chosen.
    pub gender: String,
    /// Year, month and day, as typed.
    pub birthday: [String; 3],
    /// Alpha-3; empty where what was typed is no country.
    pub nationality: String,
    /// Alpha-3; empty where what was typed is no country.
    pub residence: String,
    /// Year, month and day here and now: nobody is born later.
    pub today: [u32; 3],
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Identity(…)")
    }
}

impl Identity {
    /// Whether a person is to be identified.
    pub fn is_person(&self) -> bool {
        self.screen_type != "ORGANISATION"
    }

    /// `yyyy-MM-dd`.
    pub fn dob(&self) -> String {
        let [year, month, day] = &self.birthday;
        format!("{year:0>4}-{month:0>2}-{day:0>2}")
    }

    /// Everything that is wrong with it, in the order of the fields.
    pub fn check(&self) -> Vec<FormErrorKind> {
        let mut wrong = Vec::new();
        let mut demand = |good: bool, kind| {
            if !good {
                wrong.push(kind);
            }
        };
        let name = self.full_name.trim();
        let plain = !name.chars().any(|c| c < ' ');
        let whole = (1..=LONGEST).contains(&name.chars().count());
        demand(plain && whole, FormErrorKind::Refused(Code::KycNameInvalid));
        if self.is_person() {
            demand(!self.gender.is_empty(), FormErrorKind::Missing(Field::Gender));
            demand(self.is_birthday(), FormErrorKind::Refused(Code::KycDateInvalid));
            demand(!self.nationality.is_empty(), FormErrorKind::Missing(Field::Nationality));
            demand(!self.residence.is_empty(), FormErrorKind::Missing(Field::Residence));
        }
        wrong
    }

    /// A date of the calendar on which somebody alive may have been born.
    fn is_birthday(&self) -> bool {
        let born = self.birthday.each_ref().map(|part| part.parse::<u32>().unwrap_or(0));
        let [year, month, day] = born;
        let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
        let last = match month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 if leap => 29,
            2 => 28,
            _ => 0,
        };
        year >= FIRST_YEAR && (1..=last).contains(&day) && born <= self.today
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    pub fn person() -> Identity {
        Identity {
            screen_type: "INDIVIDUAL".into(),
            full_name: " Sok Sokha ".into(),
            gender: "FEMALE".into(),
            birthday: ["1990", "3", "7"].map(Into::into),
            nationality: "KHM".into(),
            residence: "JPN".into(),
            today: [2026, 7, 1],
        }
    }

    #[test]
    fn only_dates_of_the_calendar_up_to_today_are_birthdays() {
        let wrong = |date: [&str; 3]| Identity { birthday: date.map(Into::into), ..person() }.check();
        for good in [["1990", "3", "7"], ["2000", "2", "29"], ["1900", "01", "01"], ["2026", "7", "1"]] {
            assert_eq!(wrong(good), [], "{good:?}");
        }
        for bad in [
            ["1990", "2", "29"],
            ["1900", "2", "29"],
            ["1990", "4", "31"],
            ["1990", "13", "1"],
            ["1990", "0", "1"],
            ["1990", "1", "0"],
            ["1899", "12", "31"],
            ["90", "1", "1"],
            ["2026", "7", "2"],
            ["", "1", "1"],
        ] {
            assert_eq!(wrong(bad), [FormErrorKind::Refused(Code::KycDateInvalid)], "{bad:?}");
        }
        assert_eq!(person().dob(), "1990-03-07");
    }

    #[test]
    fn everything_that_is_wrong_is_told_at_once_in_the_order_of_the_fields() {
        let kinds = Identity::default().check();
        let fields: Vec<_> = kinds.into_iter().filter_map(FormErrorKind::field).collect();
        assert_eq!(
            fields,
            [Field::FullName, Field::Gender, Field::Birthday, Field::Nationality, Field::Residence]
        );
        let other = Identity { nationality: String::new(), ..person() };
        assert_eq!(other.check(), [FormErrorKind::Missing(Field::Nationality)]);
    }

    #[test]
    fn an_organisation_has_a_name_only() {
        let named = |name: &str| Identity {
            screen_type: "ORGANISATION".into(),
            full_name: name.into(),
            ..Identity::default()
        };
        assert_eq!(named("A & B").check(), []);
        for bad in ["", "  ", "a\nb", &"x".repeat(201)] {
            assert_eq!(named(bad).check(), [FormErrorKind::Refused(Code::KycNameInvalid)]);
        }
    }

    #[test]
    fn who_somebody_is_is_never_printed() {
        assert_eq!(format!("{:?}", person()), "Identity(…)");
    }
}
