//! The handle that every screen gets: what is known, in which language, what was typed, and where events go.

use crate::clock;
use crate::i18n::{self, Catalogue};
use crate::kyc_form::KycForm;
use crate::model::{Action, Event, Screen, State};
use crate::providers;
use crate::words;
use account_link_shared::connect::View;
use account_link_shared::id::ClientRequestId;
use account_link_shared::locale::Locale;
use account_link_shared::providers::Provider;
use account_link_shared::session::Step;
use account_link_shared::time::Seconds;
use leptos::prelude::*;
use std::rc::Rc;

/// Where events go.
pub type Taker = Rc<dyn Fn(Event)>;

/// Copied freely: it holds handles only.
#[derive(Clone, Copy)]
pub struct Ui {
    /// What the page knows.
    pub state: RwSignal<State>,
    /// The language shown.
    pub locale: Memo<Locale>,
    /// The language chosen by the switcher.
    pub chosen: RwSignal<Option<Locale>>,
    /// As typed: shared by the screens, so that nothing is typed twice.
    pub email: RwSignal<String>,
    /// As typed; emptied when another screen is shown.
    pub password: RwSignal<String>,
    /// As typed; emptied when another screen is shown.
    pub code: RwSignal<String>,
    /// Ticked: the terms are accepted, or the recovery codes are kept.
    pub ticked: RwSignal<bool>,
    /// As typed; emptied when another screen is shown.
    pub identity: KycForm,
    /// What countries are called: see `components::country`.
    pub countries: RwSignal<String>,
    /// A code is shown rather than a link to the app; `None` until somebody says so.
    pub by_qr: RwSignal<Option<bool>>,
    /// Said by the polite live region.
    pub announced: RwSignal<String>,
    /// From the template: the partner before the first answer.
    pub partner_name: StoredValue<String>,
    /// The screen whose heading had the focus last.
    pub headed: StoredValue<Option<Screen>>,
    /// Takes events in.
    pub events: StoredValue<Option<Taker>, LocalStorage>,
}

impl Ui {
    /// The texts of the language shown. Screens are drawn anew when it changes.
    pub fn text(self) -> &'static Catalogue {
        i18n::texts(self.locale.get_untracked())
    }

    /// A text with the names of both sides, the user, the address and what the provider asks for in it.
    pub fn fill(self, text: &str) -> String {
        let partner = self.partner();
        self.state.with_untracked(|state| {
            let view = state.view.as_ref();
            // Mails tell of accounts of ours only.
            let mailed = state.mailed.as_ref().map(|_| Provider::default());
            let provider = view.and_then(|view| view.provider).or(mailed);
            let app = provider.and_then(|provider| providers::view(provider).app.as_ref());
            let email = match view.map(|view| &view.step) {
                Some(
                    Step::OnboardCode { email, .. }
                    | Step::OnboardPassword { email }
                    | Step::ResetCode { email, .. }
                    | Step::ResetPassword { email }
                    | Step::Authenticator { email, .. }
                    | Step::Bound { email }
                    | Step::Confirm { email, .. },
                ) => email,
                _ => "",
            };
            let scope = view.and_then(|view| view.scope.as_ref());
            let value =
                |name: &str| scope.and_then(|scope| scope.values.get(name)).map_or("", String::as_str);
            let names = [
                ("partner", &*partner),
                ("provider", provider.map_or("", Provider::name)),
                ("app", app.map_or("", |app| app.name)),
                ("user", state.user_label().unwrap_or_default()),
                ("email", email),
                // Of an address only the host, of a list its items apart.
                ("host", host(value("url"))),
                ("currency", &*spaced(value("currency"))),
            ];
            // Whatever else the provider's text is about goes by the name that the provider gives it.
            let others = scope.into_iter().flat_map(|scope| &scope.values);
            let others = others.map(|(name, value)| (name.as_str(), value.as_str()));
            i18n::fill(text, &names.into_iter().chain(others).collect::<Vec<_>>())
        })
    }

    /// The partner's name, or words for one that is not known.
    pub fn partner(self) -> String {
        let name = self.state.with_untracked(|state| state.partner().map(|partner| partner.name.clone()));
        let name = name.unwrap_or_else(|| self.partner_name.get_value());
        if name.is_empty() { self.text().the_partner.to_owned() } else { name }
    }

    /// Reads the last answer, untracked.
    pub fn view<T>(self, read: impl FnOnce(&View) -> T) -> Option<T> {
        self.state.with_untracked(|state| state.view.as_ref().map(read))
    }

    /// Sends an event.
    pub fn send(self, event: Event) {
        if let Some(take) = self.events.get_value() {
            take(event);
        }
    }

    /// Does something in the flow.
    pub fn perform(self, action: Action) {
        self.with_id(|id| Event::Do(action, id));
    }

    /// Sends an event that needs a fresh id.
    pub fn with_id(self, event: impl FnOnce(ClientRequestId) -> Event) {
        if let Some(id) = clock::fresh_id() {
            self.send(event(id));
        }
    }

    /// An instant as a time of day here.
    pub fn time_of_day(self, at: Seconds) -> String {
        let [.., hours, minutes] = clock::parts(at.millis());
        i18n::format::time_of_day(self.locale.get_untracked(), hours, minutes)
    }

    /// From when something is possible, as a date and a time of day here: the first whole minute.
    pub fn earliest(self, at: Seconds) -> String {
        i18n::format::moment(self.locale.get_untracked(), clock::parts(at.plus(59).millis()))
    }
}

/// A list with a space after each comma.
fn spaced(list: &str) -> String {
    let mut spaced = String::new();
    for c in list.chars() {
        spaced.push(c);
        if c == ',' {
            spaced.push(' ');
        }
    }
    spaced
}

/// Of a URL what people know it by. Browsers take any number of slashes, and backslashes for slashes.
fn host(url: &str) -> &str {
    let after = url.trim_start_matches(|c| c != ':').trim_start_matches([':', '/', '\\']);
    words::last(after.split(['/', '\\', '?', '#']).next().unwrap_or_default(), '@')
}

#[cfg(test)]
mod tests {
    use super::host;

    #[test]
    fn a_store_is_known_by_its_host() {
        for url in [
            "https://shop.example",
            "HTTP:shop.example?a",
            "https:\\\\u:p@good.example@shop.example\\b",
            "https:///shop.example/c@d#e",
        ] {
            assert_eq!(host(url), "shop.example", "{url}");
        }
        assert_eq!(host("http://shop.example:8080/"), "shop.example:8080");
        assert_eq!(host(""), "");
    }
}
