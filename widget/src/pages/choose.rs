//! Which account: one of the providers that the link offers.

use crate::components::actions::{actions, button};
use crate::components::logos::logo_of;
use crate::components::{summary::summary, title::title};
use crate::dom::{El, el};
use crate::model::Action;
use crate::providers;
use crate::ui::Ui;

use account_link_shared::providers::Provider;
use account_link_shared::session::Step;
use leptos::prelude::*;

/// The screen.
pub fn choose(ui: Ui) -> El {
    let text = ui.text();
    let offered = ui.view(|view| match &view.step {
        Step::Choose { providers } => providers.clone(),
        _ => Vec::new(),
    });
    let choices = offered.unwrap_or_default().into_iter().map(|provider| choice(ui, provider));
    let decline = button(ui, "secondary", text.not_now, |ui| ui.perform(Action::Cancel));
    el("div", "body")
        .add(title(ui, text.choose_title))
        .add(summary(ui))
        .add(el("div", "choices").add_all(choices))
        .add(actions(ui, "actions", [decline]))
}

fn choice(ui: Ui, provider: Provider) -> El {
    let line = (providers::view(provider).choose)(ui.locale.get_untracked());
    let words = el("span", "")
        .add(el("strong", "").text(provider.name()))
        .text(" ")
        .add(el("span", "choice-line").text(line));
    el("button", "button choice")
        .attr("type", "button")
        .on("click", move |_| ui.perform(Action::Choose(provider)))
        .add(logo_of(provider))
        .add(words)
}
