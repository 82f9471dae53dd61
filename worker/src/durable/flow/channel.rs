//! The push channel of a flow: hibernating WebSockets, each opened with a ticket. Every message says: read the flow.

use super::commands::BINDING;
use crate::domain::flow::FlowRefusal;
use crate::durable::sent;
use crate::error::ApiError;
use crate::kv::bounded;
use account_link_shared::connect::CHANNEL_PROTOCOL;
use account_link_shared::id::FlowId;
use worker::{Env, Request, Response, Result, State, WebSocketPair};

/// How the front hands the hash of the ticket over.
const TICKET: &str = "account-link-ticket";
/// A page opens one channel, and a new one after an app switch: more are not kept.
const MOST: usize = 8;

/// Opens the channel for whoever has the ticket.
pub async fn open(env: &Env, flow: &FlowId, ticket_hash: &str) -> core::result::Result<Response, ApiError> {
    let headers = web_sys::Headers::new().map_err(worker::Error::from)?;
    for (name, value) in [("upgrade", "websocket"), (TICKET, ticket_hash)] {
        headers.set(name, value).map_err(worker::Error::from)?;
    }
    let init = web_sys::RequestInit::new();
    init.set_headers(&headers);
    // No signal: it would end the channel later.
    let response = bounded(sent(env, BINDING, flow.as_str(), &init)).await;
    let response = response.ok_or_else(|| ApiError::unavailable("a flow did not answer"))??;
    match response.status_code() {
        101 => Ok(response),
        _ => Err(FlowRefusal::Session.into()),
    }
}

/// The hash of the ticket, where a request is for the channel.
pub fn ticket_of(request: &Request) -> Option<String> {
    request.headers().get(TICKET).ok().flatten()
}

/// Takes a page on.
pub fn accept(state: &State) -> Result<Response> {
    if let Some(oldest) = state.get_websockets().first().filter(|_| state.get_websockets().len() >= MOST) {
        let _ = oldest.close(Some(1000), Some("replaced"));
    }
    let pair = WebSocketPair::new()?;
    state.accept_websocket_with_tags(&pair.server, &["page"]);
    let response = Response::from_websocket(pair.client)?;
    response.headers().set("sec-websocket-protocol", CHANNEL_PROTOCOL)?;
    Ok(response)
}

/// Says that there is something to read. A page that is gone does not hear it, and reads by itself.
pub fn tell(state: &State) {
    for page in state.get_websockets() {
        let _ = page.send_with_str("changed");
    }
}
