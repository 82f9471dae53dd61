//! What a partner asks for with a signed link: its parameters, parsed once into types (PRODUCT, "Partner API").

use crate::cabital::canonical::LinkUrl;
use crate::cabital::models::Feature;
use crate::id::{PartnerKey, UserExtRef};
use crate::locale::{Locale, Theme};
use crate::payway;
use crate::problem::Code;
use crate::provider::Provider;
use crate::time::Seconds;
use crate::worldfirst;
use serde::{Deserialize, Serialize};

/// The parameters that every provider's link may have. A provider's own are listed in its `models`.
const COMMON: [&str; 10] = [
    "partner_key",
    "user_ext_ref",
    "redirect_url",
    "feature",
    "provider",
    "timestamp",
    "state",
    "locale",
    "theme",
    "user_label",
];

/// The longest `state`, in bytes: it is handed back unchanged.
pub const MAX_STATE: usize = 512;
/// The longest `user_label`, in characters.
pub const MAX_LABEL: usize = 80;

/// A provider, with what the partner asks of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ProviderRequest {
    /// See [`Provider::Cabital`].
    Cabital,
    /// See [`Provider::Worldfirst`].
    Worldfirst(worldfirst::models::Parameters),
    /// See [`Provider::Payway`].
    Payway(payway::models::Parameters),
}

impl ProviderRequest {
    /// Of whom.
    pub fn provider(&self) -> Provider {
        match self {
            Self::Cabital => Provider::Cabital,
            Self::Worldfirst(_) => Provider::Worldfirst,
            Self::Payway(_) => Provider::Payway,
        }
    }

    /// Whether something else takes the place of what is linked: only a linked link can be opened so.
    pub fn replaces(&self) -> bool {
        self.request_id().is_some()
    }

    /// The id of that, good for once.
    pub fn request_id(&self) -> Option<&worldfirst::models::RequestId> {
        match self {
            Self::Worldfirst(parameters) => parameters.request_id.as_ref(),
            Self::Cabital | Self::Payway(_) => None,
        }
    }

    /// What the provider may take otherwise than it is meant: a code, and the parameter's name.
    pub fn warnings(&self) -> Vec<(&'static str, &'static str)> {
        match self {
            Self::Worldfirst(parameters) => {
                parameters.warnings().into_iter().map(|(warning, name)| (warning.text(), name)).collect()
            }
            Self::Cabital | Self::Payway(_) => Vec::new(),
        }
    }

    /// Completed with what was asked when the present linking was made. Errors: it must not differ from that.
    pub fn completed_by(self, first: &Self) -> Result<Self, RequestError> {
        match (self, first) {
            (Self::Worldfirst(again), Self::Worldfirst(first)) => {
                again.completed_by(first).map(Self::Worldfirst)
            }
            (asked, _) => Ok(asked),
        }
    }

    /// Reads what a link asks of a provider.
    fn read(provider: Provider, link: &LinkUrl) -> Result<Self, RequestError> {
        match provider {
            Provider::Cabital => Ok(Self::Cabital),
            Provider::Worldfirst => worldfirst::models::Parameters::read(link).map(Self::Worldfirst),
            Provider::Payway => payway::models::Parameters::read(link).map(Self::Payway),
        }
    }
}

/// The names that a provider's link has besides the common ones.
fn parameters(provider: Provider) -> &'static [&'static str] {
    match provider {
        Provider::Cabital => &[],
        Provider::Worldfirst => &worldfirst::models::PARAMETERS,
        Provider::Payway => &payway::models::PARAMETERS,
    }
}

/// Whom a link is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ProviderSelection {
    /// That one.
    Fixed(ProviderRequest),
    /// The user's choice of these; never empty.
    Choice(Vec<ProviderRequest>),
}

impl ProviderSelection {
    /// Each that it may be.
    pub fn iter(&self) -> core::slice::Iter<'_, ProviderRequest> {
        match self {
            Self::Fixed(asked) => core::slice::from_ref(asked).iter(),
            Self::Choice(choice) => choice.iter(),
        }
    }

    /// What is left of a choice: a choice of one is none. `None` where nothing is.
    pub fn of(mut kept: Vec<ProviderRequest>) -> Option<Self> {
        match kept.len() {
            0 => None,
            1 => kept.pop().map(Self::Fixed),
            _ => Some(Self::Choice(kept)),
        }
    }
}

