//! `GET /api/v1/partner/link`: the signed link of a partner → 303 to our page (000, "开始link").

use crate::core::admission::{admit, read_link};
use crate::core::flow::{NewFlow, Target};
use crate::error::Failure;
use crate::http::context::{Context, token};
use crate::http::{extract, page};
use crate::object::flow;
use crate::store::keys;
use account_link_shared::id::{PartnerKey, flow_id};
use account_link_shared::link::Identity;
use account_link_shared::locale::Locale;
use account_link_shared::partner::Partner;
use account_link_shared::request::Wanted;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};

/// Opens a flow, or says why not: a page for a browser, the error body for a program.
#[worker::send]
pub async fn open(State(context): State<Context>, request: Request) -> Response {
    let accept = extract::header(request.headers(), "accept").unwrap_or_default();
    let wants_page = accept.contains("text/html");
    let mut seen = Seen::default();
    match admitted(&context, &mut seen).await {
        Ok(location) => see_other(&location),
        Err(failure) if wants_page => {
            page::of_failure(&failure, &context.request_id, seen.partner.as_ref(), seen.locale)
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

async fn admitted(context: &Context, seen: &mut Seen) -> Result<String, Failure> {
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
    let request = admitted.request;
    let (id, code) = (flow_id(crate::random()?), token()?);
    let location = format!("/connect/{}?flow={id}#{code}", request.partner);
    let code_hash = Context::token_hash(&code);
    let target = match request.wanted {
        Wanted::One(asked) => {
            let (partner, user_ext_ref) = (request.partner.clone(), request.user_ext_ref.clone());
            let identity = Identity { partner, user_ext_ref, provider: asked.provider() };
            Some(Target { asked, link: keys::link(config, &identity) })
        }
        Wanted::Choice(_) => None,
    };
    let new = NewFlow { id, request, return_to: admitted.return_to, target, signature, code_hash };
    flow::create(&context.env, new).await?;
    Ok(location)
}

fn see_other(location: &str) -> Response {
    let mut response = StatusCode::SEE_OTHER.into_response();
    if let Ok(value) = HeaderValue::from_str(location) {
        response.headers_mut().insert(header::LOCATION, value);
    }
    response
}
