//! Confirm: both sides once more, and the second step that links them.

use super::mailed_code::enter;
use crate::components::actions::{actions, button, form, side, submit};
use crate::components::caution::caution;
use crate::components::icon::{self, icon};
use crate::components::logos::{partner_logo, provider_logo};
use crate::components::second_step::second_step;
use crate::components::summary::summary;
use crate::components::title::{emblem, lead, title};
use crate::dom::{El, el};
use crate::i18n;
use crate::model::{Action, CodeOf};
use crate::ui::Ui;
use account_link_shared::connect::Destination;
use account_link_shared::session::SecondStep;
use leptos::prelude::*;

/// The screen.
pub fn confirm(ui: Ui) -> El {
    let text = ui.text();
    let buttons = [
        submit(ui, text.confirm_action),
        button(ui, "secondary", text.cancel, |ui| ui.perform(Action::Cancel)),
    ];
    let mut inside = vec![title(ui, text.confirm_title), lead(ui, text.confirm_lead), sides(ui)];
    inside.extend(caution(ui));
    inside.extend([summary(ui)]);
    inside.extend(second_step(ui));
    inside.extend([
        side(ui, "", text.confirm_other, Box::new(move || ui.perform(Action::Goto(Destination::Login)))),
        actions(ui, "actions pair", buttons),
    ]);
    form(ui, |ui| enter(ui, CodeOf::Confirm), inside)
}

/// The password was reset a short time ago: nothing confirms yet, and from when something does.
pub fn locked(ui: Ui) -> El {
    let text = ui.text();
    let until = ui.state.with_untracked(|state| match state.second_step() {
        Some(SecondStep::Locked { until }) => Some(*until),
        _ => None,
    });
    let time = until.map(|until| ui.earliest(until)).unwrap_or_default();
    let buttons = [
        button(ui, "primary", text.confirm_other, |ui| ui.perform(Action::Goto(Destination::Login))),
        button(ui, "secondary", text.cancel, |ui| ui.perform(Action::Cancel)),
    ];
    emblem(
        ui,
        icon::CLOCK,
        text.account.locked_title,
        &i18n::fill(text.account.locked_lead, &[("time", &time)]),
    )
    .add(summary(ui))
    .add(actions(ui, "actions", buttons))
}

/// Account on the left, the partner's user on the right.
fn sides(ui: Ui) -> El {
    let text = ui.text();
    let user = ui.view(|view| view.user_label.clone()).flatten().unwrap_or_else(|| ui.partner());
    let one = |mark: El, over: &str, who: &str| {
        el("div", "")
            .add(el("dt", "").add(mark.attr("aria-hidden", "true")).text(&ui.fill(over)))
            .add(breakable(who))
    };
    let both = el("dl", "").add(one(provider_logo(ui), text.confirm_account, &ui.fill("{email}"))).add(one(
        partner_logo(ui),
        text.confirm_user,
        &user,
    ));
    el("div", "sides").add(both).add(el("span", "join").attr("aria-hidden", "true").add(icon(icon::LINK)))
}

/// A long address may break after its `@` and its dots.
fn breakable(who: &str) -> El {
    let parts = who.split_inclusive(['@', '.']);
    parts.fold(el("dd", ""), |dd, part| dd.text(part).add(el("wbr", "")))
}
