//! What a customer tells CaaS, and what is wrong with it. 001 is silent on much; here everything must be there and right.

use super::countries;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use time::macros::format_description;
use time::{Date, OffsetDateTime};

/// The body that creates a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewCase {
    pub external_case_id: String,
    screen_type: ScreenType,
    pub full_name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    individual_info: Option<Individual>,
    #[serde(skip_serializing_if = "Option::is_none")]
    organization_info: Option<Map<String, Value>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
enum ScreenType {
    Individual,
    Organisation,
}

/// Of an organisation it may be there, and empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Individual {
    #[serde(skip_serializing_if = "Option::is_none")]
    gender: Option<Gender>,
    #[serde(skip_serializing_if = "Option::is_none")]
    dob: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    nationality: Option<String>,
    #[serde(rename = "residentialCountry", skip_serializing_if = "Option::is_none")]
    residential_country: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
enum Gender {
    Male,
    Female,
}

/// The body of a decision.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Decided {
    pub case_result: Decision,
    pub comment: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Decision {
    Accept,
    Reject,
}

/// What the screening suggests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Suggestion {
    #[serde(rename = "SUGGEST_TO_ACCEPT")]
    Accept,
    #[serde(rename = "SUGGEST_TO_REJECT")]
    Reject,
    #[serde(rename = "NO_SUGGESTION")]
    Neither,
}

impl NewCase {
    /// Reads a body; `now` in seconds.
    pub fn read(body: &[u8], now: u64) -> Result<Self, String> {
        let case: Self = serde_json::from_slice(body).map_err(|error| error.to_string())?;
        case.mistake(now).map_or(Ok(case), |mistake| Err(mistake.to_owned()))
    }

    fn mistake(&self, now: u64) -> Option<&'static str> {
        let length = |text: &str, most| (1..=most).contains(&text.chars().count());
        let rules = [
            (length(&self.external_case_id, 36), "externalCaseId has 1 to 36 characters"),
            (length(self.full_name.trim(), 255), "fullName has 1 to 255 characters"),
            (!self.full_name.chars().any(char::is_control), "fullName has no control characters"),
            (
                self.screen_type == ScreenType::Organisation
                    || self.individual_info.as_ref().is_some_and(|person| person.is_whole(now)),
                "individualInfo has gender, dob, nationality and residentialCountry",
            ),
            (
                self.screen_type == ScreenType::Individual
                    || self.individual_info.as_ref().is_none_or(Individual::is_empty),
                "individualInfo is of individuals",
            ),
            (
                self.screen_type == ScreenType::Organisation
                    || self.organization_info.as_ref().is_none_or(Map::is_empty),
                "organizationInfo is of organisations",
            ),
        ];
        rules.into_iter().find(|(holds, _)| !holds).map(|(_, rule)| rule)
    }
}

impl Individual {
    fn is_whole(&self, now: u64) -> bool {
        let country = |code: &Option<String>| code.as_deref().is_some_and(countries::is_alpha3);
        self.gender.is_some()
            && self.dob.as_deref().is_some_and(|dob| is_birthday(dob, now))
            && country(&self.nationality)
            && country(&self.residential_country)
    }

    fn is_empty(&self) -> bool {
        self.gender.is_none()
            && self.dob.is_none()
            && self.nationality.is_none()
            && self.residential_country.is_none()
    }
}

/// A day of the calendar that is, or was, somewhere.
fn is_birthday(text: &str, now: u64) -> bool {
    let digits = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    let date = Date::parse(text, format_description!("[year]-[month]-[day]")).ok().filter(|_| digits);
    let tomorrow =
        i64::try_from(now + 86_400).ok().and_then(|at| OffsetDateTime::from_unix_timestamp(at).ok());
    date.zip(tomorrow).is_some_and(|(date, tomorrow)| date <= tomorrow.date())
}

#[cfg(test)]
#[path = "form_tests.rs"]
mod tests;
