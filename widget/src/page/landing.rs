//! The first screen: what will be linked, for whom, what is shared and what is not.

use crate::component::actions::{actions, button};
use crate::component::icon::{self, icon};
use crate::component::{marks::marks, summary::summary, title::title};
use crate::state::Act;
use crate::ui::Ui;
use leptos::prelude::*;

/// The screen.
pub fn landing(ui: Ui) -> AnyView {
    let text = ui.text();
    let for_whom = ui
        .view(|view| view.user_label.is_some())
        .unwrap_or(false)
        .then(|| view! { <p class="for-whom">{ui.fill(text.landing_for)}</p> });
    let line = |path, text| view! { <li>{icon(path)}<span>{ui.fill(text)}</span></li> }.into_any();
    let lines = vec![
        line(icon::CHECK, text.landing_shared),
        line(icon::LOCK, text.landing_private),
        line(icon::HAND, text.landing_control),
    ];
    let buttons = vec![
        button(ui, "primary", text.go_on.to_owned(), |ui| ui.act(Act::Continue)),
        button(ui, "secondary", text.not_now.to_owned(), |ui| ui.act(Act::Cancel)),
    ];
    view! {
        <div class="body centred">
            {marks(ui)} {title(ui, ui.fill(text.landing_title))} {for_whom} {summary(ui)}
            <ul class="facts">{lines}</ul>
            {actions(ui, "", buttons)}
        </div>
    }
    .into_any()
}
