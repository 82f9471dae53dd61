//! A country, typed and chosen: the editable combobox with a list of WAI-ARIA's authoring practices. The focus stays in
//! the field; which of the list is meant is said by `aria-activedescendant`.

mod find;
mod list;
mod names;

pub use names::{failed, load};

use super::field::{below, described};
use crate::dom::{El, el};
use crate::kyc_form::Chosen;
use crate::model::Field;
use crate::ui::Ui;
use leptos::wasm_bindgen::JsCast as _;
use leptos::web_sys;
use list::List;

/// The field, and the list that opens under it.
pub fn country(ui: Ui, field: Field, label: &str, autocomplete: &str, chosen: Chosen) -> El {
    let id = field.id();
    let list = List::new(ui, id, chosen);
    let input = el("input", "country")
        .attr("id", id)
        .attr("name", id)
        .attr("type", "text")
        .attr("autocomplete", autocomplete)
        .attr("spellcheck", "false")
        .attr("role", "combobox")
        .attr("aria-autocomplete", "list")
        .attr("aria-controls", &list.id())
        .live_attr("aria-expanded", move || Some(if list.is_open() { "true" } else { "false" }.to_owned()))
        .live_attr("aria-activedescendant", move || list.active_id())
        .value(chosen.text, |typed| typed)
        .on("input", move |_| list.narrow())
        .on("click", move |_| list.open())
        .on("blur", move |_| list.leave())
        .on("keydown", move |event| {
            if let Ok(event) = event.dyn_into() {
                press(list, &event);
            }
        });
    el("div", "field")
        .add(el("label", "").attr("for", id).text(label))
        .add(el("div", "box").add(described(ui, field, input)).add(list.draw(label)))
        .add_all(below(ui, field, ui.text().account.kyc_country_hint))
}

/// The keys of the practices. An input method's keys are its own.
fn press(list: List, event: &web_sys::KeyboardEvent) {
    if event.is_composing() {
        return;
    }
    let open = list.is_open();
    match &*event.key() {
        "ArrowDown" => list.step(true),
        "ArrowUp" => list.step(false),
        // A form is not sent from an open list.
        "Enter" if open => list.take(),
        "Escape" if open => {
            // Only the list: the next one is the dialog's.
            event.stop_propagation();
            list.close();
        }
        "Tab" => return list.take(),
        _ => return,
    }
    event.prevent_default();
}
