//! The marks of both sides joined by a link sign: the provider on the left, the partner on the right.

use super::icon::{self, icon};
use crate::dom::{El, el, svg};
use crate::providers::{self, Logo};
use crate::ui::Ui;
use account_link_shared::providers::Provider;
use leptos::prelude::*;

/// The two marks. The heading names both sides, so they are hidden from screen readers.
pub fn logos(ui: Ui) -> El {
    el("div", "marks")
        .attr("aria-hidden", "true")
        .add(provider_logo(ui))
        .add(el("span", "join").add(icon(icon::LINK)))
        .add(partner_logo(ui))
}

/// The partner's logo, or the first letter of its name.
pub fn partner_logo(ui: Ui) -> El {
    let logo = ui.state.with_untracked(|state| state.partner()?.logo.clone());
    // Only what cannot load anything: the policy says so too.
    if let Some(logo) = logo.filter(|logo| logo.starts_with("data:image/")) {
        return el("img", "mark").attr("alt", "").attr("src", &logo);
    }
    let letter: String = ui.partner().chars().find(|c| !c.is_ascii_punctuation()).into_iter().collect();
    el("span", "mark letter").text(&letter)
}

/// The mark of the provider of this link.
pub fn provider_logo(ui: Ui) -> El {
    logo_of(ui.view(|view| view.provider).flatten().unwrap_or_default())
}

/// A provider's mark, of our own drawing.
pub fn logo_of(provider: Provider) -> El {
    let Logo { class, path, dot } = &providers::view(provider).logo;
    let dot = dot.map(|(x, y)| svg("circle", &[("cx", x), ("cy", y), ("r", "4.5")]));
    svg(
        "svg",
        &[("class", *class), ("viewBox", "0 0 56 56"), ("aria-hidden", "true"), ("focusable", "false")],
    )
    .add(svg("rect", &[("width", "56"), ("height", "56"), ("rx", "14")]))
    .add(svg("path", &[("d", *path)]))
    .add_all(dot)
}
