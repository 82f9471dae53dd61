//! The address that gets a code: of a new account, or of one whose password was forgotten.

use crate::components::actions::{actions, form, side, submit};
use crate::components::field::{Input, field};
use crate::components::summary::summary;
use crate::components::title::{lead, title};
use crate::dom::El;
use crate::model::{Action, EmailProof, Field};
use crate::ui::Ui;
use account_link_shared::connect::Destination;
use leptos::prelude::*;

/// The screen.
pub fn email(ui: Ui, proof: EmailProof) -> El {
    let text = ui.text();
    let (head, sentence, before, autocomplete) = match proof {
        EmailProof::Onboard => (text.email_title, text.email_lead, text.email_have, "email"),
        EmailProof::Reset => {
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
    let send: fn(Ui) = match proof {
        EmailProof::Onboard => |ui| give(ui, EmailProof::Onboard),
        EmailProof::Reset => |ui| give(ui, EmailProof::Reset),
    };
    form(ui, send, inside)
}

fn give(ui: Ui, proof: EmailProof) {
    ui.perform(Action::Email { proof, email: ui.email.get_untracked() });
}
