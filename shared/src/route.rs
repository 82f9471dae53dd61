//! Every path, once: the router, the page, the commands and the tests take them from here.

use crate::id::FlowId;

/// The signed link of a partner (000, "开始link").
pub const PARTNER_LINK: &str = "/api/v1/partner/link";
/// A link's status; GET reads, DELETE unlinks (000, "获取用户关联状况").
pub const LINK: &str = "/api/v1/links/{user_ext_ref}";
/// The path in 000's sample call.
pub const LINK_ALIAS_1: &str = "/api/v1/link/links/{user_ext_ref}";
/// The same under `partner`.
pub const LINK_ALIAS_2: &str = "/api/v1/partner/links/{user_ext_ref}";
/// Renews what a link holds at its provider.
pub const LINK_RENEW: &str = "/api/v1/links/{user_ext_ref}/renew";
/// Everything we tried to send of a link (001, "Webhook").
pub const LINK_CALLBACKS: &str = "/api/v1/links/{user_ext_ref}/callbacks";
/// Sends one of it again.
pub const CALLBACK_RESEND: &str = "/api/v1/links/{user_ext_ref}/callbacks/{event_id}/resend";
/// The KYC case behind a link (001, "KYC Case").
pub const LINK_KYC: &str = "/api/v1/links/{user_ext_ref}/kyc";
/// The partner's decision on it.
pub const KYC_DECISION: &str = "/api/v1/links/{user_ext_ref}/kyc/decision";
/// Its ongoing screening: POST on, DELETE off.
pub const KYC_OGS: &str = "/api/v1/links/{user_ext_ref}/kyc/ogs";
/// "Valid Account Id?" of 000.
pub const ACCOUNT: &str = "/api/v1/accounts/{account_uuid}";
/// The server's clock (001).
pub const TIME: &str = "/api/v1/time";
/// This API, for programs.
pub const OPENAPI: &str = "/api/v1/openapi.json";

/// The page, with `?flow=` and the opening code in the fragment.
pub const PAGE: &str = "/connect/{partner_key}";
/// Redeems the opening code.
pub const SESSIONS: &str = "/connect/v1/sessions";
/// Reads the flow.
pub const FLOW: &str = "/connect/v1/flows/{flow}";
/// Landing → log in.
pub const CONTINUE: &str = "/connect/v1/flows/{flow}/continue";
/// One of the providers that a link offers.
pub const CHOOSE: &str = "/connect/v1/flows/{flow}/choose";
/// A new QR in place of the one shown.
pub const REFRESH: &str = "/connect/v1/flows/{flow}/refresh";
/// POST gives a ticket, GET with the ticket opens the push channel.
pub const CHANNEL: &str = "/connect/v1/flows/{flow}/channel";
/// GET leads to the provider's page, once.
pub const GO: &str = "/connect/v1/flows/{flow}/go/{ticket}";
/// The user does not wait for the provider.
pub const LEAVE: &str = "/connect/v1/flows/{flow}/leave";
/// What came of a visit to the provider's page, for the page it led back to.
pub const RETURNED: &str = "/connect/v1/returns/{token}";
/// A change of mind.
pub const GOTO: &str = "/connect/v1/flows/{flow}/goto";
/// E-mail and password.
pub const LOGIN: &str = "/connect/v1/flows/{flow}/login";
/// New account: the address.
pub const ONBOARDING_EMAIL: &str = "/connect/v1/flows/{flow}/onboarding/email";
/// New account: the code.
pub const ONBOARDING_CODE: &str = "/connect/v1/flows/{flow}/onboarding/code";
/// New account: the password.
pub const ONBOARDING_PASSWORD: &str = "/connect/v1/flows/{flow}/onboarding/password";
/// Forgotten password: the address.
pub const RESET_EMAIL: &str = "/connect/v1/flows/{flow}/reset/email";
/// Forgotten password: the code.
pub const RESET_CODE: &str = "/connect/v1/flows/{flow}/reset/code";
/// Forgotten password: the new one.
pub const RESET_PASSWORD: &str = "/connect/v1/flows/{flow}/reset/password";
/// The form of the identity check.
pub const KYC: &str = "/connect/v1/flows/{flow}/kyc";
/// An authenticator app: the mailed code that comes before.
pub const AUTHENTICATOR: &str = "/connect/v1/flows/{flow}/authenticator";
/// An authenticator app: its first code.
pub const AUTHENTICATOR_BIND: &str = "/connect/v1/flows/{flow}/authenticator/bind";
/// An authenticator app: no longer.
pub const AUTHENTICATOR_REMOVE: &str = "/connect/v1/flows/{flow}/authenticator/remove";
/// Another code, of the kind the step asks for.
pub const RESEND: &str = "/connect/v1/flows/{flow}/resend";
/// The second step that links.
pub const CONFIRM: &str = "/connect/v1/flows/{flow}/confirm";
/// No.
pub const CANCEL: &str = "/connect/v1/flows/{flow}/cancel";

/// Where the mail about a new link leads.
pub const UNLINK_PAGE: &str = "/unlink/{token}";
/// What that page reads, and does.
pub const UNLINK: &str = "/connect/v1/unlink/{token}";

/// What CaaS tells us (001, "Webhook").
pub const CAAS_CALLBACK: &str = "/callbacks/caas";
/// Where a provider calls us.
pub const PROVIDER_CALLBACK: &str = "/callbacks/{provider}/{secret}";

/// Where a provider's page leads back to.
pub const PROVIDER_RETURN: &str = "/return/{provider}/{token}";

/// A flow's path, filled in.
pub fn of_flow(route: &str, flow: &FlowId) -> String {
    route.replace("{flow}", flow.as_str())
}
