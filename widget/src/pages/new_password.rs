//! A new password: with the terms for a new account, alone for an old one.

use crate::components::actions::{actions, form, submit};
use crate::components::check::check;
use crate::components::field::{Input, field};
use crate::components::summary::summary;
use crate::components::title::{lead, title};
use crate::dom::{El, el};
use crate::model::{Action, EmailProof, Field};
use crate::ui::Ui;
use leptos::prelude::*;

/// The screen.
pub fn new_password(ui: Ui, proof: EmailProof) -> El {
    let text = ui.text();
    let (head, sentence, action) = match proof {
        EmailProof::Onboard => (text.password_title, text.password_lead, text.password_action),
        EmailProof::Reset => (text.account.renew_title, text.account.renew_lead, text.account.renew_action),
    };
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
    let mut inside =
        vec![title(ui, head), lead(ui, sentence), summary(ui), username(ui), field(ui, password)];
    inside.extend((proof == EmailProof::Onboard).then(|| check(ui, text.terms)));
    inside.push(actions(ui, "actions", [submit(ui, action)]));
    let send: fn(Ui) = match proof {
        EmailProof::Onboard => |ui| choose(ui, EmailProof::Onboard),
        EmailProof::Reset => |ui| choose(ui, EmailProof::Reset),
    };
    form(ui, send, inside)
}

fn choose(ui: Ui, proof: EmailProof) {
    let (password, terms) = (ui.password.get_untracked(), ui.ticked.get_untracked());
    ui.perform(Action::Password { proof, password, terms });
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
