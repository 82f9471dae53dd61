//! The shell: it starts the page, feeds events into the state and obeys its effects.

mod look;
mod shell;
mod wire;

use crate::component::{foot::foot, header::header};
use crate::history::{self, Entry};
use crate::host::Host;
use crate::state::{Boot, Opening, Screen, State};
use crate::template::Template;
use crate::ui::Ui;
use crate::{clock, page};
use account_link_shared::session::Step;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use shell::Shell;
use std::rc::Rc;

/// Takes the skeleton's place.
pub fn start() {
    let document = document();
    let root = document.get_element_by_id("app").and_then(|root| root.dyn_into().ok());
    let (Some(root), Some(html)) = (root, document.document_element()) else { return };
    let template = Template::read(&html);
    let host = Host::new(&template.frame_origins);
    leptos::mount::mount_to(root, move || {
        let mut entry = history::read();
        let boot = boot(&template, host.framed(), &mut entry);
        let (state, effects) = State::boot(boot);
        let (ui, wishes) = look::handle(state, template.partner_name, entry.locale);
        let shell = Rc::new(Shell::new(ui, host, entry, wishes));
        shell::connect(&shell);
        look::follow(ui, wishes, &template.accent);
        wire::listen(&shell);
        shell.obey(effects);
        view(ui)
    })
    .forget();
}

/// How this load comes to its session. The fragment leaves the address at once.
fn boot(template: &Template, framed: bool, entry: &mut Entry) -> Boot {
    let (flow, code) = history::address();
    if flow != entry.flow || code.is_some() {
        *entry = Entry { flow: flow.clone(), locale: entry.locale, ..Entry::default() };
    }
    let kept = entry.opening.is_some();
    if let (Some(code), Some(id)) = (code, clock::fresh_id()) {
        entry.opening = Some((code, id));
    }
    let opening = if let Some(code) = template.problem {
        let (request_id, return_url) = (template.request_id.clone(), template.return_url.clone());
        Opening::Problem { code, request_id, return_url }
    } else if let Some((code, id)) = entry.opening.clone() {
        Opening::Code { code, id, kept }
    } else if let Some(view) = entry.ended.clone().filter(|view| matches!(view.step, Step::Ended { .. })) {
        Opening::Ended(view)
    } else {
        Opening::Resume
    };
    history::write(entry, false);
    Boot { framed, flow, opening }
}

/// The card: bar, screen, foot. Until there is a screen the skeleton stands.
fn view(ui: Ui) -> AnyView {
    let shown = Memo::new(move |_| (ui.locale.get(), ui.state.with(State::screen)));
    let loaded = Memo::new(move |_| shown.get().1 != Screen::Loading);
    Effect::new(move |_| {
        if let (true, Some(skeleton)) = (loaded.get(), document().get_element_by_id("skeleton")) {
            skeleton.remove();
        }
    });
    let busy = move || ui.state.with(|state| state.busy().is_some());
    let card = move || {
        loaded.get().then(|| {
            view! {
                {header(ui)}
                <div class="progress" class:on=busy></div>
                <main>{move || page::show(ui, shown.get().1)}</main>
                {foot(ui)}
            }
        })
    };
    view! {
        {card}
        <p class="unseen" role="status">{move || ui.announced.get()}</p>
    }
    .into_any()
}
