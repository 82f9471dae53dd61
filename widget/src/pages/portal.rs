//! The provider's own page, which cannot be framed: the ways to it, and what is known after a visit there.

use crate::components::actions::{actions, button, leave};
use crate::components::icon;
use crate::components::logos::logos;
use crate::components::provider_reference::provider_reference;
use crate::components::summary::summary;
use crate::components::title::{emblem, lead, title};
use crate::dom::{El, el};
use crate::model::Action;
use crate::ui::Ui;
use account_link_shared::problem::FailureReason;
use account_link_shared::session::{Portal, Step, StepName};
use leptos::prelude::*;

/// Before the visit.
pub fn portal(ui: Ui) -> El {
    let text = ui.text();
    let framed = framed(ui);
    let waiting = el("strong", "").text(&ui.fill(text.portal_waiting));
    let here = framed.then(|| way(ui, "button", false, text.portal_here));
    let buttons = [Some(way(ui, "button primary", framed, text.portal_open)), here, Some(cancel(ui))];
    el("div", "body centred")
        .add(logos(ui))
        .add(title(ui, text.portal_title))
        .add(lead(ui, if framed { text.portal_lead_tab } else { text.portal_lead }))
        .add(summary(ui))
        .add(el("p", "waiting").add(waiting).text(" ").text(text.portal_goes_on))
        .add(actions(ui, "actions", buttons.into_iter().flatten()))
}

/// After it, on the page that the user left for it or on the one to which the provider led.
pub fn back(ui: Ui, step: StepName, problem: Option<&FailureReason>) -> El {
    let text = ui.text();
    let framed = framed(ui);
    let said = match problem.map(|reason| ui.failure(reason)) {
        None => emblem(ui, icon::CLOCK, text.pending_title, &ui.fill(text.pending_lead)),
        Some(said) => emblem(ui, icon::WARNING, text.not_yet, &said.unwrap_or_default()),
    };
    let gone = |kind| button(ui, kind, text.back_to, |ui| ui.perform(Action::Leave));
    let (aside, buttons) = if step == StepName::Returned {
        (None, vec![leave(ui)])
    } else if problem.is_some() {
        let again = way(ui, "button primary", framed, text.try_again);
        (framed.then(|| way(ui, "", false, text.portal_here)), vec![Some(again), Some(gone("secondary"))])
    } else {
        (Some(way(ui, "", framed, text.portal_open)), vec![Some(gone("primary")), Some(cancel(ui))])
    };
    let reference = problem.and_then(|reason| provider_reference(reason.provider.as_ref()));
    said.add_all(reference).add(summary(ui)).add_all(aside.map(|way| el("p", "side").add(way))).add(actions(
        ui,
        "actions",
        buttons.into_iter().flatten(),
    ))
}

/// A link, which no browser blocks: to a tab of its own or in this window. It leads there once, so it follows the flow.
fn way(ui: Ui, class: &str, tab: bool, words: &str) -> El {
    let path = move || {
        ui.state.with(|state| match &state.view.as_ref()?.step {
            Step::Portal(Portal { tab: path, .. }) if tab => Some(path.clone()),
            Step::Portal(Portal { top, .. }) => Some(top.clone()),
            _ => None,
        })
    };
    let target = if tab { "_blank" } else { "_top" };
    el("a", class)
        .attr("target", target)
        .attr("rel", "noopener")
        .live_attr("href", path)
        .text(&ui.fill(words))
}

fn cancel(ui: Ui) -> El {
    button(ui, "secondary", ui.text().cancel, |ui| ui.perform(Action::Cancel))
}

fn framed(ui: Ui) -> bool {
    ui.state.with_untracked(|state| state.framed)
}
