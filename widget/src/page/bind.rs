//! An authenticator app reads the QR, opens the link or takes the key; its first code says that it did.

use super::mailed_code::enter;
use crate::component::actions::{actions, button, form, side, submit};
use crate::component::code_field::code_field;
use crate::component::copy::copy;
use crate::component::qr::{draw, on_phone, tile};
use crate::component::summary::summary;
use crate::component::title::{lead, title};
use crate::dom::{El, el};
use crate::state::{Act, CodeOf};
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
    let buttons =
        [submit(ui, text.house.bind_action), button(ui, "secondary", text.cancel, |ui| ui.act(Act::Cancel))];
    let phone = on_phone();
    let inside = vec![
        title(ui, text.house.bind_title),
        lead(ui, if phone { text.house.bind_lead_here } else { text.house.bind_lead }),
        summary(ui),
        el("div", "").live(move || Some(way(ui, &uri, ui.by_qr.get().unwrap_or(!phone)))),
        el("p", "hint key-head").text(text.house.bind_key),
        el("p", "account key").text(&key),
        el("div", "ways").add_all(copy(ui, text.house.bind_copy, text.house.copy_by_hand, &key)),
        code_field(ui),
        actions(ui, "actions pair", buttons),
    ];
    form(ui, |ui| enter(ui, CodeOf::Bind), inside)
}

/// The QR with the link to an app here under it, or the other way round.
fn way(ui: Ui, uri: &str, by_qr: bool) -> El {
    let text = ui.text();
    let open = el("a", "").attr("href", uri).attr("target", "_top").text(text.house.bind_open);
    match draw(uri).filter(|_| by_qr) {
        Some(drawing) => {
            let here = el("p", "side").text(text.this_device).text(" ").add(open);
            el("div", "scan").add(tile(&drawing, text.house.bind_qr)).add(here)
        }
        None => {
            let show = side(ui, "", text.show_qr, Box::new(move || ui.by_qr.set(Some(true))));
            el("div", "scan").add(open.attr("class", "button")).add(show)
        }
    }
}
