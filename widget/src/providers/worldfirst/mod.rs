//! WorldFirst's texts and logo.

mod en;
mod km;
mod zh;

use super::{Advice, Landing, Logo, ProviderView, Texts as _, by_locale};
use crate::components::icon;
use account_link_shared::locale::Locale;
use account_link_shared::scope::Scope;

crate::i18n::texts! {
    Texts {
        /// Under its name, where a link offers several.
        choose,
        /// The title where other accounts take the place of those that are linked.
        replace_title,
        /// What is asked of the provider for a store.
        open_use,
        replace_use,
        /// What is not.
        private,
        /// Who decides.
        control,
        /// What went wrong.
        currency_exists,
        currency_unsupported,
        request_seen,
        account_exists,
        signature,
    }
}

by_locale!(Texts);

/// How it is shown.
pub const VIEW: ProviderView = ProviderView {
    // A globe.
    logo: Logo {
        class: "mark worldfirst",
        path: "M28 14a14 14 0 1 0 0 28 14 14 0 0 0 0-28c-9 8-9 20 0 28 9-8 9-20 0-28M14 28h28",
        dot: None,
    },
    choose: |locale| Texts::of(locale).choose,
    landing,
    app: None,
    failure,
};

fn landing(scope: &Scope, locale: Locale) -> Option<Landing> {
    if ["store", "url", "currency"].iter().any(|name| !scope.values.contains_key(*name)) {
        return None;
    }
    let text = Texts::of(locale);
    let (asked, login) = ((icon::CHECK, text.open_use), (icon::LOCK, text.private));
    let (title, lines) = match scope.name.as_str() {
        "open_accounts" => (None, [asked, login, (icon::HAND, text.control)]),
        "replace_accounts" => (Some(text.replace_title), [asked, (icon::WARNING, text.replace_use), login]),
        _ => return None,
    };
    Some(Landing { title, lines, asks_nothing_more: true })
}

fn failure(reason: &str, locale: Locale) -> Option<(&'static str, Advice)> {
    let text = Texts::of(locale);
    Some(match reason {
        "currency_exists" => (text.currency_exists, Advice::TellSupport),
        "currency_unsupported" => (text.currency_unsupported, Advice::TellSupport),
        "request_id_used" => (text.request_seen, Advice::StartAgain),
        "account_exists" => (text.account_exists, Advice::TellSupport),
        "signature" => (text.signature, Advice::TellSupport),
        _ => return None,
    })
}
