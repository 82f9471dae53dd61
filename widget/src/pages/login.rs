//! Log in: e-mail and password of the account that will be linked.

use crate::components::actions::{actions, form, side, submit};
use crate::components::field::{Input, field};
use crate::components::summary::summary;
use crate::components::title::{lead, title};
use crate::dom::El;
use crate::model::{Action, Field};
use crate::ui::Ui;
use account_link_shared::connect::Destination;
use leptos::prelude::*;

/// The screen.
pub fn login(ui: Ui) -> El {
    let text = ui.text();
    let email = Input {
        field: Field::Email,
        label: text.email,
        hint: "",
        kind: "email",
        autocomplete: "username",
        mode: "email",
        value: ui.email,
        filter: |typed| typed,
    };
    let password = Input {
        field: Field::Password,
        label: text.password,
        hint: "",
        kind: "password",
        autocomplete: "current-password",
        mode: "text",
        value: ui.password,
        filter: |typed| typed,
    };
    let send = |ui: Ui| {
        let (email, password) = (ui.email.get_untracked(), ui.password.get_untracked());
        ui.perform(Action::Login { email, password });
    };
    let other = move || ui.perform(Action::Goto(Destination::OnboardEmail));
    let inside = vec![
        title(ui, text.login_title),
        lead(ui, text.login_lead),
        summary(ui),
        field(ui, email),
        field(ui, password),
        side(
            ui,
            "",
            text.account.forgot,
            Box::new(move || ui.perform(Action::Goto(Destination::ResetEmail))),
        ),
        side(ui, text.login_new, text.login_open, Box::new(other)),
        actions(ui, "actions", [submit(ui, text.login_action)]),
    ];
    form(ui, send, inside)
}
