//! Log in: e-mail and password of the account that will be linked.

use crate::component::actions::{actions, form, side, submit};
use crate::component::field::{Input, field};
use crate::component::summary::summary;
use crate::component::title::{lead, title};
use crate::state::{Act, Field};
use crate::ui::Ui;
use account_link_shared::connect::Destination;
use leptos::prelude::*;

/// The screen.
pub fn login(ui: Ui) -> AnyView {
    let text = ui.text();
    let email = Input {
        field: Field::Email,
        label: text.email,
        hint: "",
        kind: "email",
        autocomplete: "username",
        value: ui.email,
    };
    let password = Input {
        field: Field::Password,
        label: text.password,
        hint: "",
        kind: "password",
        autocomplete: "current-password",
        value: ui.password,
    };
    let send = |ui: Ui| {
        let (email, password) = (ui.email.get_untracked(), ui.password.get_untracked());
        ui.act(Act::Login { email, password });
    };
    let other = |ui: Ui| ui.act(Act::Goto(Destination::OnboardEmail));
    let inside = vec![
        title(ui, ui.fill(text.login_title)),
        lead(ui.fill(text.login_lead)),
        summary(ui),
        field(ui, email),
        field(ui, password),
        side(ui, ui.fill(text.login_new), text.login_open, other),
        actions(ui, "", vec![submit(ui, text.login_action.to_owned())]),
    ];
    form(ui, send, inside)
}
