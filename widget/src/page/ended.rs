//! The ends without a link: cancelled, expired, replaced, failed. What happened, and the way back.

use crate::component::actions::{actions, leave};
use crate::component::icon::{self, icon};
use crate::component::title::{lead, title};
use crate::ui::Ui;
use account_link_shared::session::StepName;
use leptos::prelude::*;

/// The screen.
pub fn ended(ui: Ui, step: StepName) -> AnyView {
    let text = ui.text();
    let (path, head, sentence) = match step {
        StepName::Cancelled => (icon::CLOSE, text.cancelled_title, text.cancelled_lead),
        StepName::Expired => (icon::CLOCK, text.expired_title, text.expired_lead),
        StepName::Replaced => (icon::WINDOWS, text.replaced_title, text.replaced_lead),
        _ => (icon::WARNING, text.failed_title, text.failed_lead),
    };
    view! {
        <div class="body centred">
            <span class="emblem">{icon(path)}</span>
            {title(ui, head.to_owned())} {lead(ui.fill(sentence))}
            {actions(ui, "", leave(ui).into_iter().collect())}
        </div>
    }
    .into_any()
}
