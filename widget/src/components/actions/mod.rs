//! What the user can do: one primary action, declining of the same size, and small side ways.

use crate::dom::{El, el};
use crate::model::{Action, CodeOf, EmailProof, Event};
use crate::ui::Ui;
use leptos::prelude::*;

/// A form: what is in it, and what sending it does.
pub fn form(ui: Ui, submit: fn(Ui), inside: Vec<El>) -> El {
    let send = move |event: leptos::web_sys::Event| {
        event.prevent_default();
        submit(ui);
    };
    el("form", "body").attr("novalidate", "").on("submit", send).add_all(inside)
}

/// The primary action of a form.
pub fn submit(ui: Ui, text: &str) -> El {
    big(ui, "button primary", text).attr("type", "submit")
}

/// A button of a kind: `primary` or `secondary`.
pub fn button(ui: Ui, kind: &str, text: &str, press: fn(Ui)) -> El {
    let class = if kind == "primary" { "button primary" } else { "button" };
    big(ui, class, text).attr("type", "button").on("click", move |_| press(ui))
}

fn big(ui: Ui, class: &str, text: &str) -> El {
    let busy = move || ui.state.with(|state| state.busy().is_some()).then(|| "true".to_owned());
    el("button", class).text(&ui.fill(text)).live_attr("aria-disabled", busy)
}

/// A button that looks like a link.
pub fn text_button(text: &str, press: Box<dyn Fn()>) -> El {
    el("button", "text-button").attr("type", "button").text(text).on("click", move |_| press())
}

/// A way to the side: a question, and a link's look.
pub fn side(ui: Ui, before: &str, text: &str, press: Box<dyn Fn()>) -> El {
    let link = text_button(text, press);
    el("p", "side").text(&ui.fill(before)).text(" ").add(link)
}

/// The buttons at the end of a screen, and what the page is working on if it takes long.
pub fn actions(ui: Ui, class: &str, buttons: impl IntoIterator<Item = El>) -> El {
    let working = move || working(ui).unwrap_or_default().to_owned();
    el("div", "end")
        .add(el("p", "working").attr("role", "status").live_text(working))
        .add(el("div", class).add_all(buttons))
}

/// "Back to {partner}", where there is a way.
pub fn leave(ui: Ui) -> Option<El> {
    if ui.view(|view| view.beside) == Some(true) {
        return Some(el("p", "close-tab").text(ui.text().close_tab));
    }
    let possible = ui.state.with_untracked(|state| {
        let refused = state.refusal.as_ref();
        state.framed || refused.map_or(state.outcome().is_some(), |refusal| refusal.return_url.is_some())
    });
    possible.then(|| button(ui, "primary", ui.text().back_to, |ui| ui.send(Event::Leave)))
}

fn working(ui: Ui) -> Option<&'static str> {
    let text = ui.text();
    ui.state.with(|state| {
        let action = state.busy().filter(|_| state.slow)?;
        Some(match action {
            Action::Login { .. } => text.busy_login,
            Action::Email { .. } | Action::Resend => text.busy_send,
            Action::Code { of: CodeOf::Confirm, .. } => text.busy_confirm,
            Action::Code { .. } => text.busy_code,
            Action::Password { proof: EmailProof::Onboard, .. } => text.busy_open,
            Action::Password { proof: EmailProof::Reset, .. } => text.account.busy_save,
            Action::Identify(_) => text.account.busy_submit,
            Action::Unlink => text.account.busy_unlink,
            Action::Open { .. }
            | Action::Read
            | Action::Choose(_)
            | Action::ReadLink
            | Action::Continue
            | Action::Keep { .. }
            | Action::Refresh
            | Action::Goto(_)
            | Action::Leave
            | Action::Cancel => text.busy,
        })
    })
}
