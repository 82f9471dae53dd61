//! What proves once more who this is: words that say where the code is and how long it counts, and its field.

use super::code_field::code_field;
use crate::dom::{El, el};
use crate::i18n;
use crate::ui::Ui;
use account_link_shared::session::SecondStep;
use leptos::prelude::*;

/// The words and the field.
pub fn second_step(ui: Ui) -> [El; 2] {
    prefill(ui);
    [el("p", "second-step").live_text(move || explain(ui)), code_field(ui)]
}

/// Follows a new code.
fn explain(ui: Ui) -> String {
    let text = ui.text();
    let (pattern, until) = match ui.state.with(|state| state.second_step().cloned()) {
        Some(SecondStep::EmailCode { valid_until, .. }) => (text.confirm_mailed, valid_until),
        Some(SecondStep::OnboardingCode { valid_until, .. }) => (text.confirm_kept, valid_until),
        Some(SecondStep::Totp) => return text.account.confirm_app.to_owned(),
        Some(SecondStep::Locked { .. }) | None => return String::new(),
    };
    i18n::fill(pattern, &[("email", &ui.fill("{email}")), ("time", &ui.time_of_day(until))])
}

/// The onboarding code of this flow still counts: nobody types it twice.
fn prefill(ui: Ui) {
    let kept = ui.state.with_untracked(|state| match state.second_step() {
        Some(SecondStep::OnboardingCode { .. }) => state.kept_code.clone(),
        _ => None,
    });
    if let Some(code) = kept.filter(|_| ui.code.with_untracked(String::is_empty)) {
        ui.code.set(code);
    }
}
