//! The listeners: what the browser and the partner's page say becomes events.

use super::shell::Shell;
use crate::dom::{El, follow};
use crate::history;
use crate::host::HostMessage;
use crate::model::Event;
use leptos::prelude::*;
use leptos::web_sys;
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

/// Begins to listen, for as long as the page lives.
pub fn listen(shell: &Rc<Shell>) {
    let messages = Rc::clone(shell);
    hear("message", move |event: web_sys::MessageEvent| match messages.host.receive(&event) {
        Some(HostMessage::Init(locale, theme)) => messages.preferences.set((locale, theme)),
        Some(HostMessage::Close) => messages.ui.with_id(Event::Close),
        None => {}
    });

    let steps = Rc::clone(shell);
    hear("popstate", move |event: web_sys::PopStateEvent| {
        let entry = history::from_state(&event.state());
        let before = steps.entry.borrow().depth;
        // An entry that is not ours has no flow: its depth says nothing.
        let back = entry.flow.is_some() && entry.depth < before;
        steps.entry.borrow_mut().depth = entry.depth;
        steps.ui.with_id(|id| Event::Popped { step: entry.step, back, id });
    });

    for event in ["visibilitychange", "online"] {
        let shell = Rc::clone(shell);
        hear(event, move |_: web_sys::Event| {
            let seen = document().visibility_state() == web_sys::VisibilityState::Visible;
            shell.take(if seen { Event::Seen } else { Event::Hidden });
        });
    }

    // The loader gives the frame the focus when it has answered, which takes it off a heading that was quicker.
    hear("focus", |_: web_sys::Event| {
        let body = document().body().map(web_sys::Element::from);
        if document().active_element() == body {
            El::by_id("title").focus();
        }
    });

    // Esc inside a frame does not reach the partner's dialog. An input method's Esc is its own.
    let escape = Rc::clone(shell);
    hear("keydown", move |event: web_sys::KeyboardEvent| {
        if event.key() == "Escape" && !event.is_composing() && escape.host.framed() {
            escape.ui.with_id(Event::Close);
        }
    });

    let (chosen, last) = (Rc::clone(shell), Cell::new(shell.ui.chosen.get_untracked()));
    follow(Box::new(move || {
        let locale = chosen.ui.chosen.get();
        if last.replace(locale) != locale {
            chosen.entry.borrow_mut().locale = locale;
            history::write(&chosen.entry.borrow(), false);
        }
    }));
}

/// Listens at the window. What arrives is taken for what its name promises.
fn hear<E: JsCast + 'static>(event: &str, action: impl Fn(E) + 'static) {
    at_window(event, Box::new(move |event| action(event.unchecked_into())));
}

fn at_window(event: &str, action: Box<dyn Fn(web_sys::Event)>) {
    let closure = Closure::<dyn Fn(web_sys::Event)>::wrap(action);
    let _ = window().add_event_listener_with_callback(event, closure.as_ref().unchecked_ref());
    closure.forget();
}
