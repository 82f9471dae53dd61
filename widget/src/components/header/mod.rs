//! The bar on top: back where it makes sense, the language, close.

use super::icon::{self, icon};
use crate::dom::{El, el};
use crate::i18n;
use crate::model::{Event, State};
use crate::ui::Ui;
use account_link_shared::locale::Locale;
use leptos::prelude::*;

/// The bar. It outlives the screens, so it follows the language by itself.
pub fn header(ui: Ui) -> El {
    let back = el("button", "bar-button")
        .attr("type", "button")
        .live_attr("aria-label", move || Some(i18n::texts(ui.locale.get()).back.to_owned()))
        .live_attr("hidden", move || ui.state.with(State::back).is_none().then(String::new))
        .on("click", move |_| ui.with_id(Event::Back))
        .add(icon(icon::BACK));
    let close = el("button", "bar-button")
        .attr("type", "button")
        .live_attr("aria-label", move || Some(i18n::texts(ui.locale.get()).close.to_owned()))
        .live_attr("hidden", move || (!ui.state.with(State::can_close)).then(String::new))
        .on("click", move |_| ui.with_id(Event::Close))
        .add(icon(icon::CLOSE));
    el("header", "bar").add(el("div", "bar-start").add(back)).add(language(ui)).add(close)
}

/// The switcher: the browser's own, which every keyboard and screen reader knows.
fn language(ui: Ui) -> El {
    let option = |locale: Locale| {
        el("option", "")
            .attr("value", locale.tag())
            .attr("lang", locale.tag())
            .live_attr("selected", move || (ui.locale.get() == locale).then(String::new))
            .text(i18n::own_name(locale))
    };
    el("select", "language")
        .live_attr("aria-label", move || Some(i18n::texts(ui.locale.get()).language.to_owned()))
        .on("change", move |event| ui.chosen.set(Locale::parse(&event_target_value(&event))))
        .add_all(Locale::ALL.into_iter().map(option))
}
