//! What countries are called: a file for each language beside the page, fetched when a screen needs it.

use crate::api;
use crate::dom::El;
use crate::ui::Ui;
use account_link_shared::locale::Locale;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The names of one language.
#[derive(Default, Clone)]
pub struct Names {
    /// Which language they are of, or will be.
    locale: Option<Locale>,
    /// Lines like `JPN Japan`, in the order of the language; empty until they are here.
    pub list: String,
    /// They could not be had.
    pub failed: bool,
}

/// Fetches the names of the language shown, unless they are here or on their way.
pub fn load(ui: Ui) {
    let locale = ui.locale.get_untracked();
    let known = ui.countries.with_untracked(|names| names.locale == Some(locale) && !names.failed);
    if known {
        return;
    }
    ui.countries.set(Names { locale: Some(locale), ..Names::default() });
    // The build's name of the files, as the page says it.
    let path = El::found("app").get_attr("data-countries");
    spawn_local(async move {
        let list = api::file(&format!("{path}.{}.txt", locale.tag())).await;
        // Another language may be shown by now.
        if ui.countries.with_untracked(|names| names.locale == Some(locale)) {
            let (failed, list) = (list.is_none(), list.unwrap_or_default());
            ui.countries.set(Names { locale: Some(locale), list, failed });
        }
    });
}
