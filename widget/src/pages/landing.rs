//! The first screen: what will be linked, for whom, what is shared and what is not.

use crate::components::actions::{actions, button};
use crate::components::icon::{self, icon};
use crate::components::{caution::caution, logos::logos, summary::summary, title::title};
use crate::dom::{El, el};
use crate::model::Action;
use crate::providers;
use crate::ui::Ui;
use leptos::prelude::*;

/// The screen.
pub fn landing(ui: Ui) -> El {
    let text = ui.text();
    let named = ui.view(|view| view.user_label.is_some()) == Some(true);
    let for_whom = named.then(|| el("p", "for-whom").text(&ui.fill(text.landing_for)));
    let provider = ui.view(|view| view.provider).flatten().unwrap_or_default();
    let scope = ui.view(|view| view.scope.clone()).flatten();
    let locale = ui.locale.get_untracked();
    let shown = scope.and_then(|scope| (providers::view(provider).landing)(&scope, locale));
    let (head, lines, last) = shown.map_or((text.landing_title, Vec::new(), true), |landing| {
        let title = landing.title.unwrap_or(text.landing_title);
        (title, landing.lines.to_vec(), landing.asks_nothing_more)
    });
    let line = |(path, words)| {
        let class = if path == icon::WARNING { "grave" } else { "" };
        el("li", class).add(icon(path)).add(el("span", "").text(&ui.fill(words)))
    };
    // Elsewhere the confirm screen asks for whom this is; here nothing comes after but the provider.
    let caution = last.then(|| caution(ui)).flatten();
    let buttons = [
        button(ui, "primary", text.go_on, |ui| ui.perform(Action::Continue)),
        button(ui, "secondary", text.not_now, |ui| ui.perform(Action::Cancel)),
    ];
    el("div", "body centred")
        .add(logos(ui))
        .add(title(ui, head))
        .add_all(for_whom)
        .add(summary(ui))
        .add(el("ul", "facts").add_all(lines.into_iter().map(line)))
        .add_all(caution)
        .add(actions(ui, "actions", buttons))
}
