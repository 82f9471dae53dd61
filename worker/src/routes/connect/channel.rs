//! `…/channel`: the push channel. A browser cannot send a bearer header on a WebSocket, so POST gives a ticket, and
//! GET spends it as the second protocol offered (docs/SECURITY.md, "push channel").

use crate::durable::flow;
use crate::error::ApiError;
use crate::routes::connect::session::{FlowWrite, Rejection, cost};
use crate::routes::context::{Context, token};
use crate::routes::extract::header;
use account_link_shared::connect::{CHANNEL_PROTOCOL, Nothing, Ticket};
use account_link_shared::error_code::Code;
use account_link_shared::id::FlowId;
use account_link_shared::secret::Secret;
use axum::Json;
use axum::extract::Path;
use axum::response::{IntoResponse as _, Response};
use http::HeaderMap;

/// Gives a ticket.
#[worker::send]
pub async fn ticket(FlowWrite(session, ..): FlowWrite<Nothing, cost::Free>) -> Result<Response, Rejection> {
    let ticket = token()?;
    flow::ticket(&session.context.env, &session.flow.id, Context::token_hash(&ticket)).await?;
    Ok(Json(Ticket { ticket: Secret::new(ticket) }).into_response())
}

/// Opens the channel.
#[worker::send]
pub async fn open(
    context: Context,
    Path(flow): Path<String>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let headers = &headers;
    if header(headers, "upgrade").is_none_or(|value| !value.eq_ignore_ascii_case("websocket")) {
        return Err(ApiError::with(Code::InvalidRequest, "This is a WebSocket."));
    }
    if header(headers, "origin") != Some(context.origin()) {
        return Err(Code::CrossSite.into());
    }
    let missing = || ApiError::from(Code::SessionMissing);
    let flow = FlowId::parse(&flow).map_err(|error| missing().because(&error))?;
    let offered = header(headers, "sec-websocket-protocol").and_then(|value| value.split_once(','));
    let ticket = offered.filter(|(protocol, _)| protocol.trim() == CHANNEL_PROTOCOL).ok_or_else(missing)?.1;
    let opened = flow::channel::open(&context.env, &flow, &Context::token_hash(ticket.trim())).await?;
    Ok(opened.into())
}
