//! A new account: the password and the terms.

use crate::component::actions::{actions, form, submit};
use crate::component::field::{Input, below, field, said};
use crate::component::summary::summary;
use crate::component::title::{lead, title};
use crate::dom::{El, el};
use crate::state::{Act, Field};
use crate::ui::Ui;
use leptos::prelude::*;

/// The screen.
pub fn onboard_password(ui: Ui) -> El {
    let text = ui.text();
    let password = Input {
        field: Field::Password,
        label: text.password_new,
        hint: text.password_hint,
        kind: "password",
        autocomplete: "new-password",
        mode: "text",
        value: ui.password,
        filter: |typed| typed,
    };
    let inside = vec![
        title(ui, text.password_title),
        lead(ui, text.password_lead),
        summary(ui),
        username(ui),
        field(ui, password),
        terms(ui),
        actions(ui, "actions", [submit(ui, text.password_action)]),
    ];
    let send = |ui: Ui| {
        let (password, terms) = (ui.password.get_untracked(), ui.terms.get_untracked());
        ui.act(Act::OnboardPassword { password, terms });
    };
    form(ui, send, inside)
}

/// So that a password manager saves the password under the right name; nobody sees it.
fn username(ui: Ui) -> El {
    el("input", "unseen")
        .attr("type", "text")
        .attr("name", "username")
        .attr("autocomplete", "username")
        .attr("readonly", "")
        .attr("tabindex", "-1")
        .attr("aria-hidden", "true")
        .attr("value", &ui.fill("{email}"))
}

fn terms(ui: Ui) -> El {
    let id = Field::Terms.id();
    let ticked = el("input", "").attr("id", id).attr("type", "checkbox");
    if let Some(input) = ticked.input() {
        input.set_checked(ui.terms.get_untracked());
    }
    let ticked = ticked.on("change", move |event| ui.terms.set(event_target_checked(&event)));
    let words = el("span", "").text(&ui.fill(ui.text().terms));
    let label = el("label", "check").attr("for", id).add(said(ui, Field::Terms, ticked)).add(words);
    el("div", "field").add(label).add_all(below(ui, Field::Terms, ""))
}
