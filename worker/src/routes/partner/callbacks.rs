//! `GET /api/v1/links/{user_ext_ref}/callbacks` and `POST …/{event_id}/resend`: what we tried to send, and sending it
//! again (001, "Webhook").

use crate::domain::outbox::callback::{Callback as Queued, Progress};
use crate::durable::link;
use crate::error::ApiError;
use crate::routes::context::Context;
use crate::routes::partner::signed::OwnLink;
use account_link_shared::callback_log::{Callback, CallbackAttempt, CallbackLog, CallbackStatus};
use account_link_shared::connect::Nothing;
use account_link_shared::error_code::Code;
use account_link_shared::id::EventId;
use axum::Json;
use axum::extract::Path;
use http::StatusCode;

/// Every callback of a link that we tried to send, and how far it got.
#[cfg_attr(feature = "openapi", utoipa::path(
    get, path = account_link_shared::route::LINK_CALLBACKS, operation_id = "list_callbacks", tag = "callbacks",
    params(crate::routes::document::parameters::User, crate::routes::document::parameters::With),
    responses(
        (status = 200, description = "In the order of their sequence numbers.", body = account_link_shared::callback_log::CallbackLog),
        crate::routes::document::refusals::Links
    )
))]
#[worker::send]
pub async fn list(context: Context, link: OwnLink) -> Result<Json<CallbackLog>, ApiError> {
    let queued = link::callbacks(&context.env, &link.name).await?.ok_or(ApiError::from(Code::NotFound))?;
    let callbacks = queued.into_iter().filter_map(entry).collect();
    Ok(Json(CallbackLog { callbacks }))
}

/// Sends a callback again: one more attempt at once, whatever came before.
#[cfg_attr(feature = "openapi", utoipa::path(
    post, path = account_link_shared::route::CALLBACK_RESEND, operation_id = "resend_callback", tag = "callbacks",
    params(crate::routes::document::parameters::User, crate::routes::document::parameters::Event, crate::routes::document::parameters::With),
    responses(
        (status = 202, description = "It will be sent.", body = account_link_shared::connect::Nothing),
        crate::routes::document::refusals::Links
    )
))]
#[worker::send]
pub async fn resend(
    context: Context,
    Path((_, event)): Path<(String, String)>,
    link: OwnLink,
) -> Result<(StatusCode, Json<Nothing>), ApiError> {
    let event = EventId::parse(&event).map_err(|error| ApiError::from(Code::NotFound).because(&error))?;
    match link::resend(&context.env, &link.name, &event).await? {
        true => Ok((StatusCode::ACCEPTED, Json(Nothing {}))),
        false => Err(Code::NotFound.into()),
    }
}

fn entry(queued: Queued) -> Option<Callback> {
    let status = match queued.progress {
        Progress::Due { .. } => CallbackStatus::Pending,
        Progress::Delivered => CallbackStatus::Delivered,
        Progress::Stopped => CallbackStatus::Stopped,
        Progress::Failed => CallbackStatus::Failed,
    };
    let attempts = queued.attempts.iter().map(|attempt| CallbackAttempt {
        at: attempt.at.seconds(),
        status: attempt.status,
        latency_ms: attempt.took,
        resent: attempt.by_hand,
    });
    Some(Callback {
        sequence: queued.sequence,
        status,
        next_attempt_at: queued.due().map(|at| at.seconds()),
        body: serde_json::from_str(&queued.body).ok()?,
        attempts: attempts.collect(),
        event_id: queued.event,
    })
}
