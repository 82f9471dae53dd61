//! Copies a link; where the browser does not let us, the link is shown selected, to be copied by hand.

use super::actions::text_button;
use crate::dom::{El, el};
use crate::ui::Ui;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::JsCast as _;
use leptos::web_sys;
use wasm_bindgen_futures::JsFuture;

/// The button with what came of it, and the field that is hidden until it is needed.
pub fn copy(ui: Ui, link: &str) -> [El; 2] {
    let text = ui.text();
    let field = el("input", "copied-link")
        .attr("type", "text")
        .attr("readonly", "")
        .attr("hidden", "")
        .attr("aria-label", text.copy_by_hand)
        .attr("value", link);
    let said = el("span", "copied").attr("role", "status");
    let (link, shown, words) = (link.to_owned(), field.clone(), said.clone());
    let press = move || {
        let (link, shown, words) = (link.clone(), shown.clone(), words.clone());
        spawn_local(async move {
            if to_clipboard(&link).await || by_selection(&shown) {
                words.set_text(text.copied);
            }
        });
    };
    [el("p", "").add(text_button(text.copy_link, Box::new(press))).text(" ").add(said), field]
}

/// Refused in a frame whose page does not share its clipboard, and absent without https.
async fn to_clipboard(link: &str) -> bool {
    let clipboard = window().navigator().clipboard();
    !clipboard.is_undefined() && JsFuture::from(clipboard.write_text(link)).await.is_ok()
}

/// The old way, which the press still allows. What is selected stays so if that is refused too.
fn by_selection(field: &El) -> bool {
    let Some(input) = field.input() else { return false };
    let before = document().active_element().and_then(|one| one.dyn_into::<web_sys::HtmlElement>().ok());
    field.set_attr("hidden", None);
    field.focus();
    input.select();
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
