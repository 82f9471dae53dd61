//! The parameters of paths and queries. Handlers read them from the raw URL, which is what is signed; these types only
//! describe them.
#![allow(dead_code, reason = "described, never made")]

use account_link_shared::id::{AccountUuid, EventId, PartnerKey, UserExtRef};
use account_link_shared::locale::Theme;
use account_link_shared::providers::{Connect, Info, Provider};
use account_link_shared::request::{MAX_LABEL, MAX_STATE};
use account_link_shared::time::Seconds;
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::openapi::{RefOr, Required};
use utoipa::{IntoParams, PartialSchema, ToSchema};

/// Whose link.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
pub struct User {
    /// The partner's own id of its user: 1 to 128 bytes of UTF-8, percent-encoded as one path segment.
    #[param(example = "fce4fd45-7dd7-4d4c-b06c-e17ff12f3e30")]
    user_ext_ref: UserExtRef,
}

/// Which of the user's links.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub struct With {
    /// Who holds the account; the default is the one whose accounts are ours.
    provider: Option<Provider>,
}

/// Only such a provider checks identities.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub struct WithHosted {
    /// Who holds the account; the default is the one whose accounts are ours.
    #[param(inline)]
    provider: Option<Hosted>,
}

/// Only such a provider has credentials that are renewed.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub struct WithRenewable {
    /// Who holds the account.
    #[param(inline)]
    provider: Renewable,
}

/// Which linking.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
pub struct Account {
    /// As the status and the callback said it.
    #[param(example = "6d92e7b4-715c-4ce3-a028-19f1c8c9fa6c")]
    account_uuid: AccountUuid,
}

/// Which callback.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
pub struct Event {
    /// The `webhook-id` of every attempt.
    #[param(example = "evt_0123456789abcdef0123456789abcdef")]
    event_id: EventId,
}

/// The query of a signed link. Values are percent-encoded, leaving `A-Z a-z 0-9 - _ . ~` only; an optional one that is
/// empty counts as absent.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Link {
    /// Who asks.
    #[param(example = "demo")]
    partner_key: PartnerKey,
    /// The partner's own, stable id of its user: 1 to 128 bytes, neither `.` nor `..`.
    #[param(example = "fce4fd45-7dd7-4d4c-b06c-e17ff12f3e30")]
    user_ext_ref: UserExtRef,
    /// Where the flow ends: origin and path as registered, any query.
    #[param(format = "uri", max_length = 2048, example = "https://shop.example.com/linked")]
    redirect_url: String,
    /// When it was signed. Required unless registered otherwise.
    timestamp: Option<Seconds>,
    /// The user in words that they recognise. Required unless registered otherwise.
    #[param(max_length = 80, example = "Sokha's shop")]
    user_label: Option<String>,
    /// Handed back unchanged: at most 512 bytes, no control characters.
    #[param(max_length = 512)]
    state: Option<String>,
    /// With whom; the default is the one whose accounts are ours.
    #[param(inline)]
    provider: Option<Offer>,
    /// The screen wanted: `link`, `kyc` or `2fa`. Any other value opens the first one.
    #[param(example = "link")]
    feature: Option<String>,
    /// A language tag; `en`, `zh` and `km` are spoken.
    #[param(example = "en")]
    locale: Option<String>,
    /// How bright the page is.
    #[param(inline)]
    theme: Option<Theme>,
    /// The last parameter: base64 of HMAC-SHA256 over the URL as sent, up to, and without, `&signature=`.
    #[param(example = "llUSny8bPrAyVASX92oj/Be0EP0+14qW64URNHvYTfQ=")]
    signature: String,
}

/// A provider, or the user's choice.
struct Offer;

/// Whose accounts are ours.
struct Hosted;

/// Whose credentials are renewed.
struct Renewable;

fn keys(of: impl Fn(&Info) -> bool) -> Vec<&'static str> {
    let offered = |provider: &Provider| !provider.info().development && of(provider.info());
    Provider::ALL.into_iter().filter(offered).map(Provider::key).collect()
}

fn one_of(words: &[&str]) -> RefOr<Schema> {
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(words.iter().copied())).into()
}

impl PartialSchema for Offer {
    fn schema() -> RefOr<Schema> {
        let mut words = keys(|_| true);
        words.push("choose");
        one_of(&words)
    }
}

impl PartialSchema for Hosted {
    fn schema() -> RefOr<Schema> {
        one_of(&keys(|info| info.connect == Connect::Login))
    }
}

impl PartialSchema for Renewable {
    fn schema() -> RefOr<Schema> {
        one_of(&keys(|info| info.renewable))
    }
}

impl ToSchema for Offer {}
impl ToSchema for Hosted {}
impl ToSchema for Renewable {}

/// The parameters of a link that belong to a provider. One that several have is described once, for each of them.
pub fn of_providers() -> Vec<RefOr<Parameter>> {
    let all = || {
        let of = |provider: Provider| provider.info().parameters.iter().map(move |one| (provider, one));
        Provider::ALL.into_iter().filter(|provider| !provider.info().development).flat_map(of)
    };
    let mut names: Vec<&str> = Vec::new();
    for (_, parameter) in all() {
        if !names.contains(&parameter.name) {
            names.push(parameter.name);
        }
    }
    let described = |name: &str| {
        let those: Vec<_> = all().filter(|(_, one)| one.name == name).collect();
        let texts = those.iter().map(|(provider, one)| format!("{}, {}", provider.key(), one.description));
        let longest = those.iter().map(|(_, one)| one.max_length).max();
        let patterns: Vec<&str> = those.iter().map(|(_, one)| one.pattern).collect();
        let schema = ObjectBuilder::new()
            .schema_type(Type::String)
            .max_length(longest)
            .pattern(Some(patterns.join("|")));
        ParameterBuilder::new()
            .name(name)
            .parameter_in(ParameterIn::Query)
            .required(Required::False)
            .description(Some(texts.collect::<Vec<_>>().join(" ")))
            .schema(Some(schema))
            .build()
    };
    names.into_iter().map(described).map(RefOr::T).collect()
}

/// What is written above as numbers is what is checked.
const _: () = assert!(MAX_LABEL == 80 && MAX_STATE == 512);
