//! What went wrong, over the form: it takes the focus, and leads to the field.

use super::actions::text_button;
use super::icon::{self, icon};
use super::provider_reference::provider_reference;
use crate::dom::{El, el, follow};
use crate::i18n;
use crate::model::{FormError, FormErrorKind};
use crate::ui::Ui;
use leptos::prelude::*;
use std::cell::Cell;

/// The summary; nothing while nothing is wrong.
pub fn summary(ui: Ui) -> El {
    let (place, last) = (el("div", ""), Cell::new(None));
    let inside = place.clone();
    follow(Box::new(move || {
        let form_error = ui.state.with(|state| state.form_error.clone());
        let number = form_error.as_ref().map(|form_error| form_error.number);
        // Drawn anew, it would take the focus again.
        if last.replace(number) != number {
            inside.set_text("");
            inside.clone().add_all(form_error.map(|form_error| draw(ui, &form_error)));
        }
    }));
    place
}

fn draw(ui: Ui, form_error: &FormError) -> El {
    let text = ui.text();
    let head = if form_error.kind.field().is_some() { text.check } else { text.not_yet };
    let line = |kind: FormErrorKind| {
        let sentence = ui.form_error(kind);
        match kind.field() {
            Some(field) => text_button(&sentence, Box::new(move || El::by_id(field.id()).focus())),
            None => el("p", "").text(&sentence),
        }
    };
    let lines = form_error.kinds().map(line);
    let reference = form_error
        .request_id
        .as_ref()
        .map(|id| el("p", "reference").text(&i18n::fill(text.reference, &[("id", id.as_str())])));
    let words = el("div", "").add(el("p", "summary-head").text(head)).add_all(lines);
    let words = words.add_all(provider_reference(form_error.provider.as_ref())).add_all(reference);
    let summary = el("div", "summary").attr("role", "alert").attr("tabindex", "-1");
    let focused = summary.clone();
    // Later, when it stands in the page.
    follow(Box::new(move || focused.focus()));
    summary.add(icon(icon::WARNING)).add(words)
}
