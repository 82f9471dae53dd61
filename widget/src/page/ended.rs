//! The ends without a link: cancelled, expired, replaced, failed. What happened, and the way back.

use crate::component::actions::{actions, leave};
use crate::component::icon::{self, icon};
use crate::component::title::{lead, title};
use crate::dom::{El, el};
use crate::ui::Ui;
use account_link_shared::session::StepName;

/// The screen.
pub fn ended(ui: Ui, step: StepName) -> El {
    let text = ui.text();
    let (path, head, sentence) = match step {
        StepName::Cancelled => (icon::CLOSE, text.cancelled_title, text.cancelled_lead),
        StepName::Expired => (icon::CLOCK, text.expired_title, text.expired_lead),
        StepName::Replaced => (icon::WINDOWS, text.replaced_title, text.replaced_lead),
        _ => (icon::WARNING, text.failed_title, text.failed_lead),
    };
    el("div", "body centred")
        .add(el("span", "emblem").add(icon(path)))
        .add(title(ui, head))
        .add(lead(ui, sentence))
        .add(actions(ui, "actions", leave(ui)))
}
