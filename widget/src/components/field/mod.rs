//! A text field: label above, hint below, the error beside it; passwords can be shown.

use super::icon::{self, icon};
use crate::dom::{El, el};
use crate::model::Field;
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
    /// `email`, `numeric` or `text`.
    pub mode: &'static str,
    /// What was typed.
    pub value: RwSignal<String>,
    /// What of it is kept.
    pub filter: fn(String) -> String,
}

/// The field.
pub fn field(ui: Ui, input: Input) -> El {
    let id = input.field.id();
    let typed = el("input", id)
        .attr("id", id)
        .attr("name", id)
        .attr("type", input.kind)
        .attr("inputmode", input.mode)
        .attr("autocomplete", input.autocomplete)
        .attr("autocapitalize", "none")
        .attr("spellcheck", "false")
        .value(input.value, input.filter);
    let typed = described(ui, input.field, typed);
    let around = el("div", "box").add(typed.clone());
    let around = if input.kind == "password" { around.add(reveal(ui, typed)) } else { around };
    el("div", "field").add(el("label", "").attr("for", id).text(input.label)).add(around).add_all(below(
        ui,
        input.field,
        input.hint,
    ))
}

/// An input that knows its error and its hint.
pub fn described(ui: Ui, field: Field, input: El) -> El {
    input
        .attr("required", "")
        .attr("aria-describedby", &format!("{0}-error {0}-hint", field.id()))
        .live_attr("aria-invalid", move || ui.error(field).map(|_| "true".to_owned()))
}

/// Error and hint, both always there so that they can be pointed at.
pub fn below(ui: Ui, field: Field, hint: &str) -> [El; 2] {
    let line = |class| el("p", class).attr("id", &format!("{}-{class}", field.id()));
    [line("error").live_text(move || ui.error(field).unwrap_or_default()), line("hint").text(hint)]
}

/// The first digits of what was typed, also of those that Khmer and Chinese keyboards make.
pub fn digits(typed: &str, most: usize) -> String {
    let digit = |c: char| {
        let zeros = ['0', '០', '０'];
        let value =
            zeros.into_iter().find_map(|zero| u32::from(c).checked_sub(u32::from(zero)).filter(|n| *n < 10));
        value.and_then(|value| char::from_digit(value, 10))
    };
    typed.chars().filter_map(digit).take(most).collect()
}

/// Shows what is typed.
fn reveal(ui: Ui, input: El) -> El {
    let button = el("button", "reveal").attr("type", "button").attr("aria-label", ui.text().show);
    let pressed = button.clone();
    let shown = RwSignal::new(false);
    let button = button.attr("aria-pressed", "false").on("click", move |_| {
        let now = !shown.get_untracked();
        shown.set(now);
        input.set_attr("type", Some(if now { "text" } else { "password" }));
        pressed.set_attr("aria-pressed", Some(if now { "true" } else { "false" }));
    });
    button.add(icon(icon::EYE)).add(icon(icon::EYE_OFF))
}

#[cfg(test)]
mod tests {
    use super::digits;

    #[test]
    fn digits_of_every_keyboard_count() {
        assert_eq!(digits("12 34-5x67", 6), "123456");
        assert_eq!(digits("១២៣", 6), "123");
        assert_eq!(digits("１９９０", 4), "1990");
        assert_eq!(digits("a/:٣", 6), "");
    }
}
