//! The address that gets a code: of a new account, or of one whose password was forgotten.

use crate::components::actions::{actions, form, side, submit};
use crate::components::field::{Input, field};
use crate::components::summary::summary;
use crate::components::title::{lead, title};
use crate::dom::El;
use crate::model::{Action, Field, Way};
use crate::ui::Ui;
use account_link_shared::connect::Destination;
use leptos::prelude::*;

/// The screen.
pub fn email(ui: Ui, way: Way) -> El {
    let text = ui.text();
    let (head, sentence, before, autocomplete) = match way {
        Way::Onboard => (text.email_title, text.email_lead, text.email_have, "email"),
        Way::Reset => {
            (text.account.reset_title, text.account.reset_lead, text.account.reset_known, "username")
        }
    };
    let email = Input {
        field: Field::Email,
        label: text.email,
        hint: "",
        kind: "email",
        autocomplete,
        mode: "email",
        value: ui.email,
        filter: |typed| typed,
    };
    let inside = vec![
        title(ui, head),
        lead(ui, sentence),
        summary(ui),
        field(ui, email),
        side(ui, before, text.login_action, Box::new(move || ui.perform(Action::Goto(Destination::Login)))),
        actions(ui, "actions", [submit(ui, text.email_action)]),
    ];
    let send: fn(Ui) = match way {
        Way::Onboard => |ui| give(ui, Way::Onboard),
        Way::Reset => |ui| give(ui, Way::Reset),
    };
    form(ui, send, inside)
}

fn give(ui: Ui, way: Way) {
    ui.perform(Action::Email { way, email: ui.email.get_untracked() });
}
