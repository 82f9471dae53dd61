//! PayWay's texts and logo, and its app.

mod en;
mod km;
mod zh;

use super::{Advice, App, Landing, Logo, ProviderView, Texts as _, by_locale};
use crate::components::icon;
use account_link_shared::locale::Locale;
use account_link_shared::providers::payway::models::{ANDROID_STORE, IOS_STORE, android_intent};
use account_link_shared::scope::Scope;

crate::i18n::texts! {
    Texts {
        /// Under its name, where a link offers several.
        choose,
        /// The title where an account is kept for payments that the user starts.
        saved_title,
        saved_use,
        /// The title where the partner may charge by itself.
        charge_title,
        charge_use,
        /// What is not.
        private,
        /// Who decides.
        control,
        /// What went wrong.
        not_found,
        token_invalid,
        domain,
        merchant,
        flag,
        signature,
    }
}

by_locale!(Texts);

/// How it is shown.
pub const VIEW: ProviderView = ProviderView {
    // A bank: roof, pillars, ground.
    logo: Logo {
        class: "mark payway",
        path: "M14 23.5 28 14l14 9.5zM19.5 28v9m8.5-9v9m8.5-9v9M14 42h28",
        dot: None,
    },
    choose: |locale| Texts::of(locale).choose,
    landing,
    app: Some(App {
        name: "ABA Mobile",
        android_intent,
        stores: [("Google Play", ANDROID_STORE), ("App Store", IOS_STORE)],
    }),
    failure,
};

fn landing(scope: &Scope, locale: Locale) -> Option<Landing> {
    let text = Texts::of(locale);
    let (title, use_of_it) = match scope.name.as_str() {
        "saved_account" => (text.saved_title, (icon::CHECK, text.saved_use)),
        "charge_later" => (text.charge_title, (icon::WARNING, text.charge_use)),
        _ => return None,
    };
    let lines = [use_of_it, (icon::LOCK, text.private), (icon::HAND, text.control)];
    Some(Landing { title: Some(title), lines, asks_nothing_more: true })
}

fn failure(reason: &str, locale: Locale) -> Option<(&'static str, Advice)> {
    let text = Texts::of(locale);
    Some(match reason {
        "not_found" => (text.not_found, Advice::StartAgain),
        "token_invalid" => (text.token_invalid, Advice::StartAgain),
        "wrong_hash" => (text.signature, Advice::TellSupport),
        "domain_not_allowed" => (text.domain, Advice::TellSupport),
        "merchant_unknown" => (text.merchant, Advice::TellSupport),
        "flag_not_enabled" => (text.flag, Advice::TellSupport),
        _ => return None,
    })
}
