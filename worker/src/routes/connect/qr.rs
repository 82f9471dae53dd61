//! The QR that Continue and Refresh show.

use crate::domain::flow::{Event, Target};
use crate::domain::polling::OpenIn;
use crate::domain::reconcile::{AttemptStatus, BeginRefusal};
use crate::durable::{index, link};
use crate::error::ApiError;
use crate::kv::keys;
use crate::providers::{self, QrRequest};
use crate::routes::connect::refusal::not_begun;
use crate::routes::connect::session::{FlowContext, Rejection};
use crate::routes::context::Context;
use account_link_shared::error_code::Code;
use account_link_shared::problem::FailureReason;
use account_link_shared::providers::Provider;
use account_link_shared::providers::error::ProviderErrorKind;
use account_link_shared::route::PROVIDER_CALLBACK;
use account_link_shared::session::End;
use axum::response::Response;

/// No QR lives longer, in seconds.
const LONGEST: i64 = 600;

/// Asks the provider for a QR and shows it. Index and attempt are written before the call goes out, so that a call of the
/// provider's that is quicker than its own answer finds them.
pub async fn show(session: Box<FlowContext>, target: &Target) -> Result<Response, Rejection> {
    let (env, config) = (&session.context.env, &session.context.config);
    let provider = target.request.provider();
    if !config.serves(provider) {
        return Err(Code::ProviderNotOffered.into());
    }
    let id = providers::attempt_id(provider, crate::runtime::random()?)
        .ok_or_else(|| ApiError::internal("a provider without QRs"))?;
    index::put(env, &keys::index_of_attempt(provider, &id), &target.link).await?;
    let until = crate::runtime::now().seconds().plus(LONGEST).millis();
    let flow = &session.flow.id;
    match link::begin(env, &target.link, Some(id.clone()), flow, until, OpenIn::SameWindow).await? {
        Ok(_) => {}
        Err(BeginRefusal::TooMany) => return Err(Code::ProviderBusy.into()),
        Err(refusal) => return not_begun(session, refusal).await,
    }
    let identity = session.flow.identity(provider);
    let request = QrRequest {
        id: &id,
        request: &target.request,
        app_return: session.partner.app_return.as_ref().filter(|_| target.request.returns_to_app()),
        callback_url: &callback_url(&session.context, provider),
    };
    let qr =
        providers::create_qr(&config.call(&target.link, &identity, crate::runtime::now()), request).await;
    // What may have reached the provider is asked about; what it refused is not.
    let until = match &qr {
        Ok(qr) => Some(qr.expires_at.millis()),
        Err(error) if error.kind == ProviderErrorKind::Unavailable => Some(until),
        Err(_) => None,
    };
    match link::created(env, &target.link, &id, flow, until).await? {
        AttemptStatus::Open => {}
        AttemptStatus::Linked(linked) => return session.apply(Event::Linked { masked: linked.masked }).await,
        // Ended from elsewhere meanwhile: whoever approved it now would wait without end.
        AttemptStatus::Over => {
            return session.apply(Event::Ended { end: End::Cancelled, masked: None }).await;
        }
    }
    let qr = qr.map_err(|error| FailureReason::at(provider, error))?;
    session.apply(Event::QrShown(qr)).await
}

/// Where the provider calls us. What is registered with it is the first of our origins.
fn callback_url(context: &Context, provider: Provider) -> String {
    let origin = context.config.origins.first().map(String::as_str).unwrap_or_default();
    let path = PROVIDER_CALLBACK.replace("{provider}", provider.key());
    format!("{origin}{}", path.replace("{secret}", &keys::callback_secret(&context.config, provider)))
}
