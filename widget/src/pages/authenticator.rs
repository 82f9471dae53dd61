//! An authenticator app: before it is bound, the mailed code.

use super::mailed_code::enter;
use crate::components::actions::{actions, button, form, submit};
use crate::components::second_step::second_step;
use crate::components::summary::summary;
use crate::components::title::{lead, title};
use crate::dom::El;
use crate::model::{Action, CodeOf};
use crate::ui::Ui;

/// The screen.
pub fn authenticator(ui: Ui) -> El {
    let text = ui.text();
    let buttons =
        [submit(ui, text.go_on), button(ui, "secondary", text.cancel, |ui| ui.perform(Action::Cancel))];
    let mut inside = vec![title(ui, text.account.app_title), lead(ui, text.account.app_lead), summary(ui)];
    inside.extend(second_step(ui));
    inside.push(actions(ui, "actions pair", buttons));
    form(ui, |ui| enter(ui, CodeOf::Authenticator), inside)
}
