//! The bar on top: back where it makes sense, the language, close.

use super::icon::{self, icon};
use crate::i18n;
use crate::state::Event;
use crate::ui::Ui;
use account_link_shared::locale::Locale;
use leptos::prelude::*;

/// The bar. It outlives the screens, so it follows the language by itself.
pub fn header(ui: Ui) -> AnyView {
    let text = move || i18n::texts(ui.locale.get());
    let can_go_back = Memo::new(move |_| ui.state.with(|state| state.back().is_some()));
    let back = move || {
        can_go_back.get().then(|| {
            view! {
                <button type="button" class="bar-button" aria-label=move || text().back
                    on:click=move |_| ui.with_id(Event::Back)>
                    {icon(icon::BACK)}
                </button>
            }
        })
    };
    let choose = move |event| {
        if let Some(locale) = Locale::parse(&event_target_value(&event)) {
            ui.chosen.set(Some(locale));
        }
    };
    let options: Vec<AnyView> = Locale::ALL
        .into_iter()
        .map(|locale| {
            let (tag, name) = (locale.tag(), i18n::own_name(locale));
            view! { <option value=tag lang=tag selected=move || ui.locale.get() == locale>{name}</option> }
                .into_any()
        })
        .collect();
    view! {
        <header class="bar">
            <div class="bar-start">{back}</div>
            <select class="language" aria-label=move || text().language
                prop:value=move || ui.locale.get().tag() on:change=choose>
                {options}
            </select>
            <button type="button" class="bar-button" aria-label=move || text().close
                on:click=move |_| ui.with_id(Event::Close)>
                {icon(icon::CLOSE)}
            </button>
        </header>
    }
    .into_any()
}
