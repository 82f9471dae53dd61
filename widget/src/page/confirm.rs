//! Confirm: both sides once more, and the second step that links them.

use crate::component::actions::{actions, button, form, side, submit};
use crate::component::code_field::code_field;
use crate::component::icon::{self, icon};
use crate::component::marks::{partner_mark, provider_mark};
use crate::component::summary::summary;
use crate::component::title::{lead, title};
use crate::i18n;
use crate::state::Act;
use crate::ui::Ui;
use account_link_shared::connect::Destination;
use account_link_shared::provider::Provider;
use account_link_shared::session::{SecondStep, Step};
use leptos::prelude::*;

/// The screen.
pub fn confirm(ui: Ui) -> AnyView {
    let text = ui.text();
    prefill(ui);
    let buttons = vec![
        submit(ui, text.confirm_action.to_owned()),
        button(ui, "secondary", text.cancel.to_owned(), |ui| ui.act(Act::Cancel)),
    ];
    let inside = vec![
        title(ui, text.confirm_title.to_owned()),
        lead(ui.fill(text.confirm_lead)),
        sides(ui),
        summary(ui),
        view! { <p class="second-step">{move || explain(ui)}</p> }.into_any(),
        code_field(ui),
        side(ui, String::new(), text.confirm_other, |ui| ui.act(Act::Goto(Destination::Login))),
        actions(ui, "pair", buttons),
    ];
    form(ui, |ui| ui.act(Act::Confirm { code: ui.code.get_untracked() }), inside)
}

/// Account on the left, the partner's user on the right.
fn sides(ui: Ui) -> AnyView {
    let text = ui.text();
    let provider = ui.view(|view| view.provider).unwrap_or(Provider::Cabital);
    let user = ui.view(|view| view.user_label.clone()).flatten();
    let warning = user.is_none().then(|| {
        view! { <p class="caution">{icon(icon::WARNING)}<span>{ui.fill(text.confirm_unknown)}</span></p> }
    });
    let user = user.unwrap_or_else(|| ui.partner());
    view! {
        <dl class="sides">
            <div>
                <span aria-hidden="true">{provider_mark(provider)}</span>
                <dt>{ui.fill(text.confirm_account)}</dt>
                <dd>{ui.fill("{email}")}</dd>
            </div>
            <div class="side-join" aria-hidden="true">{icon(icon::LINK)}</div>
            <div>
                <span aria-hidden="true">{partner_mark(ui)}</span>
                <dt>{ui.fill(text.confirm_user)}</dt>
                <dd>{user}</dd>
            </div>
        </dl>
        {warning}
    }
    .into_any()
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
