//! A text field: label above, hint below, the error beside it; passwords can be shown.

use super::icon::{self, icon};
use crate::state::Field;
use crate::ui::Ui;
use leptos::prelude::*;

/// What a field is.
pub struct Input {
    /// Which one; its element's id too.
    pub field: Field,
    /// Above it.
    pub label: &'static str,
    /// Below it.
    pub hint: &'static str,
    /// `email`, `password` or `text`.
    pub kind: &'static str,
    /// For password managers and auto-fill.
    pub autocomplete: &'static str,
    /// What was typed.
    pub value: RwSignal<String>,
}

/// The field.
pub fn field(ui: Ui, input: Input) -> AnyView {
    let Input { field, label, hint, kind, autocomplete, value } = input;
    let id = field.id();
    let secret = kind == "password";
    let shown = RwSignal::new(false);
    let mode = if kind == "email" { "email" } else { "text" };
    let kind = move || if shown.get() { "text" } else { kind };
    let reveal = secret.then(|| {
        view! {
            <button type="button" class="reveal" aria-label=ui.text().show aria-controls=id
                aria-pressed=move || if shown.get() { "true" } else { "false" }
                on:click=move |_| shown.update(|shown| *shown = !*shown)>
                {move || icon(if shown.get() { icon::EYE_OFF } else { icon::EYE })}
            </button>
        }
    });
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <div class="box">
                <input id=id name=id type=kind inputmode=mode autocomplete=autocomplete required
                    autocapitalize="none" spellcheck="false" aria-describedby=described(field)
                    aria-invalid=move || ui.error(field).map(|_| "true")
                    prop:value=move || value.get() on:input=move |event| value.set(event_target_value(&event))/>
                {reveal}
            </div>
            {below(ui, field, hint)}
        </div>
    }
    .into_any()
}

/// The ids of the two lines of [`below`].
pub fn described(field: Field) -> String {
    format!("{0}-error {0}-hint", field.id())
}

/// Error and hint, both always there so that they can be pointed at.
pub fn below(ui: Ui, field: Field, hint: &'static str) -> AnyView {
    let id = field.id();
    view! {
        <p class="error" id=format!("{id}-error")>{move || ui.error(field)}</p>
        <p class="hint" id=format!("{id}-hint")>{hint}</p>
    }
    .into_any()
}
