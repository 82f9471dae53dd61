//! Done: a check that draws itself, the account, and the way back. Also for a link of an earlier day.

use crate::component::actions::{actions, leave};
use crate::component::marks::marks;
use crate::component::title::{lead, title};
use crate::ui::Ui;
use account_link_shared::session::StepName;
use leptos::prelude::*;

/// The screen.
pub fn linked(ui: Ui, step: StepName) -> AnyView {
    let text = ui.text();
    let (head, sentence, mark) = if step == StepName::Linked {
        (text.linked_title, text.linked_lead, drawn_check())
    } else {
        (text.already_title, text.already_lead, marks(ui))
    };
    let account = ui.state.with_untracked(|state| state.outcome()?.masked_account.clone());
    let account = account.map(|account| view! { <p class="account">{account}</p> });
    view! {
        <div class="body centred">
            {mark} {title(ui, head.to_owned())} {lead(ui.fill(sentence))} {account}
            {actions(ui, "", leave(ui).into_iter().collect())}
        </div>
    }
    .into_any()
}

fn drawn_check() -> AnyView {
    view! {
        <svg class="drawn" viewBox="0 0 72 72" width="72" height="72" aria-hidden="true" focusable="false">
            <circle cx="36" cy="36" r="34"></circle>
            <path d="m22 37 9.5 9.5L50 27.5" pathLength="1"></path>
        </svg>
    }
    .into_any()
}
