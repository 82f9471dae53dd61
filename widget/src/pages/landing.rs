//! The first screen: what will be linked, for whom, what is shared and what is not.

use crate::components::actions::{actions, button};
use crate::components::icon::{self, icon};
use crate::components::{caution::caution, logos::logos, summary::summary, title::title};
use crate::dom::{El, el};
use crate::model::Action;
use crate::ui::Ui;
use account_link_shared::session::Scope;

/// The screen.
pub fn landing(ui: Ui) -> El {
    let text = ui.text();
    let named = ui.view(|view| view.user_label.is_some()) == Some(true);
    let for_whom = named.then(|| el("p", "for-whom").text(&ui.fill(text.landing_for)));
    let scope = ui.view(|view| view.scope.clone()).flatten().unwrap_or(Scope::Profile);
    let account = |title, path, use_of_it| {
        (title, [(path, use_of_it), (icon::LOCK, text.account_private), (icon::HAND, text.account_control)])
    };
    let asked = (icon::CHECK, text.open_use);
    let login = (icon::LOCK, text.store_private);
    let (head, lines) = match &scope {
        Scope::Profile => (
            text.landing_title,
            [
                (icon::CHECK, text.landing_shared),
                (icon::LOCK, text.landing_private),
                (icon::HAND, text.landing_control),
            ],
        ),
        Scope::SavedAccount => account(text.saved_title, icon::CHECK, text.saved_use),
        Scope::ChargeLater => account(text.charge_title, icon::WARNING, text.charge_use),
        Scope::OpenAccounts(_) => (text.landing_title, [asked, login, (icon::HAND, text.store_control)]),
        Scope::ReplaceAccounts(_) => (text.replace_title, [asked, (icon::WARNING, text.replace_use), login]),
    };
    let line = |(path, words)| {
        let class = if path == icon::WARNING { "grave" } else { "" };
        el("li", class).add(icon(path)).add(el("span", "").text(&ui.fill(words)))
    };
    // Elsewhere the confirm screen asks for whom this is; here nothing comes after but the provider.
    let caution = (scope != Scope::Profile).then(|| caution(ui)).flatten();
    let buttons = [
        button(ui, "primary", text.go_on, |ui| ui.act(Action::Continue)),
        button(ui, "secondary", text.not_now, |ui| ui.act(Action::Cancel)),
    ];
    el("div", "body centred")
        .add(logos(ui))
        .add(title(ui, head))
        .add_all(for_whom)
        .add(summary(ui))
        .add(el("ul", "facts").add_all(lines.map(line)))
        .add_all(caution)
        .add(actions(ui, "actions", buttons))
}
