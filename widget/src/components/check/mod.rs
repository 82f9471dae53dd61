//! The one check box of a screen: the terms, or the recovery codes that are kept.

use super::field::{below, described};
use crate::dom::{El, el};
use crate::model::Field;
use crate::ui::Ui;
use leptos::prelude::*;

/// The box, with its words beside it.
pub fn check(ui: Ui, words: &str) -> El {
    let id = Field::Terms.id();
    let ticked = el("input", "").attr("id", id).attr("type", "checkbox");
    if let Some(input) = ticked.input() {
        input.set_checked(ui.ticked.get_untracked());
    }
    let ticked = ticked.on("change", move |event| ui.ticked.set(event_target_checked(&event)));
    let words = el("span", "").text(&ui.fill(words));
    let label = el("label", "check").attr("for", id).add(described(ui, Field::Terms, ticked)).add(words);
    el("div", "field").add(label).add_all(below(ui, Field::Terms, ""))
}
