//! ABA PayWay: the QR that Continue and Refresh show, and `POST /callbacks/payway/{secret}`.

use crate::domain::flow::{Event, Target};
use crate::domain::polling::OpenIn;
use crate::domain::reconcile::{AttemptStatus, BeginRefusal};
use crate::durable::{index, link};
use crate::error::ApiError;
use crate::kv::keys;
use crate::providers::payway::{ctid, link_account};
use crate::routes::connect::session::{FlowContext, Rejection};
use crate::routes::context::Context;
use crate::routes::extract::text;
use crate::routes::provider::not_begun;
use account_link_shared::connect::Nothing;
use account_link_shared::payway::canonical::LinkAccount;
use account_link_shared::payway::models::{
    LONGEST, Parameters, Pushback, Qr, RequestId, ReturnTo, callback_url, return_deeplink,
};
use account_link_shared::problem::Code;
use account_link_shared::provider::Provider;
use account_link_shared::route::PAYWAY_CALLBACK;
use account_link_shared::session::End;
use axum::Json;
use axum::body::Body;
use axum::extract::Path;
use axum::response::Response;
use subtle::ConstantTimeEq as _;

/// SecondFactor PayWay for a QR and shows it. Index and row are written before the call goes out, so that a pushback that
/// is quicker than the call's own answer finds them.
pub async fn show_qr(
    visit: Box<FlowContext>,
    target: &Target,
    asked: Parameters,
) -> Result<Response, Rejection> {
    let (env, config) = (&visit.context.env, &visit.context.config);
    let settings = config.payway.as_ref().ok_or(ApiError::from(Code::ProviderNotOffered))?;
    let request_id = RequestId::ours(crate::random()?);
    let id = request_id.as_str().to_owned();
    index::put(env, &keys::index_of_payway(&request_id), &target.link).await?;
    let until = crate::now().seconds().plus(LONGEST).millis();
    match link::begin(env, &target.link, Some(id.clone()), &visit.flow.id, until, OpenIn::SameWindow).await? {
        Ok(_) => {}
        Err(BeginRefusal::TooMany) => return Err(Code::PaywayBusy.into()),
        Err(refusal) => return not_begun(visit, refusal).await,
    }
    let app = visit.partner.app_return.as_ref().filter(|_| asked.return_to == ReturnTo::App);
    let request = LinkAccount {
        ctid: ctid(config, &visit.flow.identity(Provider::Payway)),
        request_id,
        token_flag: asked.token_flag,
        currency: asked.currency,
        return_deeplink: app.map(return_deeplink),
        callback_url: callback_url(&callback(&visit.context)),
    };
    let reply = link_account(settings, &request, crate::now()).await;
    // What may have reached PayWay is asked about; what it refused is not.
    let until = match &reply {
        Ok(reply) => Some(reply.expires_at.millis()),
        Err(Code::ProviderFailed) => Some(until),
        Err(_) => None,
    };
    match link::shown(env, &target.link, &id, &visit.flow.id, until).await? {
        AttemptStatus::Open => {}
        AttemptStatus::Linked(linked) => return visit.apply(Event::Linked { masked: linked.masked }).await,
        // Ended from elsewhere meanwhile: whoever approved it now would wait without end.
        AttemptStatus::Over => return visit.apply(Event::Ended { end: End::Cancelled, masked: None }).await,
    }
    let reply = reply.map_err(ApiError::from)?;
    let (qr_string, deeplink, expires_at) = (reply.qr_string, reply.deeplink, reply.expires_at);
    visit.apply(Event::QrShown(Qr { qr_string, deeplink, expires_at, return_to: asked.return_to })).await
}

/// Where PayWay calls us. Its merchant profile lists the first of our origins.
fn callback(context: &Context) -> String {
    let origin = context.config.origins.first().map(String::as_str).unwrap_or_default();
    format!("{origin}{}", PAYWAY_CALLBACK.replace("{secret}", &keys::payway_callback_token(&context.config)))
}

/// What PayWay pushes: only a reason to ask it. Known and unknown ids are answered alike.
#[worker::send]
pub async fn pushback(
    context: Context,
    Path(secret): Path<String>,
    body: Body,
) -> Result<Json<Nothing>, ApiError> {
    let expected = keys::payway_callback_token(&context.config);
    if context.config.payway.is_none() || !bool::from(secret.as_bytes().ct_eq(expected.as_bytes())) {
        return Err(Code::NotFound.into());
    }
    let body = text(body).await?;
    let pushback = Pushback::parse(&body).ok_or(ApiError::from(Code::InvalidRequest))?;
    let name = keys::index_of_payway(&pushback.request_id);
    if let Some(name) = index::get(&context.env, &name).await? {
        link::hint(&context.env, &name, pushback.request_id.as_str()).await?;
    }
    Ok(Json(Nothing {}))
}
