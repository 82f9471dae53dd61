//! An authenticator app is bound: it stays, or is removed with one of its codes.

use super::mailed_code::enter;
use crate::components::actions::{actions, button, form, submit};
use crate::components::code_field::code_field;
use crate::components::summary::summary;
use crate::components::title::{lead, title};
use crate::dom::El;
use crate::model::{Action, CodeOf};
use crate::ui::Ui;

/// The screen.
pub fn bound(ui: Ui) -> El {
    let text = &ui.text().account;
    let buttons = [
        button(ui, "primary", text.bound_keep, |ui| ui.perform(Action::Continue)),
        submit(ui, text.bound_remove).attr("class", "button"),
    ];
    let inside = vec![
        title(ui, text.bound_title),
        lead(ui, text.bound_lead),
        summary(ui),
        code_field(ui),
        actions(ui, "actions", buttons),
    ];
    form(ui, |ui| enter(ui, CodeOf::Remove), inside)
}
