//! The ends without a new link: cancelled, expired, replaced, failed, still pending, and the end of what was asked for
//! besides. What happened, and the way back.

use crate::components::actions::{actions, leave};
use crate::components::icon;
use crate::components::provider_reference::provider_reference;
use crate::components::title::emblem;
use crate::dom::El;
use crate::ui::Ui;
use account_link_shared::providers::Provider;
use account_link_shared::session::StepName;
use account_link_shared::status::LinkStatus;
use leptos::prelude::*;

/// The screen.
pub fn ended(ui: Ui, step: StepName) -> El {
    let text = ui.text();
    let (status, hosted) = ui.state.with_untracked(|state| {
        let status = state.outcome().map(|outcome| outcome.link_status);
        (status, state.view.as_ref().is_some_and(|view| view.provider.is_some_and(Provider::hosts_accounts)))
    });
    let (path, head, sentence) = match step {
        StepName::Done => (icon::CHECK, text.account.done_title, text.account.done_lead),
        StepName::Replaced => (icon::WINDOWS, text.replaced_title, text.replaced_lead),
        _ if status == Some(LinkStatus::Linked) => {
            (icon::LINK, text.account.kept_title, text.account.kept_lead)
        }
        // Also where the user was here for something else: what they agreed to before goes on.
        _ if hosted && status == Some(LinkStatus::Pending) => {
            (icon::CLOCK, text.account.checking_title, text.account.checking_lead)
        }
        StepName::Cancelled => (icon::CLOSE, text.cancelled_title, text.cancelled_lead),
        StepName::Expired => (icon::CLOCK, text.expired_title, text.expired_lead),
        StepName::Pending => (icon::CLOCK, text.pending_title, text.pending_lead),
        _ => (icon::WARNING, text.failed_title, text.failed_lead),
    };
    let reason = ui.state.with_untracked(|state| state.outcome()?.reason.clone());
    let said = reason.as_ref().and_then(|reason| ui.failure(reason)).unwrap_or_else(|| ui.fill(sentence));
    let reference = reason.and_then(|reason| provider_reference(reason.provider.as_ref()));
    emblem(ui, path, head, &said).add_all(reference).add(actions(ui, "actions", leave(ui)))
}
