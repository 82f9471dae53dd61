//! What each route can refuse with: the closed codes, from which come the statuses, the headers and the schemas.

use crate::error::ApiError;
use account_link_shared::error_code::Code;
use account_link_shared::problem::Problem;
use std::collections::BTreeMap;
use utoipa::openapi::schema::{AllOfBuilder, ObjectBuilder, SchemaType};
use utoipa::openapi::{ContentBuilder, Header, Ref, RefOr, Response, ResponseBuilder};
use utoipa::{IntoResponses, ToSchema as _};

/// Before any endpoint is reached.
const ANY: &[Code] =
    &[Code::InvalidRequest, Code::ForeignHost, Code::MethodNotAllowed, Code::LinkTooLong, Code::Unavailable];
/// Of `partner::signed`, and of what every signed endpoint asks.
const SIGNED: &[Code] = &[
    Code::PayloadTooLarge,
    Code::TimestampOutOfWindow,
    Code::Unauthenticated,
    Code::NonceReused,
    Code::Internal,
];
/// Of the parameters that name a link.
const NAMED: &[Code] = &[Code::UnknownParameter, Code::InvalidParameter, Code::NotFound];
/// Of a call to a provider.
const PROVIDER: &[Code] = &[
    Code::ProviderNotOffered,
    Code::ProviderRejected,
    Code::ProviderBusy,
    Code::ProviderUnavailable,
    Code::ProviderMisconfigured,
];

macro_rules! refusals {
    ($($(#[$doc:meta])* $name:ident: $($set:expr),+;)*) => {
        $(
            $(#[$doc])*
            pub struct $name;

            impl IntoResponses for $name {
                fn responses() -> BTreeMap<String, RefOr<Response>> {
                    of([$($set),+].concat())
                }
            }
        )*
    };
}

refusals! {
    /// Of an unsigned endpoint.
    Unsigned: ANY;
    /// Of the signed link.
    PartnerLink: ANY, &[
        Code::MissingParameter, Code::InvalidParameter, Code::UnknownParameter, Code::DuplicateParameter,
        Code::MisspelledSignature, Code::SignatureNotLast, Code::RedirectNotAllowed, Code::ProviderNotOffered,
        Code::TimestampMissing, Code::LinkFromFuture, Code::LinkSignatureInvalid, Code::NotLinked,
        Code::RequestIdUsed, Code::LinkExpired, Code::Internal,
    ];
    /// Of a link's status, its end and its callbacks.
    Links: ANY, SIGNED, NAMED;
    /// Of renewing.
    Renew: ANY, SIGNED, NAMED, PROVIDER, &[Code::Unlinked];
    /// Of this document.
    Document: ANY, &[Code::Internal];
    /// Of a KYC case.
    Kyc: ANY, SIGNED, NAMED, &[Code::KycNotReady, Code::CaasFailed];
    /// Of turning its ongoing screening on and off.
    KycScreening: ANY, SIGNED, NAMED, &[Code::KycNotReady, Code::CaasRefused, Code::CaasFailed];
    /// Of the decision on it.
    KycDecision: ANY, SIGNED, NAMED, &[
        Code::KycNotReady, Code::UnsupportedMediaType, Code::CaasRefused, Code::CaasFailed,
    ];
    /// Of a virtual account id.
    Accounts: ANY, SIGNED, &[Code::NotFound, Code::Unlinked];
}

/// How many codes a response may have to be written once for all routes, under a name made of them.
const SHARED: usize = 2;

/// One response a status.
fn of(codes: Vec<Code>) -> BTreeMap<String, RefOr<Response>> {
    let mut by_status: BTreeMap<u16, Vec<Code>> = BTreeMap::new();
    for code in codes {
        by_status.entry(code.status()).or_default().push(code);
    }
    let either = |codes: Vec<Code>| match codes.len() {
        ..=SHARED => RefOr::Ref(Ref::from_response_name(name(&codes))),
        _ => RefOr::T(response(&codes)),
    };
    by_status.into_iter().map(|(status, codes)| (status.to_string(), either(codes))).collect()
}

/// The name of a response that is written once.
fn name(codes: &[Code]) -> String {
    codes.iter().map(|code| code.text()).collect::<Vec<_>>().join(".")
}

/// The response of that name.
pub fn named(name: &str) -> Response {
    let codes: Vec<Code> = name.split('.').filter_map(|text| Code::try_from(text.to_owned()).ok()).collect();
    response(&codes)
}

fn response(codes: &[Code]) -> Response {
    let lines: Vec<String> =
        codes.iter().map(|code| format!("- `{}`: {}", code.text(), code.sentence())).collect();
    let these = ObjectBuilder::new()
        .schema_type(SchemaType::AnyValue)
        .enum_values(Some(codes.iter().map(|code| code.text())));
    let narrowed = AllOfBuilder::new()
        .item(Ref::from_schema_name(Problem::name()))
        .item(ObjectBuilder::new().schema_type(SchemaType::AnyValue).property("code", these));
    let mut response = ResponseBuilder::new()
        .description(lines.join("\n"))
        .content("application/json", ContentBuilder::new().schema(Some(narrowed)).build())
        .content("text/html", ContentBuilder::new().build())
        .build();
    let waits = codes.iter().any(|code| ApiError::from(*code).retry_after.is_some());
    let another = codes.contains(&Code::MethodNotAllowed).then_some("allow");
    let headers = core::iter::once("request-id").chain(waits.then_some("retry-after")).chain(another);
    response.headers.extend(headers.map(|name| (name.to_owned(), header(name))));
    response
}

/// A header that is described once.
pub fn header(name: &str) -> RefOr<Header> {
    RefOr::Ref(Ref::new(format!("#/components/headers/{name}")))
}
