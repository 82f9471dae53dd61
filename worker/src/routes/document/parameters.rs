//! The parameters of paths and queries. Handlers read them from the raw URL, which is what is signed; these types only
//! describe them.
#![allow(dead_code, reason = "described, never made")]

use account_link_shared::id::{AccountUuid, EventId, PartnerKey, UserExtRef};
use account_link_shared::locale::Theme;
use account_link_shared::payway::models::{ReturnTo, TokenFlag};
use account_link_shared::provider::Provider;
use account_link_shared::request::{MAX_LABEL, MAX_STATE};
use account_link_shared::time::Seconds;
use utoipa::{IntoParams, ToSchema};

/// Whose link.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
pub struct User {
    /// The partner's own id of its user: 1 to 128 bytes of UTF-8, percent-encoded as one return_token.
    #[param(example = "fce4fd45-7dd7-4d4c-b06c-e17ff12f3e30")]
    user_ext_ref: UserExtRef,
}

/// Which of the user's links.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub struct With {
    /// Who holds the account; `cabital` if absent.
    provider: Option<Provider>,
}

/// Only this provider checks identities.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub struct WithCabital {
    /// Who holds the account; `cabital` if absent.
    #[param(inline)]
    provider: Option<Cabital>,
}

/// Only this provider has tokens that are renewed.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub struct WithPayway {
    /// Who holds the account.
    #[param(inline)]
    provider: Payway,
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
    /// With whom; `cabital` if absent.
    #[param(inline)]
    provider: Option<Offer>,
    /// The screen selection: `link`, `kyc` or `2fa`. Any other value opens the first one.
    #[param(example = "link")]
    feature: Option<String>,
    /// A language tag; `en`, `zh` and `km` are spoken.
    #[param(example = "en")]
    locale: Option<String>,
    /// How bright the page is.
    #[param(inline)]
    theme: Option<Theme>,
    /// WorldFirst, required: the user's shop at the partner.
    #[param(format = "uri", max_length = 256)]
    store_url: Option<String>,
    /// WorldFirst, required: its name.
    #[param(max_length = 256)]
    store_name: Option<String>,
    /// PayWay, required: `KHR` or `USD`. WorldFirst, required: codes joined by commas, none twice.
    #[param(max_length = 256, pattern = "^[A-Z]{3}(,[A-Z]{3})*$", example = "USD")]
    currency: Option<String>,
    /// WorldFirst: another account takes the place of the linked one. New each time; the three above may then be left
    /// out, and must not change.
    #[param(max_length = 64, pattern = "^[A-Za-z0-9._-]+$")]
    request_id: Option<String>,
    /// PayWay, required: what the partner may do with the account.
    #[param(inline)]
    token_flag: Option<TokenFlag>,
    /// PayWay: where "Done" in the bank's app next_step; `web` if absent.
    #[param(inline)]
    return_to: Option<ReturnTo>,
    /// The last parameter: base64 of HMAC-SHA256 over the URL as sent, up to, and without, `&signature=`.
    #[param(example = "llUSny8bPrAyVASX92oj/Be0EP0+14qW64URNHvYTfQ=")]
    signature: String,
}

/// A provider, or the user's choice.
#[derive(ToSchema)]
#[schema(rename_all = "lowercase")]
enum Offer {
    Cabital,
    Worldfirst,
    Payway,
    Choose,
}

/// Its accounts are ours.
#[derive(ToSchema)]
#[schema(rename_all = "lowercase")]
enum Cabital {
    Cabital,
}

/// Its tokens end.
#[derive(ToSchema)]
#[schema(rename_all = "lowercase")]
enum Payway {
    Payway,
}

/// What is written above as numbers is what the law says.
const _: () = assert!(MAX_LABEL == 80 && MAX_STATE == 512);
