//! The app is bound: codes for the day it is lost. They are shown this once, so going on asks whether they are kept.

use crate::components::actions::{actions, form, submit};
use crate::components::check::check;
use crate::components::copy::copy;
use crate::components::summary::summary;
use crate::components::title::{lead, title};
use crate::dom::{El, el};
use crate::model::Action;
use crate::ui::Ui;
use account_link_shared::session::Step;
use leptos::prelude::*;

/// The screen.
pub fn recovery_codes(ui: Ui) -> El {
    let text = &ui.text().account;
    let codes: Vec<String> = ui
        .view(|view| match &view.step {
            Step::RecoveryCodes { codes } => codes.iter().map(|code| code.expose().to_owned()).collect(),
            _ => Vec::new(),
        })
        .unwrap_or_default();
    let one = |code: &String| el("li", "").text(code);
    let inside = vec![
        title(ui, text.codes_title),
        lead(ui, text.codes_lead),
        summary(ui),
        el("ul", "account codes").add_all(codes.iter().map(one)),
        el("div", "ways").add_all(copy(ui, text.codes_copy, text.copy_by_hand, &codes.join("\n"))),
        check(ui, text.codes_kept),
        actions(ui, "actions", [submit(ui, ui.text().go_on)]),
    ];
    form(ui, |ui| ui.perform(Action::Keep { kept: ui.ticked.get_untracked() }), inside)
}
