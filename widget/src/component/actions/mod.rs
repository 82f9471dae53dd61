//! What the user can do: one primary action, declining of the same size, and small side ways.

use crate::state::{Act, Event};
use crate::ui::Ui;
use leptos::prelude::*;

/// A form: what is in it, and what sending it does.
pub fn form(ui: Ui, submit: fn(Ui), inside: Vec<AnyView>) -> AnyView {
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        submit(ui);
    };
    view! { <form class="body" novalidate on:submit=send>{inside}</form> }.into_any()
}

/// The primary action of a form.
pub fn submit(ui: Ui, text: String) -> AnyView {
    view! { <button type="submit" class="button primary" aria-disabled=busy(ui)>{text}</button> }.into_any()
}

/// A button of a kind: `primary` or `secondary`.
pub fn button(ui: Ui, kind: &'static str, text: String, press: fn(Ui)) -> AnyView {
    view! {
        <button type="button" class=format!("button {kind}") aria-disabled=busy(ui) on:click=move |_| press(ui)>
            {text}
        </button>
    }
    .into_any()
}

/// A way to the side, as a link looks.
pub fn side(ui: Ui, before: String, text: &'static str, press: fn(Ui)) -> AnyView {
    view! {
        <p class="side">
            {before} " "
            <button type="button" class="text-button" on:click=move |_| press(ui)>{text}</button>
        </p>
    }
    .into_any()
}

/// The buttons at the end of a screen, and what the page is working on if it takes long.
pub fn actions(ui: Ui, kind: &'static str, buttons: Vec<AnyView>) -> AnyView {
    view! {
        <div class=format!("actions {kind}")>{buttons}</div>
        <p class="working" role="status">{move || working(ui)}</p>
    }
    .into_any()
}

/// "Back to {partner}", where there is a way.
pub fn leave(ui: Ui) -> Option<AnyView> {
    let possible = ui.state.with_untracked(|state| {
        let refused = state.refusal.as_ref();
        state.framed || refused.map_or(state.outcome().is_some(), |refusal| refusal.return_url.is_some())
    });
    possible.then(|| {
        let text = ui.fill(ui.text().back_to);
        button(ui, "primary", text, |ui| ui.send(Event::Leave))
    })
}

fn busy(ui: Ui) -> impl Fn() -> Option<&'static str> + Copy {
    move || ui.state.with(|state| state.busy().is_some()).then_some("true")
}

fn working(ui: Ui) -> Option<&'static str> {
    let text = ui.text();
    ui.state.with(|state| {
        let act = state.busy().filter(|_| state.slow)?;
        Some(match act {
            Act::Login { .. } => text.busy_login,
            Act::OnboardEmail { .. } | Act::Resend => text.busy_send,
            Act::OnboardCode { .. } => text.busy_code,
            Act::OnboardPassword { .. } => text.busy_open,
            Act::Confirm { .. } => text.busy_confirm,
            Act::Open { .. } | Act::Read | Act::Continue | Act::Goto(_) | Act::Cancel => text.busy,
        })
    })
}
