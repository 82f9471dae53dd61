//! A new account: the e-mail, which is verified before anything is linked.

use crate::component::actions::{actions, form, side, submit};
use crate::component::field::{Input, field};
use crate::component::summary::summary;
use crate::component::title::{lead, title};
use crate::dom::El;
use crate::state::{Act, Field};
use crate::ui::Ui;
use account_link_shared::connect::Destination;
use leptos::prelude::*;

/// The screen.
pub fn onboard_email(ui: Ui) -> El {
    let text = ui.text();
    let email = Input {
        field: Field::Email,
        label: text.email,
        hint: "",
        kind: "email",
        autocomplete: "email",
        mode: "email",
        value: ui.email,
        filter: |typed| typed,
    };
    let inside = vec![
        title(ui, text.email_title),
        lead(ui, text.email_lead),
        summary(ui),
        field(ui, email),
        side(ui, text.email_have, text.login_action, Box::new(move || ui.act(Act::Goto(Destination::Login)))),
        actions(ui, "actions", [submit(ui, text.email_action)]),
    ];
    form(ui, |ui| ui.act(Act::OnboardEmail { email: ui.email.get_untracked() }), inside)
}
