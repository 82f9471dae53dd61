//! Copies a text; where the browser does not let us, the text is shown selected, to be copied by hand.

use super::actions::text_button;
use crate::dom::{El, el};
use crate::ui::Ui;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::JsCast as _;
use leptos::web_sys;
use wasm_bindgen_futures::JsFuture;

/// The button with what came of it, and the field that is hidden until it is needed.
pub fn copy(ui: Ui, label: &str, by_hand: &str, what: &str) -> [El; 2] {
    let text = ui.text();
    let field = el("textarea", "copied-link")
        .attr("readonly", "")
        .attr("hidden", "")
        .attr("aria-label", by_hand)
        .text(what);
    let status = el("span", "copied").attr("role", "status");
    let (what, shown, words) = (what.to_owned(), field.clone(), status.clone());
    let press = move || {
        let (what, shown, words) = (what.clone(), shown.clone(), words.clone());
        spawn_local(async move {
            if to_clipboard(&what).await || by_selection(&shown) {
                words.set_text(text.copied);
            }
        });
    };
    [el("p", "").add(text_button(label, Box::new(press))).text(" ").add(status), field]
}

/// Refused in a frame whose page does not share its clipboard, and absent without https.
async fn to_clipboard(what: &str) -> bool {
    let clipboard = window().navigator().clipboard();
    !clipboard.is_undefined() && JsFuture::from(clipboard.write_text(what)).await.is_ok()
}

/// The old way, which the press still allows. What is selected stays so if that is refused too.
fn by_selection(field: &El) -> bool {
    let before = document().active_element().and_then(|one| one.dyn_into::<web_sys::HtmlElement>().ok());
    field.set_attr("hidden", None);
    field.focus();
    field.select();
    let document = document().dyn_into::<web_sys::HtmlDocument>();
    let copied = document.is_ok_and(|document| document.exec_command("copy") == Ok(true));
    if copied {
        field.set_attr("hidden", Some(""));
        if let Some(before) = before {
            let _ = before.focus();
        }
    }
    copied
}
