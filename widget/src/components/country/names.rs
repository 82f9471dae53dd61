//! What countries are called: a file for each language beside the page, fetched when a screen needs it.
//!
//! They are kept as one text, of a type that the page has anyway: the language's tag, then, once they are here, a line
//! like `JPN Japan` for each, or a mark where they could not be had.

use crate::dom::El;
use crate::fetch::file;
use crate::ui::Ui;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// After the tag, where they could not be had.
const FAILED: char = '!';

/// Whether they are here. Tracked.
pub fn are_here(ui: Ui) -> bool {
    ui.countries.with(|names| names.ends_with('\n'))
}

/// Whether they could not be had. Tracked.
pub fn failed(ui: Ui) -> bool {
    ui.countries.with(|names| names.ends_with(FAILED))
}

/// Fetches the names of the language shown, unless they are here or on their way.
pub fn load(ui: Ui) {
    let tag = ui.locale.get_untracked().tag();
    if ui.countries.with_untracked(|names| names.starts_with(tag) && !names.ends_with(FAILED)) {
        return;
    }
    ui.countries.set(tag.to_owned());
    // The build's name of the files, as the page says it.
    let path = El::by_id("app").get_attr("data-countries");
    spawn_local(async move {
        let mut names = tag.to_owned();
        match file(&format!("{path}.{tag}.txt")).await {
            Some(lines) => names.extend(["\n", &lines]),
            None => names.push(FAILED),
        }
        // Another language may be shown by now.
        if ui.countries.with_untracked(|names| names == tag) {
            ui.countries.set(names);
        }
    });
}
