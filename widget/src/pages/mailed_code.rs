//! The code that we mailed to an address: of a new account, or of one whose password was forgotten.

use crate::components::actions::{actions, form, side, submit};
use crate::components::code_field::code_field;
use crate::components::summary::summary;
use crate::components::title::{lead, title};
use crate::dom::El;
use crate::model::{Action, CodeOf, EmailProof};
use crate::ui::Ui;
use account_link_shared::connect::Destination;
use leptos::prelude::*;

/// The screen.
pub fn mailed_code(ui: Ui, proof: EmailProof) -> El {
    let text = ui.text();
    let (to, send): (_, fn(Ui)) = match proof {
        EmailProof::Onboard => (Destination::OnboardEmail, |ui| enter(ui, CodeOf::Onboard)),
        EmailProof::Reset => (Destination::ResetEmail, |ui| enter(ui, CodeOf::Reset)),
    };
    let inside = vec![
        title(ui, text.code_title),
        lead(ui, text.code_lead),
        summary(ui),
        code_field(ui),
        side(ui, "", text.code_other, Box::new(move || ui.perform(Action::Goto(to)))),
        actions(ui, "actions", [submit(ui, text.go_on)]),
    ];
    form(ui, send, inside)
}

/// Sends the code that was typed.
pub fn enter(ui: Ui, of: CodeOf) {
    ui.perform(Action::Code { of, code: ui.code.get_untracked() });
}
