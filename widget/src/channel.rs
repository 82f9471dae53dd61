//! The push channel: a WebSocket to the flow. Nothing is said on it; whatever is heard means "read".

use crate::model::ChannelEvent;
use account_link_shared::connect::CHANNEL_PROTOCOL;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast as _, JsValue};

/// An open channel, or one on its way. Dropped, it is closed and no longer heard.
pub struct Channel {
    socket: web_sys::WebSocket,
    listener: Closure<dyn Fn(web_sys::Event)>,
}

/// What happens to it.
const EVENTS: [(&str, ChannelEvent); 3] =
    [("open", ChannelEvent::Opened), ("message", ChannelEvent::Message), ("close", ChannelEvent::Closed)];

impl Channel {
    /// Opens it with a ticket. `None` where the browser refuses.
    pub fn open(path: &str, ticket: &str, heard: Box<dyn Fn(ChannelEvent)>) -> Option<Self> {
        let origin = web_sys::window()?.location().origin().ok()?;
        // http becomes ws, https becomes wss.
        let url = format!("ws{}{path}", origin.strip_prefix("http")?);
        let protocols = js_sys::Array::of2(&JsValue::from_str(CHANNEL_PROTOCOL), &JsValue::from_str(ticket));
        let socket = web_sys::WebSocket::new_with_str_sequence(&url, &protocols).ok()?;
        let listener = Closure::<dyn Fn(web_sys::Event)>::wrap(Box::new(move |event: web_sys::Event| {
            let kind = event.type_();
            if let Some((_, what)) = EVENTS.iter().find(|(name, _)| *name == kind) {
                heard(*what);
            }
        }));
        for (name, _) in EVENTS {
            let _ = socket.add_event_listener_with_callback(name, listener.as_ref().unchecked_ref());
        }
        Some(Self { socket, listener })
    }
}

impl Drop for Channel {
    fn drop(&mut self) {
        for (name, _) in EVENTS {
            let listener = self.listener.as_ref().unchecked_ref();
            let _ = self.socket.remove_event_listener_with_callback(name, listener);
        }
        let _ = self.socket.close();
    }
}
