//! Before something is allowed: the partner did not say for whom.

use super::icon::{self, icon};
use crate::dom::{El, el};
use crate::ui::Ui;

/// The caution; nothing where the user is named.
pub fn caution(ui: Ui) -> Option<El> {
    let unknown = ui.view(|view| view.user_label.is_none()) == Some(true);
    let words = ui.fill(ui.text().confirm_unknown);
    unknown.then(|| el("p", "caution").add(icon(icon::WARNING)).add(el("span", "").text(&words)))
}
