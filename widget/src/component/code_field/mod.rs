//! The one field of a one-time code: it takes paste and auto-fill, and keeps the digits.

use super::field::{below, described};
use crate::clock;
use crate::i18n::{self, format};
use crate::state::{Act, Field};
use crate::ui::Ui;
use account_link_shared::session::{SecondStep, Step};
use account_link_shared::time::Seconds;
use leptos::prelude::*;
use std::time::Duration;

/// How many digits a code has.
const DIGITS: usize = 6;

/// The field, and under it the way to another code.
pub fn code_field(ui: Ui) -> AnyView {
    let id = Field::Code.id();
    let input = move |event| {
        let digits: String =
            event_target_value(&event).chars().filter_map(|c| c.to_digit(10)).take(DIGITS).map(|d| d.to_string()).collect();
        ui.code.set(digits);
    };
    view! {
        <div class="field">
            <label for=id>{ui.text().code}</label>
            <div class="box">
                <input id=id name=id class="code" type="text" inputmode="numeric" autocomplete="one-time-code"
                    required spellcheck="false" aria-describedby=described(Field::Code)
                    aria-invalid=move || ui.error(Field::Code).map(|_| "true")
                    prop:value=move || ui.code.get() on:input=input/>
            </div>
            {below(ui, Field::Code, ui.text().code_hint)}
            {resend(ui)}
        </div>
    }
    .into_any()
}

/// A countdown to the moment when another code may be asked for, then the button.
fn resend(ui: Ui) -> AnyView {
    let now = RwSignal::new(clock::now());
    if let Ok(timer) = set_interval_with_handle(move || now.set(clock::now()), Duration::from_secs(1)) {
        on_cleanup(move || timer.clear());
    }
    let left = Memo::new(move |_| {
        let server = now.get().plus(ui.state.with(|state| state.skew)).get();
        let at = ui.state.with(|state| state.view.as_ref().and_then(|view| resend_at(&view.step)))?;
        let left = at.millis().get().saturating_sub(server);
        Some(left.saturating_add(999).div_euclid(1000)).filter(|left| *left > 0)
    });
    let waits = Memo::new(move |_| left.with(Option::is_some));
    let again = move || {
        if waits.get() {
            let text = move || {
                let time = format::countdown(left.get().unwrap_or(0));
                i18n::fill(ui.text().resend_in, &[("time", &time)])
            };
            view! { <p class="resend-wait">{text}</p> }.into_any()
        } else {
            let press = move |_| ui.act(Act::Resend);
            view! { <button type="button" class="text-button" on:click=press>{ui.text().resend}</button> }
                .into_any()
        }
    };
    let sent = move || ui.state.with(|state| state.sent).then_some(ui.text().sent);
    view! {
        <div class="resend">
            <p class="sent" role="status">{sent}</p>
            {again}
        </div>
    }
    .into_any()
}

fn resend_at(step: &Step) -> Option<Seconds> {
    match step {
        Step::OnboardCode { resend_at, .. } => Some(*resend_at),
        Step::Confirm { second_step, .. } => match second_step {
            SecondStep::EmailCode { resend_at, .. } | SecondStep::OnboardingCode { resend_at, .. } => Some(*resend_at),
        },
        _ => None,
    }
}
