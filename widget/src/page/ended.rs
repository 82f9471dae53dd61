//! The ends without a link: cancelled, expired, replaced, failed, still pending. What happened, and the way back.

use crate::component::actions::{actions, leave};
use crate::component::icon;
use crate::component::title::emblem;
use crate::dom::El;
use crate::ui::Ui;
use account_link_shared::session::StepName;
use leptos::prelude::*;

/// The screen.
pub fn ended(ui: Ui, step: StepName) -> El {
    let text = ui.text();
    let (path, head, sentence) = match step {
        StepName::Cancelled => (icon::CLOSE, text.cancelled_title, text.cancelled_lead),
        StepName::Expired => (icon::CLOCK, text.expired_title, text.expired_lead),
        StepName::Replaced => (icon::WINDOWS, text.replaced_title, text.replaced_lead),
        StepName::Pending => (icon::CLOCK, text.pending_title, text.pending_lead),
        _ => (icon::WARNING, text.failed_title, text.failed_lead),
    };
    let reason = ui.state.with_untracked(|state| state.outcome()?.reason);
    let said = reason.and_then(|code| ui.of_provider(code)).unwrap_or_else(|| ui.fill(sentence));
    emblem(ui, path, head, &said).add(actions(ui, "actions", leave(ui)))
}
