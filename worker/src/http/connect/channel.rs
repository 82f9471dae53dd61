//! `…/channel`: the push channel. A browser cannot send a bearer header on a WebSocket, so POST gives a ticket, and
//! GET spends it as the second protocol offered (SECURITY, "push channel").

use crate::core::flow::Cost;
use crate::error::Failure;
use crate::http::call::Call;
use crate::http::connect::visit::{Stop, Visit};
use crate::http::context::{Context, token};
use crate::http::extract::header;
use crate::http::finish::json;
use crate::object::flow;
use account_link_shared::connect::{CHANNEL_PROTOCOL, Nothing, Ticket};
use account_link_shared::id::FlowId;
use account_link_shared::problem::Code;
use account_link_shared::secret::Secret;
use axum::response::Response;

/// Gives a ticket.
pub async fn ticket(call: Call) -> Result<Response, Stop> {
    let (visit, Nothing {}) = Visit::write(call, Cost::Free).await?;
    let ticket = token()?;
    flow::ticket(&visit.context.env, &visit.flow.id, Context::token_hash(&ticket)).await?;
    Ok(json(200, &Ticket { ticket: Secret::new(ticket) }))
}

/// Opens the channel.
pub async fn open(call: Call) -> Result<Response, Failure> {
    let Call { context, path: [flow, ..], request } = call;
    let headers = request.headers();
    if header(headers, "upgrade").is_none_or(|value| !value.eq_ignore_ascii_case("websocket")) {
        return Err(Failure::with(Code::InvalidRequest, "This is a WebSocket."));
    }
    if header(headers, "origin") != Some(context.origin()) {
        return Err(Code::CrossSite.into());
    }
    let missing = || Failure::from(Code::SessionMissing);
    let flow = FlowId::parse(&flow).map_err(|_| missing())?;
    let offered = header(headers, "sec-websocket-protocol").and_then(|value| value.split_once(','));
    let ticket = offered.filter(|(protocol, _)| protocol.trim() == CHANNEL_PROTOCOL).ok_or_else(missing)?.1;
    let opened = flow::channel::open(&context.env, &flow, &Context::token_hash(ticket.trim())).await?;
    Ok(opened.into())
}
