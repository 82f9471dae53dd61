//! The handle that every screen gets: what is known, in which language, what was typed, and where events go.

use crate::clock;
use crate::i18n::{self, Catalogue};
use crate::state::{Act, Event, Field, Screen, State, TroubleKind};
use crate::words;
use account_link_shared::connect::View;
use account_link_shared::id::ClientRequestId;
use account_link_shared::locale::Locale;
use account_link_shared::problem::Code;
use account_link_shared::provider::Provider;
use account_link_shared::session::{Scope, Step, StepName};
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
    /// Typed: shared by the screens, so that nothing is typed twice.
    pub email: RwSignal<String>,
    /// Typed; emptied when another screen is shown.
    pub password: RwSignal<String>,
    /// Typed; emptied when another screen is shown.
    pub code: RwSignal<String>,
    /// Ticked.
    pub terms: RwSignal<bool>,
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

    /// A text with the names of both sides, the user, the address and the store in it.
    pub fn fill(self, text: &str) -> String {
        let partner = self.partner();
        self.state.with_untracked(|state| {
            let view = state.view.as_ref();
            let provider = view.and_then(|view| view.provider).map_or("", Provider::name);
            let email = match view.map(|view| &view.step) {
                Some(
                    Step::OnboardCode { email, .. }
                    | Step::OnboardPassword { email }
                    | Step::Confirm { email, .. },
                ) => email,
                _ => "",
            };
            let (store, url, currency) = match view.and_then(|view| view.scope.as_ref()) {
                Some(Scope::OpenAccounts(store) | Scope::ReplaceAccounts(store)) => {
                    (store.name.as_str(), store.url.as_str(), store.currency.as_str())
                }
                _ => ("", "", ""),
            };
            let names = [
                ("partner", &*partner),
                ("provider", provider),
                ("user", view.and_then(|view| view.user_label.as_deref()).unwrap_or_default()),
                ("email", email),
                ("store", store),
                ("host", host(url)),
                ("currency", &*spaced(currency)),
            ];
            i18n::fill(text, &names)
        })
    }

    /// The partner's name, or words for one that is not known.
    pub fn partner(self) -> String {
        let name =
            self.view(|view| view.partner.name.clone()).unwrap_or_else(|| self.partner_name.get_value());
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
    pub fn act(self, act: Act) {
        self.with_id(|id| Event::Do(act, id));
    }

    /// Sends an event that needs a fresh id.
    pub fn with_id(self, event: impl FnOnce(ClientRequestId) -> Event) {
        if let Some(id) = clock::fresh_id() {
            self.send(event(id));
        }
    }

    /// What is wrong with a field, tracked.
    pub fn error(self, field: Field) -> Option<String> {
        let kind = self.state.with(|state| state.trouble.as_ref().map(|trouble| trouble.kind))?;
        (kind.field() == Some(field)).then(|| self.trouble(kind))
    }

    /// A trouble in words.
    pub fn trouble(self, kind: TroubleKind) -> String {
        let text = self.text();
        let text = match kind {
            TroubleKind::Offline => text.no_connection,
            TroubleKind::Wait(Some(seconds)) => {
                return i18n::fill(
                    text.too_many,
                    &[("time", &i18n::format::wait(self.locale.get_untracked(), seconds))],
                );
            }
            TroubleKind::Wait(None) => text.too_many_later,
            TroubleKind::PasswordMissing => text.no_password,
            TroubleKind::CodeIncomplete => text.short_code,
            TroubleKind::Said(code) => match code {
                Code::EmailInvalid => text.bad_email,
                Code::CredentialsWrong => text.bad_login,
                Code::CodeWrong => text.bad_code,
                Code::CodeExpired => text.old_code,
                Code::PasswordTooShort => text.short_password,
                Code::PasswordTooLong => text.long_password,
                Code::PasswordCommon => text.common_password,
                Code::TermsRequired => text.no_terms,
                code => return self.of_provider(code).unwrap_or_else(|| text.our_fault.to_owned()),
            },
            TroubleKind::Server => text.our_fault,
        };
        text.to_owned()
    }

    /// What the provider said, and what to do. Where only its operator can help, whom to tell.
    pub fn of_provider(self, code: Code) -> Option<String> {
        let text = self.text();
        let (sentence, then) = match code {
            Code::StillRemoving => (text.still_removing, text.wait_retry),
            Code::ProviderFailed | Code::WorldfirstUnknown => (text.provider_failed, text.wait_retry),
            Code::PaywayBusy | Code::WorldfirstBusy => (text.provider_busy, text.wait_retry),
            Code::PaywayInvalidData | Code::WorldfirstParamIllegal => {
                (text.provider_invalid, text.start_again)
            }
            Code::PaywayNotFound => (text.payway_not_found, text.start_again),
            Code::PaywayTokenInvalid => (text.payway_token, text.start_again),
            Code::PaywayWrongHash | Code::WorldfirstSignature => (text.provider_signature, text.tell_support),
            Code::PaywayDomainNotAllowed => (text.payway_domain, text.tell_support),
            Code::PaywayMerchantUnknown => (text.payway_merchant, text.tell_support),
            Code::PaywayFlagNotEnabled => (text.payway_flag, text.tell_support),
            Code::WorldfirstCurrencyExists => (text.currency_exists, text.tell_support),
            Code::WorldfirstCurrencyUnsupported => (text.currency_unsupported, text.tell_support),
            Code::WorldfirstRequestId => (text.request_seen, text.start_again),
            Code::WorldfirstOpened => (text.account_exists, text.tell_support),
            _ => return None,
        };
        let then = match self.state.with_untracked(State::screen) {
            // It is not over, and gone on with elsewhere.
            Screen::Back(StepName::Returned, _) => "",
            // There is nothing here to try again.
            Screen::Step(StepName::Failed) if then == text.wait_retry => text.start_again,
            _ => then,
        };
        Some(self.fill(&format!("{sentence} {then}")))
    }

    /// An instant as a time of day here.
    pub fn time_of_day(self, at: Seconds) -> String {
        let (hours, minutes) = clock::hours_and_minutes(at.millis());
        i18n::format::time_of_day(self.locale.get_untracked(), hours, minutes)
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
