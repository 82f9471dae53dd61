//! Elements, built by hand and tied to Leptos' signals: one type for every view, so that little is generated.
//!
//! Nothing here takes markup: texts are text nodes, attributes are attributes, styles are classes.

use leptos::prelude::*;
use leptos::wasm_bindgen::closure::Closure;
use leptos::wasm_bindgen::{JsCast, JsValue};
use leptos::web_sys;

/// An element. Cloning it clones the handle. One that could not be made or is not there is JavaScript's `undefined`, of
/// which every call that may fail says so: an `Option` would not fit into a register, and there are many calls.
#[derive(Clone)]
pub struct El(web_sys::Element);

fn or_none(element: Option<web_sys::Element>) -> El {
    El(element.unwrap_or_else(|| JsValue::UNDEFINED.unchecked_into()))
}

/// A new element; no class where the text is empty.
pub fn el(tag: &str, class: &str) -> El {
    let made = or_none(document().create_element(tag).ok());
    if class.is_empty() { made } else { made.attr("class", class) }
}

/// A new element of a drawing.
pub fn svg(tag: &str, attributes: &[(&str, &str)]) -> El {
    let made = or_none(document().create_element_ns(Some("http://www.w3.org/2000/svg"), tag).ok());
    attributes.iter().fold(made, |made, (name, value)| made.attr(name, value))
}

impl El {
    /// An element that stands in the page.
    pub fn by_id(id: &str) -> Self {
        or_none(document().get_element_by_id(id))
    }

    /// With an attribute.
    pub fn attr(self, name: &str, value: &str) -> Self {
        self.set_attr(name, Some(value));
        self
    }

    /// With a text, after what is in it.
    pub fn text(self, text: &str) -> Self {
        let _ = self.0.append_child(&document().create_text_node(text));
        self
    }

    /// With another in it, after what is in it.
    pub fn add(self, child: El) -> Self {
        let _ = self.0.append_child(&child.0);
        self
    }

    /// With others in it.
    pub fn add_all(self, children: impl IntoIterator<Item = El>) -> Self {
        children.into_iter().fold(self, Self::add)
    }

    /// Does something on an event, as long as the owner lives that is current now.
    pub fn on(self, event: &str, action: impl Fn(web_sys::Event) + 'static) -> Self {
        self.listen(event, Box::new(action))
    }

    /// A text that follows signals, in place of what is in it.
    pub fn live_text(self, text: impl Fn() -> String + 'static) -> Self {
        let element = self.clone();
        follow(Box::new(move || element.set_text(&text())));
        self
    }

    /// An attribute that follows signals; absent while it is `None`.
    pub fn live_attr(self, name: &'static str, value: impl Fn() -> Option<String> + 'static) -> Self {
        let element = self.clone();
        follow(Box::new(move || element.set_attr(name, value().as_deref())));
        self
    }

    /// Children that follow signals. They are made anew at every change: read memos.
    pub fn live(self, children: impl Fn() -> Option<El> + 'static) -> Self {
        let element = self.clone();
        follow(Box::new(move || {
            element.set_text("");
            element.clone().add_all(children());
        }));
        self
    }

    /// An input that shows a signal and writes it, through a filter.
    pub fn value(self, signal: RwSignal<String>, filter: fn(String) -> String) -> Self {
        let element = self.clone();
        follow(Box::new(move || {
            let text = signal.get();
            // Only what differs: setting it moves the cursor to the end.
            if let Some(input) = element.input().filter(|input| input.value() != text) {
                input.set_value(&text);
            }
        }));
        let element = self.clone();
        self.on("input", move |_| {
            if let Some(input) = element.input() {
                let filtered = filter(input.value());
                if input.value() != filtered {
                    input.set_value(&filtered);
                }
                signal.set(filtered);
            }
        })
    }

    /// As an input.
    pub fn input(&self) -> Option<web_sys::HtmlInputElement> {
        self.0.dyn_ref().cloned()
    }

    /// Takes the focus.
    pub fn focus(&self) {
        if let Some(element) = self.0.dyn_ref::<web_sys::HtmlElement>() {
            let _ = element.focus();
        }
    }

    /// Selects what is in it: an input or a text area, of which both can.
    pub fn select(&self) {
        if self.there() {
            self.0.unchecked_ref::<web_sys::HtmlInputElement>().select();
        }
    }

    /// Whether the focus is on it or in it.
    pub fn holds_focus(&self) -> bool {
        let focused = document().active_element();
        self.there() && focused.is_some_and(|focused| self.0.contains(Some(&focused)))
    }

    /// Writes or removes an attribute.
    pub fn set_attr(&self, name: &str, value: Option<&str>) {
        let _ = match value {
            Some(value) => self.0.set_attribute(name, value),
            None => self.0.remove_attribute(name),
        };
    }

    /// An attribute as it is now; empty where there is none.
    pub fn get_attr(&self, name: &str) -> String {
        self.0.dyn_ref::<web_sys::Element>().and_then(|one| one.get_attribute(name)).unwrap_or_default()
    }

    /// Scrolls it into sight, no further than needed.
    pub fn reveal(&self) {
        if self.there() {
            let options = web_sys::ScrollIntoViewOptions::new();
            options.set_block(web_sys::ScrollLogicalPosition::Nearest);
            self.0.scroll_into_view_with_scroll_into_view_options(&options);
        }
    }

    /// Puts a text in place of what is in it.
    pub fn set_text(&self, text: &str) {
        if self.there() {
            self.0.set_text_content(Some(text));
        }
    }

    /// Whether there is such an element.
    pub fn there(&self) -> bool {
        !self.0.is_undefined()
    }

    /// Out of the page.
    pub fn remove(&self) {
        if self.there() {
            self.0.remove();
        }
    }

    fn listen(self, event: &str, action: Box<dyn Fn(web_sys::Event)>) -> Self {
        // It goes with its element: one that is taken out while it has the focus still hears of that.
        let closure = Closure::<dyn Fn(web_sys::Event)>::wrap(action).into_js_value();
        let _ = self.0.add_event_listener_with_callback(event, closure.unchecked_ref());
        self
    }
}

/// Runs now and whenever a signal that it read changes.
pub fn follow(run: Box<dyn Fn()>) {
    Effect::new(move |_| run());
}
