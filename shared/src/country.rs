//! Countries, as CaaS takes them: ISO 3166-1 alpha-3 (001, "IndividualInfo").

use core::fmt;
use serde::{Deserialize, Serialize};

/// Every officially assigned code, in order, three letters each.
const CODES: &str = "\
     ABWAFGAGOAIAALAALBANDAREARGARMASMATAATFATGAUSAUTAZEBDIBELBENBESBFABGDBGRBHRBHS\
     BIHBLMBLRBLZBMUBOLBRABRBBRNBTNBVTBWACAFCANCCKCHECHLCHNCIVCMRCODCOGCOKCOLCOMCPV\
     CRICUBCUWCXRCYMCYPCZEDEUDJIDMADNKDOMDZAECUEGYERIESHESPESTETHFINFJIFLKFRAFROFSM\
     GABGBRGEOGGYGHAGIBGINGLPGMBGNBGNQGRCGRDGRLGTMGUFGUMGUYHKGHMDHNDHRVHTIHUNIDNIMN\
     INDIOTIRLIRNIRQISLISRITAJAMJEYJORJPNKAZKENKGZKHMKIRKNAKORKWTLAOLBNLBRLBYLCALIE\
     LKALSOLTULUXLVAMACMAFMARMCOMDAMDGMDVMEXMHLMKDMLIMLTMMRMNEMNGMNPMOZMRTMSRMTQMUS\
     MWIMYSMYTNAMNCLNERNFKNGANICNIUNLDNORNPLNRUNZLOMNPAKPANPCNPERPHLPLWPNGPOLPRIPRK\
     PRTPRYPSEPYFQATREUROURUSRWASAUSDNSENSGPSGSSHNSJMSLBSLESLVSMRSOMSPMSRBSSDSTPSUR\
     SVKSVNSWESWZSXMSYCSYRTCATCDTGOTHATJKTKLTKMTLSTONTTOTUNTURTUVTWNTZAUGAUKRUMIURY\
     USAUZBVATVCTVENVGBVIRVNMVUTWLFWSMYEMZAFZMBZWE";

/// An officially assigned alpha-3 code.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "&'static str")]
pub struct Country {
    /// Where it stands among them.
    at: u16,
}

impl Country {
    /// Every country there is.
    pub fn all() -> impl Iterator<Item = Self> {
        let end = u16::try_from(CODES.len()).unwrap_or_default();
        (0..end).step_by(3).map(|at| Self { at })
    }

    /// Reads a code, in upper case. `None` if it is not assigned.
    pub fn parse(text: &str) -> Option<Self> {
        Self::all().find(|country| country.code() == text)
    }

    /// The code.
    pub fn code(self) -> &'static str {
        let at = usize::from(self.at);
        CODES.get(at..at.saturating_add(3)).unwrap_or_default()
    }
}

impl fmt::Debug for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Part of who somebody is.
        f.write_str("Country(…)")
    }
}

#[cfg(feature = "openapi")]
impl utoipa::PartialSchema for Country {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
        crate::schema::words("An officially assigned ISO 3166-1 alpha-3 code.", Self::all().map(Self::code))
    }
}

#[cfg(feature = "openapi")]
impl utoipa::ToSchema for Country {}

impl From<Country> for &'static str {
    fn from(country: Country) -> Self {
        country.code()
    }
}

impl TryFrom<String> for Country {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("is not an ISO 3166-1 alpha-3 code")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn assigned_codes_are_countries_and_nothing_else_is() {
        assert_eq!(Country::all().count(), 249);
        assert!(["JPN", "HKG", "KHM", "CHN"].iter().all(|code| Country::parse(code).is_some()));
        for other in ["", "JP", "jpn", "JPX", "WAF", "JPNHKG"] {
            assert_eq!(Country::parse(other), None, "{other}");
        }
        let sorted: Vec<_> = Country::all().map(Country::code).collect();
        assert!(sorted.is_sorted());
    }
}
