//! The link that a mail told of: its owner ends it here, without logging in anywhere.

use crate::component::actions::{actions, button};
use crate::component::icon;
use crate::component::marks::marks;
use crate::component::summary::summary;
use crate::component::title::{emblem, lead, title};
use crate::dom::{El, el};
use crate::state::{Act, Standing};
use crate::ui::Ui;
use leptos::prelude::*;

/// The screen.
pub fn unlink(ui: Ui, standing: Standing) -> El {
    let text = &ui.text().house;
    match standing {
        Standing::Linked => ask(ui),
        Standing::Ended => emblem(ui, icon::CHECK, text.unlinked_title, &ui.fill(text.unlinked_lead)),
        Standing::Over => emblem(ui, icon::CHECK, text.over_title, &ui.fill(text.over_lead)),
    }
}

fn ask(ui: Ui) -> El {
    let text = ui.text();
    let account = ui.state.with_untracked(|state| state.mailed.as_ref()?.0.masked_account.clone());
    let named = ui.state.with_untracked(|state| state.user_label().is_some());
    let for_whom = named.then(|| el("p", "for-whom").text(&ui.fill(text.landing_for)));
    let end = button(ui, "primary", text.house.unlink_action, |ui| ui.act(Act::Unlink));
    el("div", "body centred")
        .add(marks(ui))
        .add(title(ui, text.house.unlink_title))
        .add(lead(ui, text.house.unlink_lead))
        .add_all(account.map(|account| el("p", "account").text(&account)))
        .add_all(for_whom)
        .add(summary(ui))
        .add(lead(ui, text.house.unlink_effect))
        .add(actions(ui, "actions", [end]))
}