/// A link's parameters with types. The `redirect_url` is still text: the registry decides on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkRequest {
    /// Who asks.
    pub partner: PartnerKey,
    /// For which of its users.
    pub user_ext_ref: UserExtRef,
    /// With whom; `cabital` if absent.
    pub selection: ProviderSelection,
    /// Where to go at the end, not yet checked against the registry.
    pub redirect_url: String,
    /// The screen selection.
    pub feature: Feature,
    /// When the link was signed, in seconds since the epoch.
    pub timestamp: Option<Seconds>,
    /// Handed back unchanged.
    pub state: Option<String>,
    /// The user in the partner's words.
    pub user_label: Option<String>,
    /// Language wish.
    pub locale: Option<Locale>,
    /// Theme wish.
    pub theme: Option<Theme>,
}

/// Why the parameters are refused. Names are of our own list or cut to 40 characters; values never appear.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RequestError {
    /// Not a parameter of this provider's links.
    #[error("`{0}` is not a parameter of this link")]
    Unknown(String),
    /// Required.
    #[error("`{0}` is missing")]
    Missing(&'static str),
    /// Breaks its rules.
    #[error("`{0}` {1}")]
    Invalid(&'static str, &'static str),
    /// Not a provider of this build.
    #[error("`provider` is not one that we know")]
    Provider,
}

impl RequestError {
    /// The code of the error body.
    pub fn code(&self) -> Code {
        match self {
            Self::Unknown(_) => Code::UnknownParameter,
            Self::Missing(_) => Code::MissingParameter,
            Self::Invalid(..) => Code::InvalidParameter,
            Self::Provider => Code::ProviderNotOffered,
        }
    }
}

impl LinkRequest {
    /// Reads a verified link. Errors: see [`RequestError`].
    pub fn read(link: &LinkUrl) -> Result<Self, RequestError> {
        // Empty optional parameters are kept and signed by partners; they mean "absent".
        let optional = |name: &str| link.get(name).filter(|value| !value.is_empty());
        let provider = match optional("provider") {
            None => Some(Provider::Cabital),
            Some("choose") => None,
            Some(key) => Some(Provider::parse(key).ok_or(RequestError::Provider)?),
        };
        let known = |name: &str| {
            let of = |provider| parameters(provider).contains(&name);
            COMMON.contains(&name) || provider.map_or_else(|| Provider::ALL.into_iter().any(of), of)
        };
        if let Some((name, _)) = link.parameters.iter().find(|(name, _)| !known(name)) {
            return Err(RequestError::Unknown(name.chars().take(40).collect()));
        }
        let required = |name: &'static str| match link.get(name) {
            None | Some("") => Err(RequestError::Missing(name)),
            Some(value) => Ok(value),
        };
        let partner = PartnerKey::parse(required("partner_key")?)
            .map_err(|_| RequestError::Invalid("partner_key", "is not a partner key"))?;
        let user_ext_ref = UserExtRef::parse(required("user_ext_ref")?).map_err(|_| {
            RequestError::Invalid("user_ext_ref", "has 1 to 128 bytes and no control characters")
        })?;
        if matches!(user_ext_ref.as_str(), "." | "..") {
            // URL parsers swallow such a path segment: the link could never be asked for.
            return Err(RequestError::Invalid("user_ext_ref", "is a dot segment"));
        }
        let redirect_url = required("redirect_url")?.to_owned();
        let selection = match provider {
            Some(provider) => ProviderSelection::Fixed(ProviderRequest::read(provider, link)?),
            // Whose parameters are missing or wrong is not offered.
            None => ProviderSelection::Choice(
                Provider::ALL.into_iter().filter_map(|p| ProviderRequest::read(p, link).ok()).collect(),
            ),
        };
        let timestamp = optional("timestamp")
            .map(|text| {
                Seconds::parse(text).ok_or(RequestError::Invalid("timestamp", "is not whole seconds"))
            })
            .transpose()?;
        let state = text(optional("state"), "state", |t| t.len() <= MAX_STATE, "is longer than 512 bytes")?;
        let label_ok = |t: &str| t.chars().count() <= MAX_LABEL;
        let user_label =
            text(optional("user_label"), "user_label", label_ok, "is longer than 80 characters")?;
        if user_label.as_deref().is_some_and(|label| label.chars().any(turns)) {
            return Err(RequestError::Invalid(
                "user_label",
                "holds a character that turns the direction of text",
            ));
        }
        let theme = optional("theme")
            .map(|t| Theme::parse(t).ok_or(RequestError::Invalid("theme", "is auto, light or dark")))
            .transpose()?;
        Ok(Self {
            partner,
            user_ext_ref,
            selection,
            redirect_url,
            feature: optional("feature").map(Feature::parse).unwrap_or_default(),
            timestamp,
            state,
            user_label,
            // A language we do not speak is no reason to refuse a link: the browser's is used.
            locale: optional("locale").and_then(Locale::parse),
            theme,
        })
    }
}

