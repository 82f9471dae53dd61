//! The marks of both sides joined by a link sign: the provider on the left, the partner on the right.

use super::icon::{self, icon};
use crate::dom::{El, el, svg};
use crate::ui::Ui;
use account_link_shared::provider::Provider;
use leptos::prelude::*;

/// The two marks. The heading names both sides, so they are hidden from screen readers.
pub fn logos(ui: Ui) -> El {
    el("div", "marks")
        .attr("aria-hidden", "true")
        .add(provider_logo(ui))
        .add(el("span", "join").add(icon(icon::LINK)))
        .add(partner_logo(ui))
}

/// The partner's logo, or the first unlink_token of its name.
pub fn partner_logo(ui: Ui) -> El {
    let logo = ui.state.with_untracked(|state| state.partner()?.logo.clone());
    // Only what cannot load anything: the policy says so too.
    if let Some(logo) = logo.filter(|logo| logo.starts_with("data:image/")) {
        return el("img", "mark").attr("alt", "").attr("src", &logo);
    }
    let unlink_token: String = ui.partner().chars().find(|c| !c.is_ascii_punctuation()).into_iter().collect();
    el("span", "mark unlink_token").text(&unlink_token)
}

/// The mark of the provider of this link.
pub fn provider_logo(ui: Ui) -> El {
    logo_of(ui.view(|view| view.provider).flatten().unwrap_or(Provider::Cabital))
}

/// A provider's mark, of our own drawing.
pub fn logo_of(provider: Provider) -> El {
    let (class, path) = match provider {
        // A ring that opens towards the link, and the coin that passes.
        Provider::Cabital => ("mark cabital", "M37.5 18.5a13.5 13.5 0 1 0 0 19"),
        // A globe.
        Provider::Worldfirst => (
            "mark worldfirst",
            "M28 14a14 14 0 1 0 0 28 14 14 0 0 0 0-28c-9 8-9 20 0 28 9-8 9-20 0-28M14 28h28",
        ),
        // A bank: roof, pillars, ground.
        Provider::Payway => ("mark payway", "M14 23.5 28 14l14 9.5zM19.5 28v9m8.5-9v9m8.5-9v9M14 42h28"),
    };
    let coin = svg("circle", &[("cx", "37.5"), ("cy", "28"), ("r", "4.5")]);
    svg("svg", &[("class", class), ("viewBox", "0 0 56 56"), ("aria-hidden", "true"), ("focusable", "false")])
        .add(svg("rect", &[("width", "56"), ("height", "56"), ("rx", "14")]))
        .add(svg("path", &[("d", path)]))
        .add_all((provider == Provider::Cabital).then_some(coin))
}
