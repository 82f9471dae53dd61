//! The KYC case of 001: who is screened, what CaaS is told and tells, and what it means for a link.

mod models;
#[cfg(test)]
mod tests;
pub mod values;

pub use models::{CaseBody, CaseWebhook, Created, DecisionBody, IndividualInfo, KycStanding};

use crate::connect::SubmitKyc;
use crate::country::Country;
use crate::error_code::Code;
use crate::kyc::values::{Gender, ScreenType};
use crate::time::Millis;

/// Longest full name, in characters. 001 names no limit.
const MAX_NAME: usize = 200;
/// No living person was born before.
const FIRST_YEAR: i32 = 1900;

/// Who is screened. It is handed to CaaS and not kept; `Debug` shows nothing of it.
#[derive(Clone, PartialEq, Eq)]
pub enum Subject {
    /// A person.
    Individual {
        /// As in the passport.
        full_name: String,
        /// See [`Gender`].
        gender: Gender,
        /// `yyyy-MM-dd`.
        dob: String,
        /// Whose citizen.
        nationality: Country,
        /// Where they live.
        residential_country: Country,
    },
    /// An organisation: 001 asks for its name only.
    Organisation {
        /// As registered.
        full_name: String,
    },
}

impl core::fmt::Debug for Subject {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Subject(…)")
    }
}

impl Subject {
    /// Checks a form. Errors: the code of the first field that breaks its rules.
    pub fn read(form: SubmitKyc, now: Millis) -> Result<Self, Code> {
        let full_name = form.full_name.trim().to_owned();
        let length = full_name.chars().count();
        if !(1..=MAX_NAME).contains(&length) || full_name.chars().any(char::is_control) {
            return Err(Code::KycNameInvalid);
        }
        match form.screen_type {
            ScreenType::Organisation => Ok(Self::Organisation { full_name }),
            ScreenType::Individual => {
                let country = |text: Option<String>| {
                    text.as_deref().and_then(Country::parse).ok_or(Code::KycCountryInvalid)
                };
                let gender = form.gender.ok_or(Code::InvalidRequest)?;
                let dob = form.dob.filter(|dob| is_birthday(dob, now)).ok_or(Code::KycDateInvalid)?;
                let nationality = country(form.nationality)?;
                let residential_country = country(form.residential_country)?;
                Ok(Self::Individual { full_name, gender, dob, nationality, residential_country })
            }
        }
    }
}

/// A date of the calendar, `yyyy-MM-dd`, on which somebody alive may have been born. Somewhere it is tomorrow already.
fn is_birthday(text: &str, now: Millis) -> bool {
    let plain = text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    let latest = now.plus(crate::time::DAY).iso();
    let today = latest.get(..10).unwrap_or_default();
    plain && is_date(text).is_some_and(|year| year >= FIRST_YEAR) && text <= today
}

/// The year of a date of the calendar.
fn is_date(text: &str) -> Option<i32> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let lengths = (year.len(), month.len(), day.len()) == (4, 2, 2) && parts.next().is_none();
    let month = time::Month::try_from(month.parse::<u8>().ok()?).ok()?;
    let date = time::Date::from_calendar_date(year.parse().ok()?, month, day.parse().ok()?).ok()?;
    lengths.then(|| date.year())
}
