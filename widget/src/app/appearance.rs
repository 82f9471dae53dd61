//! What the page looks like and speaks: language, theme and accent, as link, partner page, browser and user wish.

use crate::dom::follow;
use crate::kyc_form::KycForm;
use crate::model::State;
use crate::template::Template;
use crate::ui::Ui;
use crate::{color, i18n};
use account_link_shared::locale::{Locale, Theme};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys;
use std::cell::RefCell;

/// What the partner's page wished in its handshake; the link's own goes first.
pub type HostPreferences = RwSignal<(Option<Locale>, Option<Theme>)>;

/// The handle that the screens get.
pub fn handle(state: State, template: &Template, chosen: Option<Locale>) -> (Ui, HostPreferences) {
    let state = RwSignal::new(state);
    let chosen = RwSignal::new(chosen);
    let preferences = RwSignal::new((None, None));
    let browser = of_browser();
    let of_page = template.locale;
    let of_link = move || state.with(|state| state.view.as_ref().and_then(|view| view.locale)).or(of_page);
    let locale =
        Memo::new(move |_| chosen.get().or_else(of_link).or_else(|| preferences.get().0).unwrap_or(browser));
    let ui = Ui {
        state,
        locale,
        chosen,
        email: RwSignal::new(String::new()),
        password: RwSignal::new(String::new()),
        code: RwSignal::new(String::new()),
        ticked: RwSignal::new(false),
        identity: KycForm::default(),
        countries: RwSignal::new(String::new()),
        by_qr: RwSignal::new(None),
        announced: RwSignal::new(String::new()),
        partner_name: StoredValue::new(template.partner_name.clone()),
        headed: StoredValue::new(None),
        events: StoredValue::new_local(None),
    };
    (ui, preferences)
}

/// Writes language, theme and accent on the root element, now and whenever they change.
pub fn put_on(ui: Ui, preferences: HostPreferences, accent: &str) {
    let Some(html) =
        document().document_element().and_then(|html| html.dyn_into::<web_sys::HtmlElement>().ok())
    else {
        return;
    };
    let (first, last) = (accent.to_owned(), RefCell::new(None));
    follow(Box::new(move || {
        let locale = ui.locale.get();
        let wished = preferences.get().1;
        let now = ui.state.with(|state| {
            let accent = state.partner().and_then(|partner| partner.accent.clone());
            let theme = state.view.as_ref().and_then(|view| view.theme).or(wished).unwrap_or_default();
            Some((locale, theme, accent.unwrap_or_else(|| first.clone())))
        });
        if last.replace(now.clone()) == now {
            return;
        }
        let Some((locale, theme, accent)) = now else { return };
        let _ = html.set_attribute("lang", locale.tag());
        let theme = match theme {
            Theme::Auto => "auto",
            Theme::Light => "light",
            Theme::Dark => "dark",
        };
        let _ = html.set_attribute("data-theme", theme);
        if let Some((light, dark)) = color::accents(&accent) {
            let style = html.style();
            let _ = style.set_property("--accent-light", &light);
            let _ = style.set_property("--accent-dark", &dark);
        }
    }));
}

fn of_browser() -> Locale {
    let languages = window().navigator().languages();
    let languages: Vec<String> = languages.iter().filter_map(|language| language.as_string()).collect();
    i18n::of_browser(languages.iter().map(String::as_str))
}
