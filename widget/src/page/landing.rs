//! The first screen: what will be linked, for whom, what is shared and what is not.

use crate::component::actions::{actions, button};
use crate::component::icon::{self, icon};
use crate::component::{marks::marks, summary::summary, title::title};
use crate::dom::{El, el};
use crate::state::Act;
use crate::ui::Ui;

/// The screen.
pub fn landing(ui: Ui) -> El {
    let text = ui.text();
    let named = ui.view(|view| view.user_label.is_some()) == Some(true);
    let for_whom = named.then(|| el("p", "for-whom").text(&ui.fill(text.landing_for)));
    let line = |path, words| el("li", "").add(icon(path)).add(el("span", "").text(&ui.fill(words)));
    let lines = [
        line(icon::CHECK, text.landing_shared),
        line(icon::LOCK, text.landing_private),
        line(icon::HAND, text.landing_control),
    ];
    let buttons = [
        button(ui, "primary", text.go_on, |ui| ui.act(Act::Continue)),
        button(ui, "secondary", text.not_now, |ui| ui.act(Act::Cancel)),
    ];
    el("div", "body centred")
        .add(marks(ui))
        .add(title(ui, text.landing_title))
        .add_all(for_whom)
        .add(summary(ui))
        .add(el("ul", "facts").add_all(lines))
        .add(actions(ui, "actions", buttons))
}
