//! What a partner asks for with a signed link: its parameters, parsed once into types (docs/PROTOCOL.md).

use crate::feature::Feature;
use crate::id::{PartnerKey, UserExtRef};
use crate::locale::{Locale, Theme};
use crate::parameter_error::ParameterError;
use crate::providers::{Provider, ProviderRequest};
use crate::signed_link::SignedLink;
use crate::text::turns;
use crate::time::Seconds;
use serde::{Deserialize, Serialize};

/// The parameters that every provider's link may have. A provider's own are listed in its `INFO`.
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
    /// With whom.
    pub selection: ProviderSelection,
    /// Where to go at the end, not yet checked against the registry.
    pub redirect_url: String,
    /// Which screen is asked for.
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

impl LinkRequest {
    /// Reads a verified link. Errors: see [`ParameterError`].
    pub fn read(link: &SignedLink) -> Result<Self, ParameterError> {
        // Empty optional parameters are kept and signed by partners; they mean "absent".
        let optional = |name: &str| link.get(name).filter(|value| !value.is_empty());
        let provider = match optional("provider") {
            None => Some(Provider::default()),
            Some("choose") => None,
            Some(key) => Some(Provider::parse(key).ok_or(ParameterError::Provider)?),
        };
        let known = |name: &str| {
            let of = |provider: Provider| provider.info().parameters.iter().any(|one| one.name == name);
            COMMON.contains(&name) || provider.map_or_else(|| Provider::ALL.into_iter().any(of), of)
        };
        if let Some((name, _)) = link.parameters.iter().find(|(name, _)| !known(name)) {
            return Err(ParameterError::Unknown(name.chars().take(40).collect()));
        }
        let required = |name: &'static str| match link.get(name) {
            None | Some("") => Err(ParameterError::Missing(name)),
            Some(value) => Ok(value),
        };
        let partner = PartnerKey::parse(required("partner_key")?)
            .map_err(|_| ParameterError::Invalid("partner_key", "is not a partner key"))?;
        let user_ext_ref = UserExtRef::parse(required("user_ext_ref")?).map_err(|_| {
            ParameterError::Invalid("user_ext_ref", "has 1 to 128 bytes and no control characters")
        })?;
        if matches!(user_ext_ref.as_str(), "." | "..") {
            // URL parsers swallow such a path segment: the link could never be asked for.
            return Err(ParameterError::Invalid("user_ext_ref", "is a dot segment"));
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
                Seconds::parse(text).ok_or(ParameterError::Invalid("timestamp", "is not whole seconds"))
            })
            .transpose()?;
        let state = text(optional("state"), "state", |t| t.len() <= MAX_STATE, "is longer than 512 bytes")?;
        let label_ok = |t: &str| t.chars().count() <= MAX_LABEL;
        let user_label =
            text(optional("user_label"), "user_label", label_ok, "is longer than 80 characters")?;
        if user_label.as_deref().is_some_and(|label| label.chars().any(turns)) {
            return Err(ParameterError::Invalid(
                "user_label",
                "holds a character that turns the direction of text",
            ));
        }
        let theme = optional("theme")
            .map(|t| Theme::parse(t).ok_or(ParameterError::Invalid("theme", "is auto, light or dark")))
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

fn text(
    value: Option<&str>,
    name: &'static str,
    fits: impl Fn(&str) -> bool,
    rule: &'static str,
) -> Result<Option<String>, ParameterError> {
    let Some(value) = value else { return Ok(None) };
    if value.chars().any(char::is_control) {
        return Err(ParameterError::Invalid(name, "holds a control character"));
    }
    if !fits(value) {
        return Err(ParameterError::Invalid(name, rule));
    }
    Ok(Some(value.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error_code::Code;

    fn read(label: &str) -> Result<LinkRequest, ParameterError> {
        let pairs =
            [("partner_key", "demo"), ("user_ext_ref", "u"), ("redirect_url", "x"), ("user_label", label)];
        let parameters = pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
        LinkRequest::read(&SignedLink { origin: String::new(), parameters })
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
