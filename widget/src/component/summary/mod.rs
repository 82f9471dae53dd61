//! What went wrong, over the form: it takes the focus, and leads to the field.

use super::icon::{self, icon};
use crate::i18n;
use crate::state::Trouble;
use crate::ui::Ui;
use leptos::wasm_bindgen::JsCast;
use leptos::{html, prelude::*, web_sys};

/// The summary; nothing while nothing is wrong.
pub fn summary(ui: Ui) -> AnyView {
    let trouble = Memo::new(move |_| ui.state.with(|state| state.trouble.clone()));
    (move || trouble.get().map(|trouble| shown(ui, &trouble))).into_any()
}

fn shown(ui: Ui, trouble: &Trouble) -> AnyView {
    let node = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        if let Some(summary) = node.get() {
            let _ = summary.focus();
        }
    });
    let text = ui.text();
    let said = ui.trouble(trouble.kind);
    let (head, body) = match trouble.kind.field() {
        Some(field) => {
            let go = move |_| focus(field.id());
            let link = view! { <button type="button" class="text-button" on:click=go>{said}</button> };
            (text.check, link.into_any())
        }
        None => (text.not_yet, view! { <p>{said}</p> }.into_any()),
    };
    let reference = trouble.request_id.as_ref().map(|id| {
        view! { <p class="reference">{i18n::fill(text.reference, &[("id", id.as_str())])}</p> }
    });
    view! {
        <div class="summary" role="alert" tabindex="-1" node_ref=node>
            {icon(icon::WARNING)}
            <div><p class="summary-head">{head}</p>{body}{reference}</div>
        </div>
    }
    .into_any()
}

fn focus(id: &str) {
    let element = document().get_element_by_id(id).and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok());
    if let Some(element) = element {
        let _ = element.focus();
    }
}
