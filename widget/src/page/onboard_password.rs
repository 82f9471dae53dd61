//! A new account: the password and the terms.

use crate::component::actions::{actions, form, submit};
use crate::component::field::{Input, below, described, field};
use crate::component::summary::summary;
use crate::component::title::{lead, title};
use crate::state::{Act, Field};
use crate::ui::Ui;
use leptos::prelude::*;

/// The screen.
pub fn onboard_password(ui: Ui) -> AnyView {
    let text = ui.text();
    let password = Input {
        field: Field::Password,
        label: text.password_new,
        hint: text.password_hint,
        kind: "password",
        autocomplete: "new-password",
        value: ui.password,
    };
    let inside = vec![
        title(ui, text.password_title.to_owned()),
        lead(ui.fill(text.password_lead)),
        summary(ui),
        username(ui),
        field(ui, password),
        terms(ui),
        actions(ui, "", vec![submit(ui, text.password_action.to_owned())]),
    ];
    let send = |ui: Ui| {
        let (password, terms) = (ui.password.get_untracked(), ui.terms.get_untracked());
        ui.act(Act::OnboardPassword { password, terms });
    };
    form(ui, send, inside)
}

/// So that a password manager saves the password under the right name; nobody sees it.
fn username(ui: Ui) -> AnyView {
    let email = ui.fill("{email}");
    view! {
        <input class="unseen" type="text" name="username" autocomplete="username" readonly tabindex="-1"
            aria-hidden="true" value=email/>
    }
    .into_any()
}

fn terms(ui: Ui) -> AnyView {
    let id = Field::Terms.id();
    view! {
        <div class="field">
            <label class="check" for=id>
                <input id=id type="checkbox" required aria-describedby=described(Field::Terms)
                    aria-invalid=move || ui.error(Field::Terms).map(|_| "true")
                    prop:checked=move || ui.terms.get()
                    on:change=move |event| ui.terms.set(event_target_checked(&event))/>
                <span>{ui.fill(ui.text().terms)}</span>
            </label>
            {below(ui, Field::Terms, "")}
        </div>
    }
    .into_any()
}
