//! Confirm: both sides once more, and the second step that links them.

use crate::component::actions::{actions, button, form, side, submit};
use crate::component::caution::caution;
use crate::component::code_field::code_field;
use crate::component::icon::{self, icon};
use crate::component::marks::{partner_mark, provider_mark};
use crate::component::summary::summary;
use crate::component::title::{lead, title};
use crate::dom::{El, el};
use crate::i18n;
use crate::state::Act;
use crate::ui::Ui;
use account_link_shared::connect::Destination;
use account_link_shared::session::{SecondStep, Step};
use leptos::prelude::*;

/// The screen.
pub fn confirm(ui: Ui) -> El {
    let text = ui.text();
    prefill(ui);
    let buttons =
        [submit(ui, text.confirm_action), button(ui, "secondary", text.cancel, |ui| ui.act(Act::Cancel))];
    let mut inside = vec![title(ui, text.confirm_title), lead(ui, text.confirm_lead), sides(ui)];
    inside.extend(caution(ui));
    inside.extend([
        summary(ui),
        el("p", "second-step").live_text(move || explain(ui)),
        code_field(ui),
        side(ui, "", text.confirm_other, Box::new(move || ui.act(Act::Goto(Destination::Login)))),
        actions(ui, "actions pair", buttons),
    ]);
    form(ui, |ui| ui.act(Act::Confirm { code: ui.code.get_untracked() }), inside)
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
    let both = el("dl", "").add(one(provider_mark(ui), text.confirm_account, &ui.fill("{email}"))).add(one(
        partner_mark(ui),
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

/// Where the code is, and how long it counts. Follows a new code.
fn explain(ui: Ui) -> String {
    let step = ui.state.with(|state| state.view.as_ref().map(|view| view.step.clone()));
    let Some(Step::Confirm { email, second_step }) = step else { return String::new() };
    let text = ui.text();
    let (pattern, until) = match second_step {
        SecondStep::EmailCode { valid_until, .. } => (text.confirm_mailed, valid_until),
        SecondStep::OnboardingCode { valid_until, .. } => (text.confirm_kept, valid_until),
    };
    i18n::fill(pattern, &[("email", &email), ("time", &ui.time_of_day(until))])
}

/// The onboarding code of this flow still counts: nobody types it twice.
fn prefill(ui: Ui) {
    let kept = ui.state.with_untracked(|state| match state.view.as_ref().map(|view| &view.step) {
        Some(Step::Confirm { second_step: SecondStep::OnboardingCode { .. }, .. }) => state.kept_code.clone(),
        _ => None,
    });
    if let Some(code) = kept.filter(|_| ui.code.with_untracked(String::is_empty)) {
        ui.code.set(code);
    }
}
