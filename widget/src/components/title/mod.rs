//! The screen's `h1`: it takes the focus and is announced when another screen is shown.

use super::icon::icon;
use crate::dom::{El, el, follow};
use crate::model::State;
use crate::ui::Ui;
use leptos::prelude::*;

/// The heading.
pub fn title(ui: Ui, text: &str) -> El {
    let text = ui.fill(text);
    let heading = el("h1", "").attr("id", "title").attr("tabindex", "-1").text(&text);
    let focused = heading.clone();
    // Later, when it stands in the page.
    follow(Box::new(move || {
        document().set_title(&text);
        let screen = ui.state.with_untracked(State::screen);
        // Another language is no other screen: the focus stays with the switcher.
        if ui.headed.get_value().as_ref() != Some(&screen) {
            ui.headed.set_value(Some(screen));
            focused.focus();
            ui.announced.set(text.clone());
        }
    }));
    heading
}

/// The whole of a screen that says what happened: a drawing, the heading, the sentence as it is.
pub fn emblem(ui: Ui, path: &str, head: &str, sentence: &str) -> El {
    el("div", "body centred")
        .add(el("span", "emblem").add(icon(path)))
        .add(title(ui, head))
        .add(el("p", "lead").text(sentence))
}

/// The sentence under it.
pub fn lead(ui: Ui, text: &str) -> El {
    el("p", "lead").text(&ui.fill(text))
}
