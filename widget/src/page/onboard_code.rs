//! A new account: the code that we mailed.

use crate::component::actions::{actions, form, side, submit};
use crate::component::code_field::code_field;
use crate::component::summary::summary;
use crate::component::title::{lead, title};
use crate::dom::El;
use crate::state::Act;
use crate::ui::Ui;
use account_link_shared::connect::Destination;
use leptos::prelude::*;

/// The screen.
pub fn onboard_code(ui: Ui) -> El {
    let text = ui.text();
    let other = move || ui.act(Act::Goto(Destination::OnboardEmail));
    let inside = vec![
        title(ui, text.code_title),
        lead(ui, text.code_lead),
        summary(ui),
        code_field(ui),
        side(ui, "", text.code_other, Box::new(other)),
        actions(ui, "actions", [submit(ui, text.go_on)]),
    ];
    form(ui, |ui| ui.act(Act::OnboardCode { code: ui.code.get_untracked() }), inside)
}
