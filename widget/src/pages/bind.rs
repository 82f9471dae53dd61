//! An authenticator app reads the QR, opens the link or takes the key; its first code says that it did.

use super::mailed_code::enter;
use crate::components::actions::{actions, button, form, side, submit};
use crate::components::code_field::code_field;
use crate::components::copy::copy;
use crate::components::qr::{draw, on_phone, tile};
use crate::components::summary::summary;
use crate::components::title::{lead, title};
use crate::dom::{El, el};
use crate::model::{Action, CodeOf};
use crate::ui::Ui;
use account_link_shared::session::Step;
use leptos::prelude::*;

/// The screen.
pub fn bind(ui: Ui) -> El {
    let text = ui.text();
    let (uri, key) = ui
        .view(|view| match &view.step {
            Step::Bind { uri, key, .. } => Some((uri.expose().to_owned(), key.expose().to_owned())),
            _ => None,
        })
        .flatten()
        .unwrap_or_default();
    let buttons = [
        submit(ui, text.account.bind_action),
        button(ui, "secondary", text.cancel, |ui| ui.perform(Action::Cancel)),
    ];
    let phone = on_phone();
    let inside = vec![
        title(ui, text.account.bind_title),
        lead(ui, if phone { text.account.bind_lead_here } else { text.account.bind_lead }),
        summary(ui),
        el("div", "").live(move || Some(way(ui, &uri, ui.by_qr.get().unwrap_or(!phone)))),
        el("p", "hint key-head").text(text.account.bind_key),
        el("p", "account key").text(&key),
        el("div", "ways").add_all(copy(ui, text.account.bind_copy, text.account.copy_by_hand, &key)),
        code_field(ui),
        actions(ui, "actions pair", buttons),
    ];
    form(ui, |ui| enter(ui, CodeOf::Bind), inside)
}

/// The QR with the link to an app here under it, or the other way round.
fn way(ui: Ui, uri: &str, by_qr: bool) -> El {
    let text = ui.text();
    let open = el("a", "").attr("href", uri).attr("target", "_top").text(text.account.bind_open);
    match draw(uri).filter(|_| by_qr) {
        Some(drawing) => {
            let here = el("p", "side").text(text.this_device).text(" ").add(open);
            el("div", "scan").add(tile(&drawing, text.account.bind_qr)).add(here)
        }
        None => {
            let show = side(ui, "", text.show_qr, Box::new(move || ui.by_qr.set(Some(true))));
            el("div", "scan").add(open.attr("class", "button")).add(show)
        }
    }
}
