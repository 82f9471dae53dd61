//! The marks of both sides joined by a link sign: the provider on the left, the partner on the right.

use super::icon::{self, icon};
use crate::ui::Ui;
use account_link_shared::provider::Provider;
use leptos::prelude::*;

/// The two marks. The heading names both sides, so they are hidden from screen readers.
pub fn marks(ui: Ui) -> AnyView {
    let provider = ui.view(|view| view.provider).unwrap_or(Provider::Cabital);
    view! {
        <div class="marks" aria-hidden="true">
            {provider_mark(provider)} <span class="join">{icon(icon::LINK)}</span> {partner_mark(ui)}
        </div>
    }
    .into_any()
}

/// The partner's logo, or the first letter of its name.
pub fn partner_mark(ui: Ui) -> AnyView {
    let logo = ui.view(|view| view.partner.logo.clone()).flatten();
    // Only what cannot load anything: the policy says so too.
    match logo.filter(|logo| logo.starts_with("data:image/")) {
        Some(logo) => view! { <img class="mark" src=logo alt="" width="56" height="56"/> }.into_any(),
        None => {
            let name = ui.view(|view| view.partner.name.clone()).unwrap_or_else(|| ui.partner_name.get_value());
            let letter: String = name.chars().find(|c| c.is_alphanumeric()).into_iter().flat_map(char::to_uppercase).collect();
            view! { <span class="mark letter">{letter}</span> }.into_any()
        }
    }
}

/// The provider's mark.
pub fn provider_mark(provider: Provider) -> AnyView {
    match provider {
        // A ring that opens towards the link, and the coin that passes.
        Provider::Cabital => view! {
            <svg class="mark cabital" viewBox="0 0 56 56" width="56" height="56" focusable="false">
                <rect width="56" height="56" rx="14"></rect>
                <path d="M37.5 18.5a13.5 13.5 0 1 0 0 19"></path>
                <circle cx="37.5" cy="28" r="4.5"></circle>
            </svg>
        }
        .into_any(),
    }
}
