//! `GET /api/v1/partner/link`: the signed link of a partner → 303 to our page (000, "开始link").

use crate::domain::flow::{NewFlow, Target};
use crate::domain::link_auth::{admit, read_link};
use crate::durable::{flow, index, link};
use crate::error::ApiError;
use crate::kv::keys;
use crate::routes::context::{Context, token};
use crate::routes::finish::{see_other, with_warnings};
use crate::routes::{extract, page};
use account_link_shared::error_code::Code;
use account_link_shared::id::{PartnerKey, flow_id};
use account_link_shared::link::Identity;
use account_link_shared::locale::Locale;
use account_link_shared::partner::Partner;
use account_link_shared::providers::ProviderRequest;
use account_link_shared::request::{LinkRequest, ProviderSelection};
use axum::response::{IntoResponse, Response};
use http::HeaderMap;

/// The signed link: opens a flow.
///
/// Or says why not: a page for a browser, the error body for a program.
#[cfg_attr(feature = "openapi", utoipa::path(
    get, path = account_link_shared::route::PARTNER_LINK, operation_id = "open_link", tag = "link",
    params(crate::routes::document::parameters::Link),
    responses(
        (
            status = 303, description = "To our page.",
            headers(
                ("location" = String, description = "`/connect/{partner_key}?flow={flow}#{code}`; the code is good once, for 60 s."),
                ("account-link-warning" = String, description = "A code and a parameter that the provider may take otherwise than it is meant; may come more than once.")
            )
        ),
        crate::routes::document::refusals::PartnerLink
    ),
    security()
))]
#[worker::send]
pub async fn open(context: Context, headers: HeaderMap) -> Response {
    let accept = extract::header(&headers, "accept").unwrap_or_default();
    let wants_page = accept.contains("text/html");
    let mut seen = Seen::default();
    match admitted(&context, &mut seen).await {
        Ok((location, selection)) => selection.iter().fold(see_other(&location), with_warnings),
        Err(failure) if wants_page => {
            page::of_failure(&context.env, &failure, &context.request_id, seen.partner.as_ref(), seen.locale)
                .await
        }
        Err(failure) => failure.into_response(),
    }
}

/// What is known of a refused link, for its page.
#[derive(Default)]
struct Seen {
    partner: Option<Partner>,
    locale: Option<Locale>,
}

async fn admitted(context: &Context, seen: &mut Seen) -> Result<(String, ProviderSelection), ApiError> {
    let link = read_link(&context.raw_url)?;
    seen.locale = link.peek().get("locale").and_then(Locale::parse);
    if let Some(key) = link.peek().get("partner_key").and_then(|key| PartnerKey::parse(key).ok()) {
        seen.partner = context.partner(&key).await?;
    }
    let config = &context.config;
    let signature = config.keyed("signature", &[&context.raw_url]);
    let now = context.now.seconds();
    let serves = |provider| config.serves(provider);
    let admitted = admit(link, seen.partner.as_ref(), &config.origins, config.strictness, serves, now)?;
    let mut request = admitted.request;
    let (id, code) = (flow_id(crate::runtime::random()?), token()?);
    let location = format!("/connect/{}?flow={id}#{code}", request.partner);
    let code_hash = Context::token_hash(&code);
    request.selection = match request.selection.clone() {
        ProviderSelection::Fixed(asked) => {
            ProviderSelection::Fixed(completed(context, &request, asked, &signature).await?)
        }
        ProviderSelection::Choice(choice) => possible(context, &request, choice, &signature).await?,
    };
    let target = match &request.selection {
        ProviderSelection::Fixed(asked) => {
            Some(Target { request: asked.clone(), link: link_of(context, &request, asked) })
        }
        ProviderSelection::Choice(_) => None,
    };
    let selection = request.selection.clone();
    let new = NewFlow { id, request, return_to: admitted.return_to, target, signature, code_hash };
    flow::create(&context.env, new).await?;
    Ok((location, selection))
}

/// The name of the link's object.
fn link_of(context: &Context, request: &LinkRequest, asked: &ProviderRequest) -> String {
    let (partner, user_ext_ref) = (request.partner.clone(), request.user_ext_ref.clone());
    keys::link(&context.config, &Identity { partner, user_ext_ref, provider: asked.provider() })
}

/// What replaces something that is linked is checked against that, and takes from it what it leaves out.
async fn completed(
    context: &Context,
    request: &LinkRequest,
    asked: ProviderRequest,
    signature: &str,
) -> Result<ProviderRequest, ApiError> {
    let Some(request_id) = asked.rebind_id() else { return Ok(asked) };
    let used = index::get(&context.env, &keys::index_of_rebind(asked.provider(), request_id)).await?;
    if used.is_some_and(|by| by != signature) {
        return Err(Code::RequestIdUsed.into());
    }
    let snapshot = link::snapshot(&context.env, &link_of(context, request, &asked)).await?;
    let first = snapshot.and_then(|snapshot| snapshot.made_for).ok_or(ApiError::from(Code::NotLinked))?;
    if first.rebind_id() == Some(request_id) {
        return Err(Code::RequestIdUsed.into());
    }
    asked.completed_by(&first).map_err(|error| ApiError::with(error.code(), error.to_string()))
}

/// Of a choice only what can be done is offered.
async fn possible(
    context: &Context,
    request: &LinkRequest,
    choice: Vec<ProviderRequest>,
    signature: &str,
) -> Result<ProviderSelection, ApiError> {
    let mut kept = Vec::new();
    for asked in choice {
        match completed(context, request, asked, signature).await {
            Ok(asked) => kept.push(asked),
            Err(failure) if failure.code.status() >= 500 => return Err(failure),
            Err(_) => {}
        }
    }
    ProviderSelection::of(kept).ok_or(Code::ProviderNotOffered.into())
}
