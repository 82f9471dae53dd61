//! A code for ABA Mobile: scanned from here, or opened on this device. What happens there is heard by itself.

use crate::components::actions::{actions, button};
use crate::components::{qr::code, summary::summary, title::title};
use crate::dom::{El, el};
use crate::model::Action;
use crate::ui::Ui;
use account_link_shared::payway::models::{ANDROID_STORE, IOS_STORE, ReturnTo};
use account_link_shared::session::Step;

/// The screen.
pub fn scan(ui: Ui) -> El {
    let text = ui.text();
    let stays = ui.view(|view| matches!(&view.step, Step::Scan(qr) if qr.return_to == ReturnTo::Web));
    let come_back = if stays == Some(true) { text.come_back } else { "" };
    let store =
        |name, url| el("a", "").attr("href", url).attr("target", "_blank").attr("rel", "noopener").text(name);
    let both = el("span", "")
        .add(store("Google Play", ANDROID_STORE))
        .text(" · ")
        .add(store("App Store", IOS_STORE));
    let stores = el("p", "side stores").text(text.no_app).text(" ").add(both);
    el("div", "body centred")
        .add(title(ui, text.scan_title))
        .add(summary(ui))
        .add(code(ui))
        .add(el("p", "waiting").add(el("strong", "").text(text.waiting)).text(" ").text(come_back))
        .add(stores)
        .add(el("p", "hint").text(&ui.fill(text.own_code)))
        .add(actions(ui, "actions", [button(ui, "secondary", text.cancel, |ui| ui.act(Action::Cancel))]))
}
