//! The line at the foot: who is behind this page.

use super::icon::{self, icon};
use crate::dom::{El, el};
use crate::ui::Ui;

/// The line.
pub fn footer(ui: Ui) -> El {
    el("footer", "foot").add(icon(icon::LINK)).add(el("span", "").text(ui.text().footer))
}
