//! Done: a check that draws itself, the account, and the way back. Also for a link of an earlier day.

use crate::components::actions::{actions, leave};
use crate::components::logos::logos;
use crate::components::title::{lead, title};
use crate::dom::{El, el, svg};
use crate::ui::Ui;
use account_link_shared::session::StepName;
use leptos::prelude::*;

/// The screen.
pub fn linked(ui: Ui, step: StepName) -> El {
    let text = ui.text();
    let (head, sentence, mark) = if step == StepName::Linked {
        (text.linked_title, text.linked_lead, drawn_check())
    } else {
        (text.already_title, text.already_lead, logos(ui))
    };
    let account = ui.state.with_untracked(|state| state.outcome()?.masked_account.clone());
    el("div", "body centred")
        .add(mark)
        .add(title(ui, head))
        .add(lead(ui, sentence))
        .add_all(account.map(|accounts| one_by_one(&accounts)))
        .add(actions(ui, "actions", leave(ui)))
}

/// A line breaks between accounts.
fn one_by_one(accounts: &str) -> El {
    let each = |line: El, account: &str| line.add(el("span", "").text(account.trim())).text(" ");
    accounts.split_inclusive(',').fold(el("p", "account"), each)
}

fn drawn_check() -> El {
    let around =
        [("class", "drawn"), ("viewBox", "0 0 72 72"), ("aria-hidden", "true"), ("focusable", "false")];
    svg("svg", &around)
        .add(svg("circle", &[("cx", "36"), ("cy", "36"), ("r", "34")]))
        .add(svg("path", &[("d", "m22 37 9.5 9.5L50 27.5"), ("pathLength", "1")]))
}
