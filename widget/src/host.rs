//! The partner's page around us: handshake and messages (docs/MESSAGES.md).
//!
//! Nothing is said before a valid INIT, and then only to the exact origin it came from, which must be one that
//! this partner registered. What is said carries no secret and no authority.

use crate::wire_format::{self, Json};
use account_link_shared::frame::{Event, MAX_LENGTH, VERSION};
use account_link_shared::locale::{Locale, Theme};
use std::cell::RefCell;
use wasm_bindgen::JsValue;

/// What the loader said, as far as we know it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HostMessage {
    /// The handshake; a wish in a language we do not speak is none.
    Init(Option<Locale>, Option<Theme>),
    /// Close.
    Close,
}

/// The partner's page, if we are in one.
pub struct Host {
    parent: Option<web_sys::Window>,
    allowed: Vec<String>,
    origin: RefCell<Option<String>>,
    unsent: RefCell<Vec<Event>>,
}

impl Host {
    /// Looks around. `origins`: those that may frame the page, separated by spaces.
    pub fn new(origins: &str) -> Self {
        let window = web_sys::window();
        let parent = window.as_ref().and_then(|window| window.parent().ok().flatten());
        let parent = parent.filter(|parent| window.as_ref() != Some(parent));
        let allowed = origins.split_whitespace().map(str::to_owned).collect();
        Self { parent, allowed, origin: RefCell::default(), unsent: RefCell::default() }
    }

    /// Inside a partner's page.
    pub fn framed(&self) -> bool {
        self.parent.is_some()
    }

    /// Reads a message; `None` where it is not the loader's, and nothing comes of it.
    pub fn receive(&self, event: &web_sys::MessageEvent) -> Option<HostMessage> {
        let parent: &JsValue = self.parent.as_ref()?;
        if &JsValue::from(event.source()?) != parent || !self.trusts(&event.origin()) {
            return None;
        }
        let text = js_sys::JSON::stringify(&event.data()).ok()?;
        if usize::try_from(text.length()).map_or(true, |length| length > MAX_LENGTH) {
            return None;
        }
        let message = read(&text.as_string()?)?;
        if let HostMessage::Init(..) = message {
            self.origin.replace(Some(event.origin()));
            self.post("READY", &[]);
            for event in self.unsent.take() {
                self.post("EVENT", &wire_format::event(&event));
            }
        }
        // Before the handshake there is nothing to close.
        self.origin.borrow().is_some().then_some(message)
    }

    /// Tells the partner's page; before the handshake it is kept until then.
    pub fn tell(&self, event: Event) {
        if !self.framed() {
            return;
        }
        if self.origin.borrow().is_some() {
            self.post("EVENT", &wire_format::event(&event));
        } else {
            self.unsent.borrow_mut().push(event);
        }
    }

    /// A registered origin, and after the handshake that one only.
    fn trusts(&self, origin: &str) -> bool {
        match self.origin.borrow().as_deref() {
            Some(known) => known == origin,
            None => self.allowed.iter().any(|allowed| allowed == origin),
        }
    }

    fn post(&self, kind: &str, members: &[(&'static str, String)]) {
        let (Some(parent), Some(origin)) = (&self.parent, self.origin.borrow().clone()) else { return };
        let message = js_sys::Object::new();
        let set =
            |name: &str, value: JsValue| js_sys::Reflect::set(&message, &JsValue::from_str(name), &value);
        let _ = set("account_link", JsValue::from(VERSION));
        let _ = set("type", JsValue::from_str(kind));
        for (name, value) in members {
            let _ = set(name, JsValue::from_str(value));
        }
        let _ = parent.post_message(&message, &origin);
    }
}

/// Reads the loader's words; leniently where a partner's text stands in them.
fn read(text: &str) -> Option<HostMessage> {
    let message = Json::parse(text)?;
    if message.number("account_link") != Some(i64::from(VERSION)) {
        return None;
    }
    match message.text("type")? {
        "INIT" => {
            let locale = message.text("locale").and_then(Locale::parse);
            Some(HostMessage::Init(locale, message.text("theme").and_then(Theme::parse)))
        }
        "CLOSE" => Some(HostMessage::Close),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_loaders_words_are_read() {
        let init = r#"{"account_link":1,"type":"INIT","locale":"zh-CN","theme":null}"#;
        assert_eq!(read(init), Some(HostMessage::Init(Some(Locale::Zh), None)));
        let foreign = r#"{"account_link":1,"type":"INIT","locale":"fr","theme":"pink"}"#;
        assert_eq!(read(foreign), Some(HostMessage::Init(None, None)));
        assert_eq!(read(r#"{"account_link":1,"type":"CLOSE"}"#), Some(HostMessage::Close));
        for bad in [r#"{"account_link":2,"type":"CLOSE"}"#, r#"{"type":"CLOSE"}"#, "\"CLOSE\"", "null", "{"] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }
}
