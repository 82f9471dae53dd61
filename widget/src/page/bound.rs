//! An authenticator app is bound: it stays, or is removed with one of its codes.

use super::mailed_code::enter;
use crate::component::actions::{actions, button, form, submit};
use crate::component::code_field::code_field;
use crate::component::summary::summary;
use crate::component::title::{lead, title};
use crate::dom::El;
use crate::state::{Act, CodeOf};
use crate::ui::Ui;

/// The screen.
pub fn bound(ui: Ui) -> El {
    let text = &ui.text().house;
    let buttons = [
        button(ui, "primary", text.bound_keep, |ui| ui.act(Act::Continue)),
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