/// Characters that turn the direction of what follows (Unicode, UAX 9): a label with them could say one thing and
/// show another. Joiners and zero-width spaces stay: Khmer and emoji are written with them.
pub(crate) fn turns(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

fn text(
    value: Option<&str>,
    name: &'static str,
    fits: impl Fn(&str) -> bool,
    rule: &'static str,
) -> Result<Option<String>, RequestError> {
    let Some(value) = value else { return Ok(None) };
    if value.chars().any(char::is_control) {
        return Err(RequestError::Invalid(name, "holds a control character"));
    }
    if !fits(value) {
        return Err(RequestError::Invalid(name, rule));
    }
    Ok(Some(value.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(provider: &str, more: &[(&str, &str)]) -> Result<ProviderSelection, Code> {
        let common =
            [("partner_key", "demo"), ("user_ext_ref", "u"), ("redirect_url", "x"), ("provider", provider)];
        let pairs = common.iter().chain(more).map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let link = LinkUrl { origin: String::new(), parameters: pairs.collect() };
        LinkRequest::read(&link).map(|request| request.selection).map_err(|error| error.code())
    }

    #[test]
    fn a_link_has_its_own_providers_parameters_and_no_others() {
        let payway = [("currency", "KHR"), ("token_flag", "CITO_FLEX")];
        let asked = ProviderRequest::Payway(payway::models::Parameters {
            currency: payway::models::Currency::Khr,
            token_flag: payway::models::TokenFlag::CitoFlex,
            return_to: payway::models::ReturnTo::Web,
        });
        assert_eq!(of("payway", &payway), Ok(ProviderSelection::Fixed(asked.clone())));
        assert_eq!(of("payway", &payway[..1]), Err(Code::MissingParameter));
        assert_eq!(of("payway", &[("currency", "EUR"), payway[1]]), Err(Code::InvalidParameter));
        assert_eq!(of("cabital", &payway), Err(Code::UnknownParameter));
        assert_eq!(
            of("choose", &payway),
            Ok(ProviderSelection::Choice(vec![ProviderRequest::Cabital, asked]))
        );
        assert_eq!(of("choose", &payway[1..]), Ok(ProviderSelection::Choice(vec![ProviderRequest::Cabital])));
        assert_eq!(of("bank", &[]), Err(Code::ProviderNotOffered));
    }

    fn read(label: &str) -> Result<LinkRequest, RequestError> {
        let pairs =
            [("partner_key", "demo"), ("user_ext_ref", "u"), ("redirect_url", "x"), ("user_label", label)];
        let parameters = pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
        LinkRequest::read(&LinkUrl { origin: String::new(), parameters })
    }

    #[test]
    fn a_label_may_be_of_any_script_and_not_turn_around() {
        for label in ["ហាង\u{200b}សុខា", "👨\u{200d}👩\u{200d}👧", "Sokha's shop"] {
            assert_eq!(read(label).unwrap().user_label.as_deref(), Some(label));
        }
        for label in ["shop\u{202e}pohs", "\u{2066}x", "tab\there"] {
            assert_eq!(
                read(label).map_err(|error| error.code()).unwrap_err(),
                Code::InvalidParameter,
                "{label}"
            );
        }
    }
}
