//! One of two: radio buttons side by side, each in a box that is big enough for a finger.

use super::field::{below, described};
use crate::dom::{El, el};
use crate::model::Field;
use crate::ui::Ui;
use leptos::prelude::*;

/// The group. The first button has the field's id, for the way from the summary.
pub fn radios(
    ui: Ui,
    field: Option<Field>,
    name: &str,
    label: &str,
    value: RwSignal<String>,
    choices: [(&'static str, &str); 2],
) -> El {
    let one = |number: usize, (word, label): (&'static str, &str)| {
        let id = if number == 0 { name.to_owned() } else { format!("{name}-{number}") };
        let button =
            el("input", "").attr("id", &id).attr("type", "radio").attr("name", name).attr("value", word);
        let shown = button.clone();
        let button = button
            .live_attr("checked", move || {
                let on = value.get() == word;
                if let Some(input) = shown.input() {
                    input.set_checked(on);
                }
                on.then(String::new)
            })
            .on("change", move |_| value.set(word.to_owned()));
        let button = match field {
            Some(field) => described(ui, field, button),
            None => button,
        };
        el("label", "choice-box").attr("for", &id).add(button).add(el("span", "").text(label))
    };
    let boxes = choices.into_iter().enumerate().map(|(number, choice)| one(number, choice));
    el("fieldset", "field")
        .add(el("legend", "").text(label))
        .add(el("div", "choice-boxes").add_all(boxes))
        .add_all(field.into_iter().flat_map(|field| below(ui, field, "")))
}
