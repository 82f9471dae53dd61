//! The one field of a one-time code: it takes paste and auto-fill, and keeps the digits.

use super::actions::text_button;
use super::field::{Input, digits, field};
use crate::clock;
use crate::dom::{El, el};
use crate::i18n::{self, format};
use crate::model::{Action, Field, State};
use crate::ui::Ui;
use account_link_shared::session::{SecondStep, Step, StepName};
use account_link_shared::time::Seconds;
use leptos::prelude::*;
use std::time::Duration;

/// The field, and under it the way to another code where one can be mailed.
pub fn code_field(ui: Ui) -> El {
    let text = ui.text();
    let (step, kept) = ui.state.with_untracked(|state| {
        let kept = matches!(state.second_step(), Some(SecondStep::OnboardingCode { .. }))
            && state.kept_code.is_some();
        (state.view.as_ref().map(|view| view.step.name()), kept)
    });
    let app = ui.state.with_untracked(|state| state.second_step() == Some(&SecondStep::Totp));
    let six: fn(String) -> String = |typed| digits(&typed, 6);
    // A recovery code has letters too.
    let any: fn(String) -> String =
        |typed| typed.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').take(11).collect();
    let (label, hint, mode, filter) = match step {
        Some(StepName::Bound) => (text.account.bound_code, "", "text", any),
        Some(StepName::Bind) => (text.account.app_code, text.account.app_code_hint, "numeric", six),
        _ if app => (text.account.app_code, text.account.app_code_hint, "numeric", six),
        // A code that is filled in already needs no looking for.
        _ => (text.code, if kept { "" } else { text.code_hint }, "numeric", six),
    };
    let (field, kind, autocomplete, value) = (Field::Code, "text", "one-time-code", ui.code);
    let input = Input { field, label, hint, kind, autocomplete, mode, value, filter };
    let mailed = ui.state.with_untracked(|state| resend_at(state).is_some());
    self::field(ui, input).add_all(mailed.then(|| resend(ui)))
}

/// A countdown to the moment when another code may be asked for, then the button.
fn resend(ui: Ui) -> El {
    let left = RwSignal::new(remaining(ui));
    let tick = move || left.set(self::remaining(ui));
    if let Ok(timer) = set_interval_with_handle(tick, Duration::from_secs(1)) {
        on_cleanup(move || timer.clear());
    }
    let sent =
        move || if ui.state.with(|state| state.sent) { ui.text().sent.to_owned() } else { String::new() };
    let wait = move || {
        // A new code moves the moment: read the state again.
        ui.state.with(|_| ());
        let time = format::countdown(ui.locale.get_untracked(), left.get().max(self::remaining(ui)));
        i18n::fill(ui.text().resend_in, &[("time", &time)])
    };
    let waits = move || left.get() > 0 || ui.state.with(|_| self::remaining(ui)) > 0;
    let again = text_button(ui.text().resend, Box::new(move || ui.perform(Action::Resend)));
    el("div", "resend")
        .add(el("p", "sent").attr("role", "status").live_text(sent))
        .add(el("p", "resend-wait").live_attr("hidden", move || (!waits()).then(String::new)).live_text(wait))
        .add(again.live_attr("hidden", move || waits().then(String::new)))
}

/// Seconds until another code may be asked for, by the server's clock.
fn remaining(ui: Ui) -> i64 {
    ui.state.with_untracked(|state: &State| {
        let server = clock::now().plus(state.skew).get();
        let left = resend_at(state).map_or(0, |at| at.millis().get().saturating_sub(server));
        left.saturating_add(999).div_euclid(1000)
    })
}

fn resend_at(state: &State) -> Option<Seconds> {
    match (&state.view.as_ref()?.step, state.second_step()) {
        (Step::OnboardCode { resend_at, .. } | Step::ResetCode { resend_at, .. }, _) => Some(*resend_at),
        (_, Some(SecondStep::EmailCode { resend_at, .. } | SecondStep::OnboardingCode { resend_at, .. })) => {
            Some(*resend_at)
        }
        _ => None,
    }
}
