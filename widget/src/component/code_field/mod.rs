//! The one field of a one-time code: it takes paste and auto-fill, and keeps the digits.

use super::actions::text_button;
use super::field::{Input, field};
use crate::clock;
use crate::dom::{El, el};
use crate::i18n::{self, format};
use crate::state::{Act, Field, State};
use crate::ui::Ui;
use account_link_shared::session::{SecondStep, Step};
use account_link_shared::time::Seconds;
use leptos::prelude::*;
use std::time::Duration;

/// How many digits a code has.
const DIGITS: usize = 6;

/// The field, and under it the way to another code.
pub fn code_field(ui: Ui) -> El {
    let digits = |typed: String| typed.chars().filter(char::is_ascii_digit).take(DIGITS).collect();
    let input = Input {
        field: Field::Code,
        label: ui.text().code,
        // A code that is filled in already needs no looking for.
        hint: if kept(ui) { "" } else { ui.text().code_hint },
        kind: "text",
        autocomplete: "one-time-code",
        mode: "numeric",
        value: ui.code,
        filter: digits,
    };
    field(ui, input).add(resend(ui))
}

fn kept(ui: Ui) -> bool {
    ui.state.with_untracked(|state| {
        let step = state.view.as_ref().map(|view| &view.step);
        matches!(step, Some(Step::Confirm { second_step: SecondStep::OnboardingCode { .. }, .. }))
            && state.kept_code.is_some()
    })
}

/// A countdown to the moment when another code may be asked for, then the button.
fn resend(ui: Ui) -> El {
    let left = RwSignal::new(left(ui));
    let tick = move || left.set(self::left(ui));
    if let Ok(timer) = set_interval_with_handle(tick, Duration::from_secs(1)) {
        on_cleanup(move || timer.clear());
    }
    let sent =
        move || if ui.state.with(|state| state.sent) { ui.text().sent.to_owned() } else { String::new() };
    let wait = move || {
        // A new code moves the moment: read the state again.
        ui.state.with(|_| ());
        let time = format::countdown(ui.locale.get_untracked(), left.get().max(self::left(ui)));
        i18n::fill(ui.text().resend_in, &[("time", &time)])
    };
    let waits = move || left.get() > 0 || ui.state.with(|_| self::left(ui)) > 0;
    let again = text_button(ui.text().resend, Box::new(move || ui.act(Act::Resend)));
    el("div", "resend")
        .add(el("p", "sent").attr("role", "status").live_text(sent))
        .add(el("p", "resend-wait").live_attr("hidden", move || (!waits()).then(String::new)).live_text(wait))
        .add(again.live_attr("hidden", move || waits().then(String::new)))
}

/// Seconds until another code may be asked for, by the server's clock.
fn left(ui: Ui) -> i64 {
    ui.state.with_untracked(|state: &State| {
        let server = clock::now().plus(state.skew).get();
        let at = state.view.as_ref().and_then(|view| resend_at(&view.step));
        let left = at.map_or(0, |at| at.millis().get().saturating_sub(server));
        left.saturating_add(999).div_euclid(1000)
    })
}

fn resend_at(step: &Step) -> Option<Seconds> {
    match step {
        Step::OnboardCode { resend_at, .. } => Some(*resend_at),
        Step::Confirm { second_step, .. } => match second_step {
            SecondStep::EmailCode { resend_at, .. } | SecondStep::OnboardingCode { resend_at, .. } => {
                Some(*resend_at)
            }
        },
        _ => None,
    }
}
