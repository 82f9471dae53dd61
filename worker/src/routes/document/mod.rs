//! The partner API as an OpenAPI 3.1 document: docs/openapi.json, which `cargo xtask openapi` writes from here. Only the
//! feature `openapi` compiles it; what is shipped serves the file.

pub mod parameters;
pub mod refusals;
mod rest;
#[cfg(test)]
mod tests;

use crate::routes::partner::{accounts, callbacks, kyc, link, links, openapi, renew, time};
use account_link_shared::id::{AccountUuid, EventId, PartnerKey, RequestId, UserExtRef};
use account_link_shared::problem::Problem;
use account_link_shared::providers::Provider;
use account_link_shared::time::Seconds;
use rest::Rest;
use utoipa::OpenApi;

/// The handlers, and what is said of all of them.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Account Link: partner API",
        description = include_str!("about.md"),
        license(name = "Apache-2.0", identifier = "Apache-2.0"),
        contact()
    ),
    paths(
        link::open,
        links::read,
        links::unlink,
        renew::renew,
        callbacks::list,
        callbacks::resend,
        kyc::read,
        kyc::decide,
        kyc::screen,
        kyc::leave,
        accounts::read,
        time::read,
        openapi::read,
    ),
    components(schemas(AccountUuid, EventId, PartnerKey, Problem, Provider, RequestId, Seconds, UserExtRef)),
    security(
        ("key" = [], "timestamp" = [], "sign" = []),
        ("key" = [], "timestamp" = [], "sign" = [], "nonce" = [])
    ),
    tags(
        (name = "link", description = "Where a user's browser is sent."),
        (name = "links", description = "Signed requests of a partner's server about one of its users."),
        (name = "callbacks", description = "What we tried to send to the partner, and sending it again."),
        (name = "kyc", description = "The KYC case behind a link to an account of ours, forwarded to CaaS."),
        (name = "accounts", description = "Signed requests about a virtual account id."),
        (name = "service", description = "Unsigned.")
    ),
    modifiers(&Rest)
)]
struct Api;

/// The document as it is committed.
pub fn text() -> Result<String, serde_json::Error> {
    Api::openapi().to_pretty_json().map(|text| text + "\n")
}
