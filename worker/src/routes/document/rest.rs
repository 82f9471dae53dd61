//! What holds for every route, and the routes that are others' aliases.

use super::{parameters, refusals};
use account_link_shared::id::RequestId;
use account_link_shared::route;
use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::path::{Operation, PathItem};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, SecurityScheme};
use utoipa::openapi::{Header, OpenApi, Ref, RefOr};
use utoipa::{Modify, ToSchema as _};

/// See the file's head.
pub struct Rest;

/// How a partner's server shows who it is.
const SCHEMES: [(&str, &str, &str); 4] = [
    ("key", "ACCESS-KEY", "The `partner_key`."),
    (
        "timestamp",
        "ACCESS-TIMESTAMP",
        "Whole seconds since the epoch, within 30 s of our clock (`GET /api/v1/time`).",
    ),
    (
        "sign",
        "ACCESS-SIGN",
        "HMAC-SHA256 under the partner's secret over timestamp + METHOD + nonce, if there is one + path with `?` and \
         query exactly as sent + body, if there is one; in base64, or 64 hex digits.",
    ),
    (
        "nonce",
        "ACCESS-NONCE",
        "Optional: 8 to 64 of `A-Z a-z 0-9 . _ -`, part of what is signed. The same one again within the hour is 409 \
         `nonce_reused`.",
    ),
];

impl Modify for Rest {
    fn modify(&self, document: &mut OpenApi) {
        let components = document.components.get_or_insert_default();
        for (name, header, words) in SCHEMES {
            let key = ApiKey::Header(ApiKeyValue::with_description(header, words));
            components.add_security_scheme(name, SecurityScheme::ApiKey(key));
        }
        let paths = &mut document.paths.paths;
        if let Some(link) = paths.get_mut(route::PARTNER_LINK).and_then(|item| item.get.as_mut()) {
            let parameters = link.parameters.get_or_insert_default();
            // The signature is the last.
            let last = parameters.len().saturating_sub(1);
            parameters.splice(last..last, parameters::of_providers());
        }
        if let Some(link) = paths.get(route::LINK).cloned() {
            for (alias, suffix) in [(route::LINK_ALIAS_1, "alias_1"), (route::LINK_ALIAS_2, "alias_2")] {
                paths.insert(alias.to_owned(), aliased(link.clone(), suffix));
            }
        }
        for response in
            paths.values_mut().flat_map(operations).flat_map(|it| it.responses.responses.values_mut())
        {
            match response {
                RefOr::T(response) => {
                    response.headers.insert("request-id".to_owned(), refusals::header("request-id"));
                }
                RefOr::Ref(shared) => {
                    let name = shared.ref_location.rsplit('/').next().unwrap_or_default();
                    components.responses.insert(name.to_owned(), refusals::named(name).into());
                }
            }
        }
        let headers = [("request-id", request_id()), ("retry-after", retry_after()), ("allow", allow())];
        components.headers.extend(headers.map(|(name, header)| (name.to_owned(), header.into())));
    }
}

/// The same under another path, with names of its own.
fn aliased(mut item: PathItem, suffix: &str) -> PathItem {
    for operation in operations(&mut item) {
        operation.operation_id = operation.operation_id.take().map(|id| format!("{id}_{suffix}"));
        operation.description = Some(format!("The same as `{}`.", route::LINK));
    }
    item
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    [&mut item.get, &mut item.put, &mut item.post, &mut item.delete].into_iter().flatten()
}

fn request_id() -> Header {
    let id = Ref::from_schema_name(RequestId::name());
    HeaderBuilder::new().schema(Some(id)).description(Some("For finding the request in our log.")).build()
}

fn retry_after() -> Header {
    let seconds = ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(1));
    HeaderBuilder::new().schema(Some(seconds)).description(Some("Seconds, where waiting helps.")).build()
}

fn allow() -> Header {
    let methods = ObjectBuilder::new().schema_type(Type::String);
    HeaderBuilder::new().schema(Some(methods)).description(Some("The methods that there are.")).build()
}
