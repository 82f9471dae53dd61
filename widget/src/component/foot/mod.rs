//! The line at the foot: who is behind this page.

use super::icon::{self, icon};
use crate::i18n;
use crate::ui::Ui;
use leptos::prelude::*;

/// The line.
pub fn foot(ui: Ui) -> AnyView {
    view! { <footer class="foot">{icon(icon::LINK)}<span>{move || i18n::texts(ui.locale.get()).foot}</span></footer> }
        .into_any()
}
