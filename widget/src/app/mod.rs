//! The shell: it starts the page, feeds events into the state and obeys its effects.

mod appearance;
mod listeners;
mod shell;

use crate::api::{ReturnViewer, UnlinkToken};
use crate::components::{footer::footer, header::header};
use crate::dom::{El, el, follow};
use crate::history::{self, Entry};
use crate::host::Host;
use crate::model::{Boot, Opening, State};
use crate::template::Template;
use crate::ui::Ui;
use crate::{clock, pages, wire_format};
use account_link_shared::connect::View;
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
        let returned = history::returned();
        let mailed = history::mailed();
        let led =
            returned.is_some().then_some(Opening::Returned).or(mailed.is_some().then_some(Opening::Mailed));
        let boot = boot(&template, host.framed(), led, &mut entry);
        let (state, effects) = State::boot(boot);
        let (ui, preferences) = appearance::handle(state, &template, entry.locale);
        let mut shell = Shell::new(ui, host, entry, preferences);
        (shell.return_viewer, shell.unlink_token) = (returned.map(ReturnViewer), mailed.map(UnlinkToken));
        let shell = Rc::new(shell);
        shell::connect(&shell);
        appearance::put_on(ui, preferences, &template.accent);
        listeners::listen(&shell);
        shell.perform(effects);
        draw(ui);
    })
    .forget();
}

/// How this load comes to its session. The fragment leaves the address at once.
fn boot(template: &Template, framed: bool, led: Option<Opening>, entry: &mut Entry) -> Boot {
    // Where the provider or a mail leads says nothing of a flow.
    let (flow, code) = if led.is_some() { (None, None) } else { history::address() };
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
    } else if let Some(led) = led {
        led
    } else if let Some((code, id)) = entry.opening.clone() {
        Opening::Code { code, id, kept }
    } else if let Some(view) = entry.ended.as_deref().and_then(ended) {
        Opening::Ended(Box::new(view))
    } else {
        Opening::Resume
    };
    history::write(entry, false);
    Boot { framed, flow, opening }
}

/// The view of an ended flow.
fn ended(text: &str) -> Option<View> {
    wire_format::reply(text).map(|reply| reply.view).filter(|view| matches!(view.step, Step::Ended { .. }))
}

/// The card: bar, screen, foot. Until there is a screen the skeleton stands.
fn draw(ui: Ui) {
    // Named, so that it is told from the main part of the page around a frame.
    let main = el("main", "").attr("aria-labelledby", "title");
    let busy = move || ui.state.with(|state| state.busy().is_some());
    let progress = el("div", "progress")
        .live_attr("class", move || Some(if busy() { "progress on" } else { "progress" }.to_owned()));
    let around = [header(ui), progress, main.clone(), footer(ui)];
    let announced = el("p", "unseen").attr("role", "status").live_text(move || ui.announced.get());
    let card = El::by_id("app").add(announced);

    // With another provider, or where another kind of code is asked for, the same step is another screen.
    let provider = |state: &State| state.view.as_ref().and_then(|view| view.provider);
    let shown = Memo::new(move |_| {
        (ui.locale.get(), ui.state.with(|state| (state.screen(), provider(state), state.asks_for_the_app())))
    });
    let page = Owner::current().map(|owner| owner.child()).unwrap_or_default();
    follow(Box::new(move || {
        let (_, (screen, ..)) = shown.get();
        // What the last screen followed and listened to ends with it.
        page.cleanup();
        let Some(drawn) = page.with(|| pages::show(ui, screen)) else { return };
        let skeleton = El::by_id("skeleton");
        if skeleton.there() {
            skeleton.remove();
            card.clone().add_all(around.clone());
        }
        main.set_text("");
        main.clone().add(drawn);
    }));
}
