//! The partner's page around us: handshake and messages (docs/MESSAGES.md).
//!
//! Nothing is said before a valid INIT, and then only to the exact origin it came from, which must be one that
//! this partner registered. What is said carries no secret and no authority.

use account_link_shared::frame::{self, Envelope, FromFrame, MAX_LENGTH, VERSION};
use account_link_shared::locale::{Locale, Theme};
use serde::Deserialize;
use std::cell::RefCell;
use wasm_bindgen::JsValue;

/// What the loader said, as far as we know it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said {
    /// The handshake; a wish in a language we do not speak is none.
    Init(Option<Locale>, Option<Theme>),
    /// Close.
    Close,
}

/// The loader's messages, read leniently where a partner's text stands in them.
#[derive(Deserialize)]
struct Letter {
    account_link: u8,
    #[serde(rename = "type")]
    kind: String,
    locale: Option<String>,
    theme: Option<String>,
}

/// The partner's page, if we are in one.
pub struct Host {
    parent: Option<web_sys::Window>,
    allowed: Vec<String>,
    origin: RefCell<Option<String>>,
    unsent: RefCell<Vec<FromFrame>>,
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
    pub fn receive(&self, event: &web_sys::MessageEvent) -> Option<Said> {
        let parent: &JsValue = self.parent.as_ref()?;
        if &JsValue::from(event.source()?) != parent || !self.trusts(&event.origin()) {
            return None;
        }
        let text = js_sys::JSON::stringify(&event.data()).ok()?;
        if usize::try_from(text.length()).map_or(true, |length| length > MAX_LENGTH) {
            return None;
        }
        let said = read(&text.as_string()?)?;
        if let Said::Init(..) = said {
            self.origin.replace(Some(event.origin()));
            self.post(&FromFrame::Ready);
            for message in self.unsent.take() {
                self.post(&message);
            }
        }
        // Before the handshake there is nothing to close.
        self.origin.borrow().is_some().then_some(said)
    }

    /// Tells the partner's page; before the handshake it is kept until then.
    pub fn tell(&self, event: frame::Event) {
        if !self.framed() {
            return;
        }
        let message = FromFrame::Event(event);
        if self.origin.borrow().is_some() {
            self.post(&message);
        } else {
            self.unsent.borrow_mut().push(message);
        }
    }

    /// A registered origin, and after the handshake that one only.
    fn trusts(&self, origin: &str) -> bool {
        match self.origin.borrow().as_deref() {
            Some(known) => known == origin,
            None => self.allowed.iter().any(|allowed| allowed == origin),
        }
    }

    fn post(&self, message: &FromFrame) {
        let (Some(parent), Some(origin)) = (&self.parent, self.origin.borrow().clone()) else { return };
        let envelope = Envelope { account_link: VERSION, message };
        let text = serde_json::to_string(&envelope).unwrap_or_default();
        if let Ok(data) = js_sys::JSON::parse(&text) {
            let _ = parent.post_message(&data, &origin);
        }
    }
}

fn read(text: &str) -> Option<Said> {
    let letter: Letter = serde_json::from_str(text).ok()?;
    match (letter.account_link, letter.kind.as_str()) {
        (VERSION, "INIT") => Some(Said::Init(
            letter.locale.as_deref().and_then(Locale::parse),
            letter.theme.as_deref().and_then(Theme::parse),
        )),
        (VERSION, "CLOSE") => Some(Said::Close),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_loaders_words_are_read() {
        let init = r#"{"account_link":1,"type":"INIT","locale":"zh-CN","theme":null}"#;
        assert_eq!(read(init), Some(Said::Init(Some(Locale::Zh), None)));
        let foreign = r#"{"account_link":1,"type":"INIT","locale":"fr","theme":"pink"}"#;
        assert_eq!(read(foreign), Some(Said::Init(None, None)));
        assert_eq!(read(r#"{"account_link":1,"type":"CLOSE"}"#), Some(Said::Close));
        for bad in [r#"{"account_link":2,"type":"CLOSE"}"#, r#"{"type":"CLOSE"}"#, "\"CLOSE\"", "null", "{"] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }
}
