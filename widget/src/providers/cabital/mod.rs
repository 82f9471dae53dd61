//! Cabital's texts and logo. Its screens are those of accounts of ours.

mod en;
mod km;
mod zh;

use super::{Landing, Logo, ProviderView, Texts as _, by_locale};
use crate::components::icon;
use account_link_shared::locale::Locale;
use account_link_shared::scope::Scope;

crate::i18n::texts! {
    Texts {
        /// Under its name, where a link offers several.
        choose,
        /// What is shared.
        shared,
        /// What is not.
        private,
        /// Who decides.
        control,
    }
}

by_locale!(Texts);

/// How it is shown.
pub const VIEW: ProviderView = ProviderView {
    // A ring that opens towards the link, and the coin that passes.
    logo: Logo { class: "mark cabital", path: "M37.5 18.5a13.5 13.5 0 1 0 0 19", dot: Some(("37.5", "28")) },
    choose: |locale| Texts::of(locale).choose,
    landing,
    app: None,
    failure: |_, _| None,
};

fn landing(_: &Scope, locale: Locale) -> Option<Landing> {
    let text = Texts::of(locale);
    Some(Landing {
        title: None,
        lines: [(icon::CHECK, text.shared), (icon::LOCK, text.private), (icon::HAND, text.control)],
        asks_nothing_more: false,
    })
}
