//! The screen's `h1`: it takes the focus and is announced when another screen is shown.

use crate::ui::Ui;
use leptos::{html, prelude::*};

/// The heading.
pub fn title(ui: Ui, text: String) -> AnyView {
    let node = NodeRef::<html::H1>::new();
    let shown = text.clone();
    Effect::new(move |_| {
        let Some(heading) = node.get() else { return };
        document().set_title(&text);
        let screen = ui.state.with_untracked(crate::state::State::screen);
        // Another language is no other screen: the focus stays with the switcher.
        if ui.headed.get_value() != Some(screen) {
            ui.headed.set_value(Some(screen));
            let _ = heading.focus();
            ui.announced.set(text.clone());
        }
    });
    view! { <h1 tabindex="-1" node_ref=node>{shown}</h1> }.into_any()
}

/// The sentence under it.
pub fn lead(text: String) -> AnyView {
    view! { <p class="lead">{text}</p> }.into_any()
}
