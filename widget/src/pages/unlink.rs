//! The link that a mail told of: its owner ends it here, without logging in anywhere.

use crate::components::actions::{actions, button};
use crate::components::icon;
use crate::components::logos::logos;
use crate::components::summary::summary;
use crate::components::title::{emblem, lead, title};
use crate::dom::{El, el};
use crate::model::{Action, UnlinkState};
use crate::ui::Ui;
use leptos::prelude::*;

/// The screen.
pub fn unlink(ui: Ui, standing: UnlinkState) -> El {
    let text = &ui.text().account;
    match standing {
        UnlinkState::Linked => ask(ui),
        UnlinkState::Ended => emblem(ui, icon::CHECK, text.unlinked_title, &ui.fill(text.unlinked_lead)),
        UnlinkState::Over => emblem(ui, icon::CHECK, text.over_title, &ui.fill(text.over_lead)),
    }
}

fn ask(ui: Ui) -> El {
    let text = ui.text();
    let account = ui.state.with_untracked(|state| state.mailed.as_ref()?.0.masked_account.clone());
    let named = ui.state.with_untracked(|state| state.user_label().is_some());
    let for_whom = named.then(|| el("p", "for-whom").text(&ui.fill(text.landing_for)));
    let end = button(ui, "primary", text.account.unlink_action, |ui| ui.perform(Action::Unlink));
    el("div", "body centred")
        .add(logos(ui))
        .add(title(ui, text.account.unlink_title))
        .add(lead(ui, text.account.unlink_lead))
        .add_all(account.map(|account| el("p", "account").text(&account)))
        .add_all(for_whom)
        .add(summary(ui))
        .add(lead(ui, text.account.unlink_effect))
        .add(actions(ui, "actions", [end]))
}
