//! The identity check was begun before: how it stands. Also while a link that was agreed to waits for it.

use crate::components::actions::{actions, button};
use crate::components::icon;
use crate::components::summary::summary;
use crate::components::title::emblem;
use crate::dom::El;
use crate::model::Action;
use crate::ui::Ui;
use account_link_shared::session::Step;
use account_link_shared::status::KycStatus;

/// How it stands.
pub fn checked(ui: Ui) -> El {
    let text = &ui.text().account;
    let status = ui.view(|view| match &view.step {
        Step::Checked { status, .. } => Some(*status),
        _ => None,
    });
    let (path, said) = match status.flatten() {
        Some(KycStatus::KycPass) => (icon::CHECK, text.checked_passed),
        Some(KycStatus::KycReview) => (icon::CLOCK, text.checked_review),
        Some(KycStatus::KycReject) => (icon::WARNING, text.checked_rejected),
        Some(KycStatus::KycInit | KycStatus::KycPending) | None => (icon::CLOCK, text.checked_running),
    };
    let on = button(ui, "primary", ui.text().go_on, |ui| ui.perform(Action::Continue));
    emblem(ui, path, text.checked_title, &ui.fill(said)).add(summary(ui)).add(actions(ui, "actions", [on]))
}

/// The user agreed, and need not stay.
pub fn waiting(ui: Ui) -> El {
    let text = ui.text();
    let buttons = [
        button(ui, "primary", text.back_to, |ui| ui.perform(Action::Leave)),
        button(ui, "secondary", text.account.withdraw, |ui| ui.perform(Action::Cancel)),
    ];
    emblem(ui, icon::CLOCK, text.account.checking_title, &ui.fill(text.account.checking_lead))
        .add(summary(ui))
        .add(actions(ui, "actions", buttons))
}
