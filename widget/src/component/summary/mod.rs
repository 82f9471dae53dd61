//! What went wrong, over the form: it takes the focus, and leads to the field.

use super::actions::text_button;
use super::icon::{self, icon};
use crate::dom::{El, el, follow};
use crate::i18n;
use crate::state::{Trouble, TroubleKind};
use crate::ui::Ui;
use leptos::prelude::*;
use std::cell::Cell;

/// The summary; nothing while nothing is wrong.
pub fn summary(ui: Ui) -> El {
    let (place, last) = (el("div", ""), Cell::new(None));
    let inside = place.clone();
    follow(Box::new(move || {
        let trouble = ui.state.with(|state| state.trouble.clone());
        let number = trouble.as_ref().map(|trouble| trouble.number);
        // Drawn anew, it would take the focus again.
        if last.replace(number) != number {
            inside.set_text("");
            inside.clone().add_all(trouble.map(|trouble| shown(ui, &trouble)));
        }
    }));
    place
}

fn shown(ui: Ui, trouble: &Trouble) -> El {
    let text = ui.text();
    let head = if trouble.kind.field().is_some() { text.check } else { text.not_yet };
    let line = |kind: TroubleKind| {
        let said = ui.trouble(kind);
        match kind.field() {
            Some(field) => text_button(&said, Box::new(move || El::found(field.id()).focus())),
            None => el("p", "").text(&said),
        }
    };
    let lines = trouble.kinds().map(line);
    let reference = trouble
        .request_id
        .as_ref()
        .map(|id| el("p", "reference").text(&i18n::fill(text.reference, &[("id", id.as_str())])));
    let words = el("div", "").add(el("p", "summary-head").text(head)).add_all(lines).add_all(reference);
    let summary = el("div", "summary").attr("role", "alert").attr("tabindex", "-1");
    let focused = summary.clone();
    // Later, when it stands in the page.
    follow(Box::new(move || focused.focus()));
    summary.add(icon(icon::WARNING)).add(words)
}
