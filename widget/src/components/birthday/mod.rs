//! A date that everybody knows by heart: three boxes in the order of the language, typed, not looked for in a calendar.

use super::field::{below, described, digits};
use crate::dom::{El, el};
use crate::model::Field;
use crate::ui::Ui;
use account_link_shared::locale::Locale;
use leptos::prelude::*;

/// One of the three.
type Part = (&'static str, &'static str, RwSignal<String>, fn(String) -> String);

/// The date of birth.
pub fn birthday(ui: Ui) -> El {
    let text = &ui.text().account;
    let two: fn(String) -> String = |typed| digits(&typed, 2);
    let year: Part = (text.year, "bday-year", ui.identity.year, |typed| digits(&typed, 4));
    let month: Part = (text.month, "bday-month", ui.identity.month, two);
    let day: Part = (text.day, "bday-day", ui.identity.day, two);
    let order = if ui.locale.get_untracked() == Locale::Zh { [year, month, day] } else { [day, month, year] };
    let parts = order.into_iter().enumerate().map(|(at, part)| one(ui, at == 0, part));
    el("fieldset", "field")
        .add(el("legend", "").text(text.kyc_birthday))
        .add(el("div", "dates").add_all(parts))
        .add_all(below(ui, Field::Birthday, text.kyc_birthday_hint))
}

/// The first has the field's id, for the way from the summary.
fn one(ui: Ui, first: bool, (label, autocomplete, value, filter): Part) -> El {
    let id = if first { Field::Birthday.id() } else { autocomplete };
    let input = el("input", "")
        .attr("id", id)
        .attr("name", autocomplete)
        .attr("type", "text")
        .attr("inputmode", "numeric")
        .attr("autocomplete", autocomplete)
        .value(value, filter);
    let input = described(ui, Field::Birthday, input);
    el("div", "date").add(el("label", "").attr("for", id).text(label)).add(el("div", "box").add(input))
}
