//! A code for the provider's app: scanned from here, or opened on this device. What happens there is heard by itself.

use crate::components::actions::{actions, button};
use crate::components::{qr::code, summary::summary, title::title};
use crate::dom::{El, el};
use crate::model::Action;
use crate::providers;
use crate::ui::Ui;
use account_link_shared::qr::ReturnTo;
use account_link_shared::session::Step;

/// The screen.
pub fn scan(ui: Ui) -> El {
    let text = ui.text();
    let stays = ui.view(|view| matches!(&view.step, Step::Scan(qr) if qr.return_to == ReturnTo::Web));
    let come_back = if stays == Some(true) { text.come_back } else { "" };
    let store =
        |name, url| el("a", "").attr("href", url).attr("target", "_blank").attr("rel", "noopener").text(name);
    let provider = ui.view(|view| view.provider).flatten().unwrap_or_default();
    let [one, other] = providers::view(provider).app.as_ref().map_or([("", ""); 2], |app| app.stores);
    let both = el("span", "").add(store(one.0, one.1)).text(" · ").add(store(other.0, other.1));
    let stores = el("p", "side stores").text(&ui.fill(text.no_app)).text(" ").add(both);
    el("div", "body centred")
        .add(title(ui, text.scan_title))
        .add(summary(ui))
        .add(code(ui))
        .add(
            el("p", "waiting")
                .add(el("strong", "").text(&ui.fill(text.waiting)))
                .text(" ")
                .text(&ui.fill(come_back)),
        )
        .add(stores)
        .add(el("p", "hint").text(&ui.fill(text.own_code)))
        .add(actions(ui, "actions", [button(ui, "secondary", text.cancel, |ui| ui.perform(Action::Cancel))]))
}
