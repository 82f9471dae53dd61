//! The bodies between the page and the worker: the `/connect/v1` API.
//!
//! Every write is `POST` with JSON and the header [`IDEMPOTENCY_KEY`], whose value is the page's own id of that
//! write: repeating it does nothing twice. Every write and the read answer with a [`Reply`].

use crate::id::{ClientRequestId, FlowId, PartnerKey};
use crate::kyc::values::{Gender, ScreenType};
use crate::locale::{Locale, Theme};
use crate::partner::Partner;
use crate::providers::Provider;
use crate::scope::Scope;
use crate::session::Step;
use crate::time::{Millis, Seconds};
use serde::{Deserialize, Serialize};

/// The custom header of every write: a fresh random id for each thing the user does, kept on retries.
pub const IDEMPOTENCY_KEY: &str = "idempotency-key";

/// `POST /connect/v1/sessions`: redeems the code of the URL's fragment.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpenSession {
    /// The flow of the URL's query.
    pub flow: FlowId,
    /// The one-use code of the URL's fragment: 43 characters of base64url.
    pub code: String,
}

/// `POST …/goto`: the user's change of mind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Goto {
    /// Where to.
    pub to: Destination,
}

/// `POST …/choose`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choose {
    /// One of those offered.
    pub provider: Provider,
}

/// The answer to `POST …/channel`.
#[derive(Debug, Serialize, Deserialize)]
pub struct Ticket {
    /// Opens the push channel once, within 30 seconds: the second protocol of the WebSocket, after
    /// [`CHANNEL_PROTOCOL`].
    pub ticket: crate::secret::Secret,
}

/// The subprotocol of the push channel. Every message on it means: read the flow.
pub const CHANNEL_PROTOCOL: &str = "account-link.v1";

/// Where a user may go back to by themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Destination {
    /// The choice of providers, where the link left it to the user.
    Choose,
    /// The first screen.
    Landing,
    /// Log in, also with another account.
    Login,
    /// Open an account, also with another address.
    OnboardEmail,
    /// The password was forgotten.
    ResetEmail,
}

/// `POST …/login`.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Login {
    /// As typed.
    pub email: String,
    /// As typed.
    pub password: crate::secret::Secret,
}

/// `POST …/onboarding/email` and `POST …/reset/email`.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GiveEmail {
    /// As typed.
    pub email: String,
}

/// `POST …/onboarding/code`, `…/reset/code`, `…/confirm`, `…/authenticator`, `…/authenticator/bind` and
/// `…/authenticator/remove`.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EnterCode {
    /// Six digits, or a recovery code where one may be given; spaces and hyphens are taken out.
    pub code: crate::secret::Secret,
}

/// `POST …/onboarding/password`.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChoosePassword {
    /// The new password.
    pub password: crate::secret::Secret,
    /// The terms were accepted.
    pub terms: bool,
}

/// `POST …/kyc`: who is to be screened (001, "KYC Case"). An organisation has a name only.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SubmitKyc {
    /// Which of the two.
    pub screen_type: ScreenType,
    /// As typed.
    pub full_name: String,
    /// Of a person.
    pub gender: Option<Gender>,
    /// Of a person: `yyyy-MM-dd`.
    pub dob: Option<String>,
    /// Of a person: ISO 3166-1 alpha-3.
    pub nationality: Option<String>,
    /// Of a person: ISO 3166-1 alpha-3.
    pub residential_country: Option<String>,
}

/// `POST …/reset/password`.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResetPassword {
    /// The new password.
    pub password: crate::secret::Secret,
}

/// The answer of `…/unlink/{token}`, to the read and to the write: the link that a mail told of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnlinkView {
    /// With whom.
    pub partner: PartnerView,
    /// The partner's words for its user; absent where it gave none.
    pub user_label: Option<String>,
    /// The linked account for people.
    pub masked_account: Option<String>,
    /// Whether it still is.
    pub linked: bool,
}

/// `POST …/continue`, `…/refresh`, `…/resend`, `…/channel`, `…/leave`, `…/cancel`: nothing but the action itself.
#[derive(Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(description = "Nothing more to say."))]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// The partner as the page shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartnerView {
    /// Its key.
    pub key: PartnerKey,
    /// Its name for people.
    pub name: String,
    /// Its mark: a `data:` URL of an image, from the registry.
    pub logo: Option<String>,
    /// Its colour, `#rrggbb`.
    pub accent: Option<String>,
}

impl From<&Partner> for PartnerView {
    fn from(partner: &Partner) -> Self {
        Self {
            key: partner.key.clone(),
            name: partner.name.clone(),
            logo: partner.logo.clone(),
            accent: partner.accent.clone(),
        }
    }
}

/// Everything the page may know about its flow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct View {
    /// Which flow; another than asked for when this browser joined one that was open.
    pub flow: FlowId,
    /// What to show.
    pub step: Step,
    /// For whom.
    pub partner: PartnerView,
    /// With whom; absent until the user has chosen.
    pub provider: Option<Provider>,
    /// What is allowed; absent until the user has chosen.
    pub scope: Option<Scope>,
    /// The user chose the provider and may choose again.
    pub chosen: bool,
    /// This page is a tab beside the flow's own: nothing leads on from it, it can be closed.
    pub beside: bool,
    /// The partner's reference of its user.
    pub user_ext_ref: crate::id::UserExtRef,
    /// The partner's words for its user; absent where it gave none.
    pub user_label: Option<String>,
    /// The link's `state`, handed back unchanged.
    pub state: Option<String>,
    /// The language the link asked for.
    pub locale: Option<Locale>,
    /// The theme the link asked for.
    pub theme: Option<Theme>,
    /// The server's clock.
    pub now: Millis,
    /// When the session ends at the latest.
    pub expires_at: Seconds,
}

/// The answer to the read and to every write.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Reply {
    /// The flow as it is now.
    pub view: View,
    /// A new bearer token, only where the browser does not keep our cookie.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token: Option<crate::secret::Secret>,
}

/// A checked client request id from the text of [`IDEMPOTENCY_KEY`].
pub fn client_request_id(text: Option<&str>) -> Option<ClientRequestId> {
    ClientRequestId::parse(text?).ok().filter(|id| id.as_str().len() >= 8)
}
