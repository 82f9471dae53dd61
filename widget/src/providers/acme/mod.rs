//! Acme's texts and logo.

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
        /// What is asked of the provider for a member.
        linked,
        /// What is not shared.
        private,
        /// Who decides.
        control,
        /// What went wrong.
        declined,
    }
}

by_locale!(Texts);

/// How it is shown.
pub const VIEW: ProviderView = ProviderView {
    // A peak.
    logo: Logo { class: "mark acme", path: "M15 40 28 16l13 24M21 31h14", dot: None },
    choose: |locale| Texts::of(locale).choose,
    landing,
    app: None,
    failure: |reason, locale| match reason {
        "declined" => Some((Texts::of(locale).declined, Advice::StartAgain)),
        _ => None,
    },
};

fn landing(scope: &Scope, locale: Locale) -> Option<Landing> {
    if scope.name != "link" || !scope.values.contains_key("member") {
        return None;
    }
    let text = Texts::of(locale);
    Some(Landing {
        title: None,
        lines: [(icon::CHECK, text.linked), (icon::LOCK, text.private), (icon::HAND, text.control)],
        asks_nothing_more: true,
    })
}
