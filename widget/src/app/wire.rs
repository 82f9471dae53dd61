//! The listeners: what the browser and the partner's page say becomes events.

use super::shell::Shell;
use crate::history;
use crate::host::Said;
use crate::state::Event;
use leptos::prelude::*;
use leptos::{ev, web_sys};
use std::rc::Rc;
use wasm_bindgen::JsCast as _;

/// Begins to listen, for as long as the page lives.
pub fn listen(shell: &Rc<Shell>) {
    let messages = Rc::clone(shell);
    window_event_listener(ev::message, move |event| match messages.host.receive(&event) {
        Some(Said::Init(locale, theme)) => messages.wishes.set((locale, theme)),
        Some(Said::Close) => messages.ui.with_id(Event::Close),
        None => {}
    });

    let steps = Rc::clone(shell);
    window_event_listener(ev::popstate, move |event| {
        let entry = history::from_state(&event.state());
        let before = steps.entry.borrow().depth;
        // An entry that is not ours has no flow: its depth says nothing.
        let back = entry.flow.is_some() && entry.depth < before;
        steps.entry.borrow_mut().depth = entry.depth;
        steps.ui.with_id(|id| Event::Popped { step: entry.step, back, id });
    });

    let look = Rc::clone(shell);
    let look = move || {
        let seen = document().visibility_state() == web_sys::VisibilityState::Visible;
        look.take(if seen { Event::Look } else { Event::Hidden });
    };
    let seen = look.clone();
    window_event_listener(ev::visibilitychange, move |_| seen());
    window_event_listener(ev::online, move |_| look());

    // The loader gives the frame the focus when it has answered, which takes it off a heading that was quicker.
    window_event_listener(ev::focus, |_| {
        let body = document().body().map(web_sys::Element::from);
        let title = document().get_element_by_id("title").and_then(|title| title.dyn_into().ok());
        if let Some(title) = title.filter(|_: &web_sys::HtmlElement| document().active_element() == body) {
            let _ = title.focus();
        }
    });

    // Esc inside a frame does not reach the partner's dialog. An input method's Esc is its own.
    let escape = Rc::clone(shell);
    window_event_listener(ev::keydown, move |event| {
        if event.key() == "Escape" && !event.is_composing() && escape.host.framed() {
            escape.ui.with_id(Event::Close);
        }
    });

    let chosen = Rc::clone(shell);
    Effect::watch(
        move || chosen.ui.chosen.get(),
        {
            let shell = Rc::clone(shell);
            move |locale, _, _| {
                shell.entry.borrow_mut().locale = *locale;
                history::write(&shell.entry.borrow(), false);
            }
        },
        false,
    );
}
